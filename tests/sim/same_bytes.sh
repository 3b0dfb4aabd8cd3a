#!/bin/sh
# Same seed, same bytes; another seed, other bytes; what is in the repository can be made again.
set -eu
picket=$1/picket
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

make() { # NAME ARGUMENT...
    name=$1
    shift
    "$picket" sim "$@" -q -o "$folder/$name.pcap" --truth "$folder/$name.csv"
}

make one testdata/peninsula.yaml --seed 11
make two testdata/peninsula.yaml --seed 11
make other testdata/peninsula.yaml --seed 12
cmp "$folder/one.pcap" "$folder/two.pcap"
cmp "$folder/one.csv" "$folder/two.csv"
if cmp -s "$folder/one.pcap" "$folder/other.pcap"; then
    echo "seeds 11 and 12 give the same recording"
    exit 1
fi
make stock --objects 300 --for 20s
make again --objects 300 --for 20s
cmp "$folder/stock.pcap" "$folder/again.pcap"

make kept testdata/peninsula.yaml --for 6min
cmp "$folder/kept.pcap" testdata/peninsula.pcap
