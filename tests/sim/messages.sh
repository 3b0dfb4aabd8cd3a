#!/bin/bash
# What sim says of a faulty scenario or command line: file, line, the words and the exit code.
set -u
picket=$1/picket
source=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
[[ $picket == /* ]] || picket=$source/$picket
failed=0

# says "STDERR" ARGUMENT...: exit 2, nothing written.
says() {
    local want=$1 got code
    shift
    got=$("$picket" sim "$@" -o feed.pcap --truth truth.csv 2>&1)
    code=$?
    if [ "$got" != "$want" ] || [ $code -ne 2 ] || [ -n "$(ls -A | grep -v scen.yaml)" ]; then
        printf 'exit %s\n  got  %s\n  want %s\n' $code "$got" "$want"
        failed=1
    fi
}

# changed "SED SCRIPT" "STDERR" ARGUMENT...: the short scenario, changed.
changed() {
    local script=$1 want=$2
    shift 2
    sed "$script" "$source/testdata/short.yaml" > scen.yaml
    says "$want" scen.yaml "$@"
}

# Where a text stands first in the short scenario.
at() { grep -n -m1 -- "$1" "$source/testdata/short.yaml" | cut -d: -f1; }

changed '0,/range: 380 km/s//rnage: 380 km/' "scen.yaml:$(at 'range: 380 km'): error: \"rnage\" is not a key here. Did you mean \"range\"?"
changed '0,/period: 10 s/s//period: 10/' "scen.yaml:$(at 'period: 10 s'): error: period \"10\" has no unit. Write \"10 s\" or \"10 min\"."
changed '0,/looks: turning/s//looks: round/' "scen.yaml:$(at 'looks: turning'): error: looks \"round\" is not a word here (turning, staring, broadcast, desk)."
changed '0,/latency: 200 ms to 900 ms/s//latency: 900 ms to 200 ms/' "scen.yaml:$(at 'latency: 200 ms to 900 ms'): error: latency \"900 ms to 200 ms\" ends before it begins."
changed '0,/latency: 200 ms to 900 ms/s//latency: 900 ms/' "scen.yaml:$(at 'latency: 200 ms to 900 ms'): error: latency \"900 ms\" is not a span. Write its two ends with \" to \" between them."
changed '0,/clutter: none/s//clutter: 2/' "scen.yaml:$(at 'name: rok-ship'): error: clutter is of plots: write \"clutter: none\"."
changed '/filter: 12/d' "scen.yaml:$(at 'name: rok-ship'): error: a sensor that sends tracks needs \"filter\", the noise of acceleration of its own tracker in m2/s3, such as \"filter: 10\".
scen.yaml:$(($(at 'name: jpn-ship') - 1)): error: a sensor that sends tracks needs \"filter\", the noise of acceleration of its own tracker in m2/s3, such as \"filter: 10\".
picket sim: error: scen.yaml has 2 errors, the first in line $(at 'name: rok-ship')."
changed 's/rides: rok-frigate/rides: rok-frigat/' "scen.yaml:$(at 'rides: rok-frigate'): error: \"rok-frigat\" is no object of this scenario."
changed 's/rides: rok-frigate/rides: arrow-1/' "scen.yaml:$(at 'rides: rok-frigate'): error: \"arrow-1\" cannot carry a sensor: it is not there from start to end."
changed 's/name: jpn-coast/name: rok-sky/' "scen.yaml:$(at 'name: jpn-coast'): error: sensor \"rok-sky\" stands here again; first on line $(at 'name: rok-sky')."
changed 's/name: deep-1/name: boat-1/' 'scen.yaml: error: two objects are called "boat-1".'
changed 's/lasts: 2 min/lasts: 0 s/' "scen.yaml:$(at 'lasts: 2 min'): error: lasts is from 1 s to 24 h."
changed 's/count: 5/count: 5.5/' "scen.yaml:$(at 'count: 5'): error: count \"5.5\" is not a whole number from 1 to 1000000."
changed 's/NOTHING//' "picket sim: error: --for \"90\" has no unit. Write 90s or 90min." --for 90
changed 's/NOTHING//' "picket sim: error: --for \"3min\" must be whole seconds, at most the scenario's 2 min." --for 3min
changed 's/NOTHING//' "picket sim: error: --objects stands in place of a scenario, and \"scen.yaml\" is one. Leave one of them out." --objects 5

rm -f scen.yaml
says 'picket sim: error: scen.yaml is not there (No such file or directory).' scen.yaml
says 'picket sim: error: SCENARIO is missing. Such as: picket sim testdata/peninsula.yaml -o feed.pcap --truth truth.csv'

# An input is never written over.
cp "$source/testdata/short.yaml" scen.yaml
[ "$("$picket" sim scen.yaml -o scen.yaml --truth truth.csv 2>&1)" = "picket sim: error: scen.yaml would be written over scen.yaml. Name another file." ] ||
    { echo "an input may be written over"; failed=1; }
exit $failed
