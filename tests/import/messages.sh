#!/bin/bash
# What import says of a faulty file: file and line, the words, the exit code, and what it leaves behind.
set -u
picket=$1/picket
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
[[ $picket == /* ]] || picket=$OLDPWD/$picket
failed=0
head=time_s,sensor,lat_deg,lon_deg,alt_m,ee,en,eu,nn,nu,uu

# says CODE "STDERR" "FILE CONTENT" ARGUMENT...
says() {
    local code=$1 want=$2 got
    printf '%b' "$3" > plots.csv
    shift 3
    rm -f feed.pcap
    got=$("$picket" import --format csv plots.csv -o feed.pcap "$@" 2>&1 >/dev/null)
    local ended=$?
    if [ "$got" != "$want" ] || [ $ended -ne "$code" ] || [ "$code" -gt 0 -a -e feed.pcap ] || ls -A | grep -q part; then
        printf 'exit %s, expected %s\n  got  %s\n  want %s\n' $ended "$code" "$got" "$want"
        failed=1
    fi
}

good="1,alpha,37,129,1,100,0,0,100,0,100"
out="Row left out"
strict="To stop at the first: --strict"
says 0 "" "$head\n$good\n"
says 0 "plots.csv:3: warning: lat_deg \"1O2.5\" is not a number (the second character is a letter). $out (not-finite), 1 of 2. $strict" \
    "$head\n$good\n2,alpha,1O2.5,129,1,100,0,0,100,0,100\n"
says 1 "plots.csv:3: error: lat_deg \"1O2.5\" is not a number (the second character is a letter). Nothing was written (--strict)." \
    "$head\n$good\n2,alpha,1O2.5,129,1,100,0,0,100,0,100\n" --strict
says 0 "plots.csv:3: warning: time_s \"\" is empty. $out (time-missing), 1 of 3. $strict" \
    "$head\n$good\n,alpha,37,129,1,100,0,0,100,0,100\n,alpha,37,129,1,100,0,0,100,0,100\n"
says 0 "plots.csv:3: warning: lat_deg \"91\" is beyond a pole. $out (position-range), 1 of 2. $strict" \
    "$head\n$good\n2,alpha,91,129,1,100,0,0,100,0,100\n"
says 0 "plots.csv:3: warning: ee \"100\" and the numbers behind it are no covariance: it is not positive. $out (covariance-not-positive), 1 of 2. $strict" \
    "$head\n$good\n2,alpha,37,129,1,100,0,0,-100,0,100\n"
says 0 "plots.csv:3: warning: sensor \"Alpha\" is not a sensor's name: 2 to 48 small letters, digits and hyphens. $out (sensor-unknown), 1 of 2. $strict" \
    "$head\n$good\n2,Alpha,37,129,1,100,0,0,100,0,100\n"
says 0 "plots.csv:3: warning: stands at (0, 0) exactly; taken as it stands." "$head\n$good\n2,alpha,0,0,1,100,0,0,100,0,100\n"
says 2 "plots.csv:2: error: time_s \"2031-03-04 12:00:00\" has no zone. End it with Z, or say how far local time is ahead of UTC, such as --zone=+9h." \
    "$head\n2031-03-04 12:00:00,alpha,37,129,1,100,0,0,100,0,100\n"
says 0 "picket import: note: stamps without a zone are taken as local time, +9h ahead of UTC." \
    "$head\n2031-03-04 12:00:00,alpha,37,129,1,100,0,0,100,0,100\n" --zone=+9h
says 2 'picket import: error: --zone "9h" has no sign. Write +9h where local time is nine hours ahead of UTC.' "$head\n$good\n" --zone=9h
says 2 "plots.csv:1: error: column \"uu\" is missing (found: time_s,sensor,lat_deg,lon_deg,alt_m,ee,en,eu,nn,nu). Name it in the first line." \
    "${head%,uu}\n$good\n"
says 2 "plots.csv: error: it is empty. Its first line names the columns." ""
says 1 "picket import: error: none of 0 rows of plots.csv was taken. What each row needs: picket import --formats" "$head\n"
says 2 "picket import: error: --truth \"truth.csv\" cannot be made of csv: its rows are measurements." "$head\n$good\n" --truth truth.csv
says 2 "picket import: error: --radars \"radars.yaml\" cannot look at csv: its rows are measurements." "$head\n$good\n" --radars radars.yaml
says 0 "picket import: warning: the rows span 11322 days, and the recording with them. Is a time wrong? First 2000-01-01 00:00:01 Z, last 2031-01-01 00:00:00 Z." \
    "$head\n$good\n2031-01-01T00:00:00Z,alpha,37,129,1,100,0,0,100,0,100\n"

# An input is never written over.
printf '%s\n%s\n' "$head" "$good" > plots.csv
[ "$("$picket" import --format csv plots.csv -o ./plots.csv 2>&1)" = "picket import: error: ./plots.csv would be written over plots.csv. Name another file." ] ||
    { echo "an input may be written over"; failed=1; }
exit $failed
