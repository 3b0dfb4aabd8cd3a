#!/bin/sh
# bench.sh - picket bench names its cases, gives the fields that files are joined by, and checks its
# own work. Figures are not judged: the machine that runs this is busy.
#
# usage: bench.sh BUILD
set -eu
picket=$1/picket

"$picket" bench --list | grep -q '^kernel\.cv\.gather ' || { echo "bench --list does not name kernel.cv.gather"; exit 1; }

lines=$("$picket" bench kernel.cv.cached --runs 3 --json)
echo "$lines" | /usr/bin/python3 -c '
import json, sys
lines = [json.loads(line) for line in sys.stdin]
assert len(lines) == 1, lines
one = lines[0]
assert one["name"] == "kernel.cv.cached" and one["unit"] == "steps/s" and one["runs"] == 3, one
assert 0 < one["p05"] <= one["median"] <= one["p95"], one
assert one["limit"] in ("stream", "multiply-add") and 0 < one["limit_share"], one
assert one["versus_lapacke"] is None and one["machine"], one
'

# Stages and pipeline check each other's pictures; fuse.decode runs both.
lines=$("$picket" bench fuse.decode fuse.whole --objects 20 --runs 1 --json)
echo "$lines" | /usr/bin/python3 -c '
import json, sys
lines = {one["name"]: one for one in map(json.loads, sys.stdin)}
assert set(lines) == {"fuse.decode", "fuse.whole"}, lines
for one in lines.values():
    assert one["unit"] == "s" and 0 < one["median"] and one["objects"] == 20 and one["views"] == 1, one
'

if said=$("$picket" bench kernel.cv.catched 2>&1); then
    echo "a case that does not exist was taken"
    exit 1
fi
case $said in
*'"kernel.cv.catched" is not a benchmark. Did you mean "kernel.cv.cached"?'*) ;;
*) echo "wrong words: $said"; exit 1 ;;
esac
