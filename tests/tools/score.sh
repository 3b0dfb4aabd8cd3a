#!/bin/bash
# picket score: what it prints, what it refuses, and in which words.
set -u
picket=$(realpath "$1")/picket
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
failed=0

fail() { printf '%s\n' "$@"; failed=1; }

# refuses "MESSAGE" ARGUMENT...: exit 2, nothing on stdout, just this on stderr.
refuses() {
    local want=$1 got code
    shift
    got=$("$picket" score "$@" 2>&1 >/dev/null)
    code=$?
    [ "$got" = "$want" ] && [ $code -eq 2 ] && [ -z "$("$picket" score "$@" 2>/dev/null)" ] ||
        fail "picket score $*: exit $code" "  got  $got" "  want $want"
}

# An object on the equator for 40 s, a track 300 m above it from 31 s on: by hand, GOSPA is
# 707.107 m for one epoch (30 s) and 300 m for nine, so 340.711 m. OSPA is 1000 m once and 300 m nine
# times. OSPA(2), over ten epochs: 1000 m at 30 s, then one more epoch of ten at 300 m each second.
# T-GOSPA: the root of the mean of 500,000 m^2 once and 90,000 m^2 nine times.
echo time_s,object,lat_deg,lon_deg,alt_m >truth.csv
echo time_s,track,lat_deg,lon_deg,alt_m >JPN.hub.csv
for t in $(seq 0 39); do echo "$t,A,0,90,1000" >>truth.csv; done
for t in $(seq 31 39); do echo "$t,abc,0,90,1300" >>JPN.hub.csv; done

want='picture  GOSPA  RMSE  missed   false  complete  switches  first  ambi-  spurious  never  location  speed  NEES
             m     m  /epoch  /epoch         %                s  guity         %   seen         m    m/s  of 3
JPN.hub    341   285     0.1     0.0      90.0         0   31.0   1.00       0.0      0       270      -     -

picture  OSPA  OSPA(2)  T-GOSPA  changes  longest  identified  rightly  in doubt  accuracy  accuracy       NEES  speed NEES
            m        m        m       /h        %           %        %         %         m       m/s  within, %        of 3
JPN.hub   370      685      362     0.00     90.0           -        -         -       300         -          -           -
OSPA(2) of 10 epochs; T-GOSPA gamma 500 m
10 epochs from +30 s; GOSPA p 2, alpha 2, c 1,000 m; "-": no value'
got=$("$picket" score --truth truth.csv JPN.hub.csv)
[ "$got" = "$want" ] || fail "table:" "$got"

# The time may count from 1970 or, within the year 2000, from its start; --from is an instant either way.
got=$("$picket" score --truth truth.csv JPN.hub.csv --from 2000-01-01T00:00:31Z --json)
[[ $got == *'"epochs":9,"from_s":31,'*'"gospa_m":300,'* ]] || fail "from an instant: $got"

# A picture without a row shows nothing: all is missed, nothing is NaN.
head -1 JPN.hub.csv >JPN+USA.national.settled.csv
got=$("$picket" score --truth truth.csv JPN+USA.national.settled.csv --json)
[[ $got == *'"audience":"JPN+USA","rule":"national","settled":true,'*'"rmse_m":null,'*'"missed":1,'* ]] ||
    fail "empty picture: $got"
[[ $got == *nan* ]] && fail "NaN: $got"

# Judged where the picture has epochs. Every 2 s from 32 to 38 s but not at 34 s, where it is empty: of the epochs
# 30, 32, 34, 36 and 38 s it shows A in three, so (2 * 707.107 + 3 * 300) / 5 = 462.8427 m. B is there from 33 s on, and
# is seen at 36 s first.
{ cat truth.csv; for t in $(seq 33 39); do echo "$t,B,1,90,1000"; done; } >two.csv
{ head -1 JPN.hub.csv; for t in 32 36 38; do echo "$t,abc,0,90,1300"; done; } >JPN.slow.csv
got=$("$picket" score --truth truth.csv JPN.slow.csv --json)
[[ $got == *'"epochs":5,"from_s":30,"epochs_between":5,"step_s":2,"rows_without_truth":0,'*'"gospa_m":462.8427'*'"completeness":0.6,'* ]] ||
    fail "every 2 s: $got"
got=$("$picket" score --truth truth.csv JPN.slow.csv | tail -2)
[ "$got" = 'JPN.slow is judged at one epoch of truth in 2: it has one each 2 s, and truth has more.
5 epochs from +30 s; GOSPA p 2, alpha 2, c 1,000 m; "-": no value' ] || fail "every 2 s, foot:" "$got"
for t in 36 38; do echo "$t,def,1,90,1000"; done >>JPN.slow.csv
got=$("$picket" score --truth two.csv JPN.slow.csv --json)
[[ $got == *'"median_first_s":17.5,'* ]] || fail "B is there from 33 s, A from 0 s: (3 + 32) / 2 s: $got"
# Beside one that has all epochs, each is judged by its own.
got=$("$picket" score --truth truth.csv JPN.hub.csv JPN.slow.csv --html scores.html | tail -2)
[ "$got" = 'JPN.slow is judged at one epoch of truth in 2: it has one each 2 s, and truth has more.
5 to 10 epochs from +30 s; GOSPA p 2, alpha 2, c 1,000 m; "-": no value' ] || fail "two pictures, foot:" "$got"
grep -q 'JPN.slow is judged at one epoch of truth in 2' scores.html || fail "--html: no word of epochs"
cp JPN.slow.csv JPN.slow.settled.csv
got=$("$picket" score --truth truth.csv JPN.slow.csv JPN.slow.settled.csv --by partner | tail -2 | head -1)
[ "$got" = 'All are judged at one epoch of truth in 2: they have one each 2 s, and truth has more.' ] || fail "all alike: $got"
# One blink or two are no step: nobody gains by showing nothing.
{ head -1 JPN.hub.csv; for t in 31 35; do echo "$t,abc,0,90,1300"; done; } >JPN.blink.csv
got=$("$picket" score --truth truth.csv JPN.blink.csv --json)
[[ $got == *'"epochs":10,"from_s":30,"epochs_between":0,"step_s":null,'*'"completeness":0.2,'* ]] || fail "two blinks: $got"
# Truth that is coarser: of the rows at 31 to 39 s those at 32 and 36 s can be judged.
{ head -1 truth.csv; for t in $(seq 0 4 39); do echo "$t,A,0,90,1000"; done; } >coarse.csv
got=$("$picket" score --truth coarse.csv JPN.hub.csv | tail -2)
[ "$got" = 'JPN.hub: 7 of 9 rows stand at times at which truth has none, and are not judged.
2 epochs from +30 s; GOSPA p 2, alpha 2, c 1,000 m; "-": no value' ] || fail "coarse truth, foot:" "$got"

refuses 'picket score: error: --truth=FILE is missing, and without it there is nothing to judge by. Such as: picket score --truth truth.csv out/JPN.hub.csv out/JPN.national.csv' JPN.hub.csv
refuses 'picket score: error: PICTURE.csv is missing. Such as: picket score --truth truth.csv out/JPN.hub.csv out/JPN.national.csv' --truth truth.csv
refuses 'picket score: error: trut.csv is not there (No such file or directory). Did you mean truth.csv?' --truth trut.csv JPN.hub.csv
refuses 'picket score: error: --cutoff "1000" has no unit. Write 500m or 5km.' --truth truth.csv JPN.hub.csv --cutoff 1000

sed 's/^\([0-9]\)/19303596\1/' JPN.hub.csv >JPN.late.csv
refuses 'picket score: error: truth.csv covers 0 to 39 s, JPN.late.csv 1930359631 to 1930359639 s: no epoch in common. Take the truth that sim or import wrote with this feed.' --truth truth.csv JPN.late.csv

sed '1s/object/id/' truth.csv >named.csv
refuses 'named.csv:1: error: column "object" is missing (found: time_s,id,lat_deg,lon_deg,alt_m). Name it in the first line.' --truth named.csv JPN.hub.csv
sed '5s/90/9O/; 7s/,0,/,91,/; 9s/,1000//' truth.csv >bad.csv
refuses 'bad.csv:5: error: lon_deg "9O" is not a number.
bad.csv:7: error: lat_deg 91 is not from -90 to 90.
bad.csv:9: error: the row ends before column "alt_m".
picket score: error: bad.csv has 3 errors, the first in line 5.' --truth bad.csv JPN.hub.csv
sed '5p' truth.csv >twice.csv
refuses 'twice.csv:6: error: its object stands a second time at this time.' --truth twice.csv JPN.hub.csv
sed '5p' JPN.hub.csv >twice.hub.csv
refuses 'twice.hub.csv:6: error: its track stands a second time at this time.' --truth truth.csv twice.hub.csv
: >empty.csv
refuses 'empty.csv:1: error: the file is empty. Its first line names columns.' --truth truth.csv empty.csv

# --by: a partner's rules stand under its name. nine of ten epochs are seen under hub, none under national.
head -n 1 JPN.hub.csv >JPN.national.csv
got=$("$picket" score --truth truth.csv --by partner JPN.national.csv JPN.hub.csv | awk '{ print $1, $2, $3, $4 }')
grep -q '^JPN national 0 0.0$' <<<"$got" || fail "--by partner, national: $got"
grep -q "^hub 1 90.0 " <<<"$got" || fail "--by partner, hub: $got"

# A folder of pictures holds the settled ones too: two rows of one rule that could not be told apart.
cp JPN.hub.csv JPN.hub.settled.csv
got=$("$picket" score --truth truth.csv --by partner JPN.hub.csv JPN.hub.settled.csv)
grep -q "^ *hub settled  " <<<"$got" || fail "--by partner, settled: $got"

# An object of two categories is one of each: sim writes them joined by +.
sed '1s/$/,category/; 2,$s/$/,missile+air/' truth.csv >both.csv
got=$("$picket" score --truth both.csv --by category JPN.hub.csv | awk '{ print $1, $2, $3 }')
grep -q "^JPN.hub missile 1$" <<<"$got" && grep -q "^JPN.hub air 1$" <<<"$got" || fail "two categories: $got"
refuses 'picket score: error: --by "rule" is not one of category, partner.' --truth truth.csv JPN.hub.csv --by rule

# --html: one file that asks for nothing else, and never in place of an input.
"$picket" score --truth truth.csv JPN.hub.csv --html scores.html >/dev/null || fail "--html: exit $?"
grep -q '<td>341</td>' scores.html || fail "--html: no figures"
grep -Eq 'https?:|<script|<link' scores.html && fail "--html: the page asks for something"
# Each column has its meaning below: two tables, one of pictures' names each.
[ "$(grep -o '<dt>' scores.html | wc -l)" -eq $(($(grep -o '<th' scores.html | wc -l) - $(grep -o '<thead' scores.html | wc -l) - 2)) ] ||
    fail "--html: columns without a meaning"
refuses 'picket score: error: JPN.hub.csv would be written over JPN.hub.csv. Name another file.' --truth truth.csv JPN.hub.csv --html JPN.hub.csv
[ -z "$(ls .*.part 2>/dev/null)" ] || fail "a part was left: $(ls .*.part)"
exit $failed
