#!/bin/bash
# picket rules diff --feed: what the change of a book is worth to each partner on a recording.
#
# usage: feed.sh BUILD      run in the source root
set -u
picket=$1/picket
old=testdata/agreements/peninsula.yaml
feed=testdata/peninsula.pcap
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
new=$folder/new.yaml

# Under the new book the rule "bilateral" holds no agreement, so that its pictures are those of "national".
sed -e '/^  - name: bilateral$/,/agreements:/s/agreements: .*/agreements: none/' -e '/^examples:/q' $old >"$new"
cat >>"$new" <<'END'
  - {name: alone, rule: national, at: 2031-03-04T03:00:00Z, given: {sensor: rok-sky, report: plot, categories: [air], position: 37.0 N 128.0 E, altitude: 8 km, caveats: none}, declared: none, expect: [{who: room centre, sees: exact, after: 0 s}, {who: everyone-else, sees: nothing}]}
END
"$picket" fuse $feed -c testdata/demo.yaml -o "$folder/out" --view JPN.bilateral --view JPN.national -q || exit 1
rows() {
    tail -n +2 "$folder/out/$1.csv" | wc -l
}
before=$(rows JPN.bilateral) after=$(rows JPN.national)

out=$("$picket" rules diff $old "$new" --feed $feed -c testdata/demo.yaml --view JPN.bilateral --view JPN.national)
code=$?
# partner, rule, tracks before and after, gained, lost, seconds shown before and after, gained, lost
read -r _ _ tracks_before tracks_after _ lost shown_before shown_after gained_s lost_s \
    <<<"$(grep '^JPN  *bilateral ' <<<"$out" | tr -d ,)"
if [ $code != 1 ] || [ "$shown_before" != "$before" ] || [ "$shown_after" != "$after" ] ||
    [ $((after - before)) != $((gained_s - lost_s)) ] || [ "$lost" -lt $((tracks_before - tracks_after)) ]; then
    printf 'rows of the pictures: %s and %s; exit %s and:\n%s\n' "$before" "$after" $code "$out"
    exit 1
fi
# Where the rule is the same in both books, nothing is gained or lost.
read -r _ _ one other gained lost shown_before shown_after gained_s lost_s \
    <<<"$(grep '^JPN  *national ' <<<"$out" | tr -d ,)"
if [ "$one $gained $lost $gained_s $lost_s" != "$other 0 0 0 0" ] || [ "$shown_before" != "$shown_after" ] ||
    [ "$shown_after" != "$after" ] || [ "$(tail -1 <<<"$out")" != 'verdict   stricter; everything else is the same' ]; then
    printf 'the rule that did not change:\n%s\n' "$out"
    exit 1
fi
out=$("$picket" rules diff $old "$new" --feed $feed 2>&1)
if [ $? != 2 ] || ! grep -qF -- '-c FILE is missing' <<<"$out"; then
    printf 'without a configuration:\n%s\n' "$out"
    exit 1
fi
