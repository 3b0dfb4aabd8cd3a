#!/bin/bash
# picket rules explain: clauses for the owner and the white cell, and for anyone else the same words
# for what is hidden and for what is not there.
#
# usage: explain.sh BUILD      run in the source root
set -u
picket=$1/picket
feed=testdata/peninsula.pcap
failed=0

# ask NUMBER VIEW WHO [CONFIG]
ask() {
    "$picket" rules explain $feed -c "${4:-testdata/demo.yaml}" --report "$1" --view "$2" --as "$3" 2>&1
}

# expect CODE TEXT ask-arguments...: it ends so, and says this, without a blank at the end of a line.
expect() {
    local code=$1 text=$2 out got
    shift 2
    out=$(ask "$@")
    got=$?
    if [ "$got" != "$code" ] || ! grep -qF -- "$text" <<<"$out" || grep -q ' $' <<<"$out"; then
        printf 'wanted %s and "%s" of: %s\ngot %s and:\n%s\n' "$code" "$text" "$*" "$got" "$out"
        failed=1
    fi
}

# Number 5074 is a missile that rok-narrow measured; 100 an aircraft of rok-sky; the last is 10616.
for who in white-cell ROK; do
    expect 0 '5074: rok-narrow, missile, measured 2031-03-04 03:03:07 Z' 5074 JPN.hub $who
    expect 0 'track   03:04:37  USA by rok-to-usa 03:03:07; JPN by rok-by-hub +90 s; exact' 5074 JPN.hub $who
    expect 1 '100: not released. rok-by-hub does not give air. No other clause of ROK names JPN.' 100 JPN.hub $who
    expect 1 'Nothing else stands in its way: in force, no never, hold or caveat; USA, its intermediary, has it from 03:00:07.' 100 JPN.hub $who
    expect 1 'Nothing else stands in its way: no never, hold or caveat.' 100 JPN.national $who
    expect 1 '100: not released. No clause of ROK names JPN.' 100 JPN.national $who
done
expect 0 'its own, by right; exact' 100 ROK.national ROK
expect 0 'JPN by rok-to-all 03:00:07; ROK by right; exact' 100 JPN+ROK.integrated white-cell
expect 2 "report 10617 is not in $feed, which has 0 to 10616." 10617 JPN.hub white-cell
expect 2 'names no view' 5 JPN.nowhere white-cell
expect 2 'is no nation of the configuration, nor white-cell.' 5 JPN.hub FRA

# A partner is told what its view shows, and no clause; of what others see, nothing.
expect 0 'track   03:04:37  exact' 5074 JPN.hub JPN
out=$(ask 5074 JPN.hub JPN)
if grep -qE 'rok|ROK|USA|missile' <<<"$out"; then
    printf 'a partner was told more than the view shows:\n%s\n' "$out"
    failed=1
fi

# same NUMBER VIEW WHO: all that is said, and the exit code, as of a report that is not there.
same() {
    local hidden absent
    hidden=$(ask "$1" "$2" "$3"; echo $?)
    absent=$(ask 99999 "$2" "$3"; echo $?)
    if [ "${hidden/$1/N}" != "${absent/99999/N}" ]; then
        printf 'hidden (%s) and absent differ:\n%s\n%s\n' "$*" "$hidden" "$absent"
        failed=1
    fi
}
same 100 JPN.hub JPN
same 100 JPN.hub USA
same 5074 JPN.national JPN
same 5074 JPN.hub USA
same 7000 ROK.national ROK

# An owner's own lists, and a clause that stands at another time, are named.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/agreements"
cp testdata/demo.yaml "$folder"
change() { # the room is another matter
    sed "$@" testdata/agreements/peninsula.yaml | sed -e '/^rooms:/,/^examples:/{/^examples:/!d}' -e '/^examples:/q' >"$folder/agreements/peninsula.yaml"
    cat >>"$folder/agreements/peninsula.yaml" <<'END'
  - {name: alone, rule: national, at: 2031-03-04T03:00:00Z, given: {sensor: rok-sky, report: plot, categories: [air], position: 37.0 N 128.0 E, altitude: 8 km, caveats: none}, declared: none, expect: [{who: everyone-else, sees: nothing}]}
END
}
scope='to: all, gives: all, sensors: all, where: everywhere, when: always'
change "s/^owners: none/owners: [{nation: ROK, limits: none, never: [{name: keep-it, $scope}]}]/"
expect 1 'Never keep-it of ROK keeps it from JPN.' 5074 JPN.hub white-cell "$folder/demo.yaml"
change -e "s/^owners: none/owners: [{nation: ROK, never: none, limits: [{name: slow-down, $scope, form: late}]}]/" \
    -e 's/^agreements:/forms: [{name: late, shows: track, delay: 3 min, every: report, position: exact, velocity: exact, altitude: exact, identity: side, label: exact, source: sensor}]\nagreements:/'
expect 0 'track   03:07:37  USA by rok-to-usa 03:06:07; limit slow-down: not before +3 min; JPN by rok-by-hub +90 s; limit slow-down: not before +3 min; identity side' \
    5074 JPN.hub white-cell "$folder/demo.yaml"
change -e 's/becomes: in-force/becomes: draft/'
expect 1 'which is a draft' 5074 JPN.hub white-cell "$folder/demo.yaml"
exit $failed
