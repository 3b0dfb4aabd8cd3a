#!/bin/sh
# What fuse and picketd answer where they cannot work: the reason, on the last line, and an exit code.
set -u
build=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# expect CODE WORDS COMMAND...: ends with CODE, and the last line on stderr holds WORDS.
expect() {
    code=$1 words=$2
    shift 2
    "$@" >"$folder/out" 2>"$folder/err"
    got=$?
    if [ $got -ne "$code" ] || ! (tail -1 "$folder/err"; echo) | grep -qF -- "$words"; then
        echo "FAILED: $* exits $got, not $code; its last line wants \"$words\":"
        cat "$folder/err"
        failed=1
    fi
}

picket=$build/picket
feed=$folder/feed.pcap
$picket sim testdata/peninsula.yaml -o "$feed" --truth "$folder/truth.csv" --for 20s -q || exit 1

# All is refused: exit 1, the reason, the first sensor, and what to do. Nothing is written.
expect 1 'all sensor-unknown, first "' $picket fuse "$feed" -c testdata/three-radars.yaml -o "$folder/none"
expect 1 'Each refusal: picket fuse -v' $picket fuse "$feed" -c testdata/three-radars.yaml -o "$folder/none"
ls "$folder"/none/*.csv 2>/dev/null && { echo "FAILED: pictures of nothing were written"; failed=1; }
head -c 24 "$feed" >"$folder/empty.pcap"
expect 1 'holds no datagram for port 47800' $picket fuse "$folder/empty.pcap" -c testdata/demo.yaml -o "$folder/none"
expect 2 'No such file or directory' $picket fuse "$folder/nowhere.pcap" -c testdata/demo.yaml -o "$folder/none"
expect 2 'is no recording' $picket fuse LICENSE -c testdata/demo.yaml -o "$folder/none"
expect 2 'without it no sensor and no rule is known' $picket fuse "$feed" -o "$folder/none"
expect 2 '"JPN.hib"' $picket fuse "$feed" -c testdata/demo.yaml -o "$folder/none" --view JPN.hib
expect 2 'cannot be written' $picket fuse "$feed" -c testdata/demo.yaml -o "$folder/truth.csv"

# A feed that breaks off is fused as far as it goes, and that is said.
head -c "$(($(wc -c <"$feed") / 2))" "$feed" >"$folder/cut.pcap"
expect 0 'breaks off' $picket fuse "$folder/cut.pcap" -c testdata/demo.yaml -o "$folder/cut" -q

# A packet that is no UDP is passed over, and that is said. Byte 63 is the protocol of the first: a
# file head of 24 bytes, a packet head of 16, an Ethernet head of 14, and nine bytes of IPv4.
cp "$feed" "$folder/tcp.pcap"
printf '\006' | dd of="$folder/tcp.pcap" bs=1 seek=63 conv=notrunc 2>/dev/null
$picket fuse "$folder/tcp.pcap" -c testdata/demo.yaml -o "$folder/tcp" | grep -q '^Passed .* 1 packet' ||
    { echo "FAILED: a packet that is no UDP was passed over in silence"; failed=1; }

# Pictures of an older fuse that this one does not make are taken away; other files are left.
$picket fuse "$feed" -c testdata/demo.yaml -o "$folder/out.d" -q || failed=1
touch "$folder/out.d/mine.csv"
$picket fuse "$feed" -c testdata/demo.yaml -o "$folder/out.d" -q --view JPN.hub || failed=1
[ "$(cd "$folder/out.d" && echo *)" = "JPN.hub.csv JPN.hub.settled.csv audit.log audit.log.checkpoints fuse.jsonl mine.csv" ] ||
    { echo "FAILED: the folder holds $(ls "$folder/out.d")"; failed=1; }

# A part of a feed is asked for by time.
$picket fuse "$feed" -c testdata/demo.yaml -o "$folder/part" -q --view USA.integrated --from +5s --for 10s
times=$(cut -d, -f1 "$folder/part/USA.integrated.csv" | sed 1d | sort -un | sed -n '1p;$p' | tr '\n' ' ')
first=$(cut -d, -f1 "$folder/out.d/JPN.hub.csv" | sed 1d | head -1)
[ "${times##* }" = "" ] && set -- $times && [ $(($2 - first)) -le 15 ] ||
    { echo "FAILED: from +5s for 10s ends at $times of $first"; failed=1; }

# picketd: exit 1 where configuration or book are refused, 2 where it cannot start.
expect 1 'Did you mean "views"' "$build"/picketd --check -c "$(
    sed 's/^views:/view:/' testdata/three-radars.yaml >"$folder/wrong.yaml"; echo "$folder/wrong.yaml")"
expect 1 '' "$build"/picketd --check -c "$folder/nowhere.yaml"
: >"$folder/empty.yaml"
expect 1 '' "$build"/picketd --check -c "$folder/empty.yaml"
expect 0 '' "$build"/picketd --check -c testdata/demo.yaml
expect 2 '-c FILE is missing' "$build"/picketd
expect 2 '--chekc' "$build"/picketd --chekc
exit $failed
