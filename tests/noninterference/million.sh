#!/usr/bin/env bash
# A million cases of many.sh, in fifty runs with a seed each, on one core for an hour and more.
#
# usage: million.sh BUILD LOG [FIRST [RUNS]]
#
# LOG gets a line a run once it is over, and the sums of all of them at the end. Runs that passed there
# are not made again, so what was stopped goes on where it was. The first that fails ends it: what it
# found is in LOG.found.
set -euo pipefail
build=$1 log=$2 first=${3:-101} runs=${4:-50}
here=$(dirname "$0")
touch "$log"
for ((run = first; run < first + runs; run++)); do
  grep -q "^run $run: .*, passed$" "$log" && continue
  began=$(date +%s)
  if PICKET_SEED=$run PICKET_CASES=20000 "$here/many.sh" "$build" >"$log.found" 2>&1; then
    tried=$(grep -o '(seed [^)]*)' "$log.found" | head -1 | tr -d '()')
    echo "run $run: $tried, $(($(date +%s) - began)) seconds, passed" >>"$log"
  else
    echo "run $run: FAILED" >>"$log"
    exit 1
  fi
done
awk '/^run .*, passed$/ {
  for (i = 2; i < NF; i++) if ($i ~ /^[0-9]+$/) { if ($(i+1) ~ /^cases/) cases += $i
    if ($(i+1) ~ /^views/) views += $i
    if ($(i+1) ~ /^seconds/) seconds += $i }
  n++
} END { print "all: " n " runs, " cases " cases, " views " views, " seconds " seconds, all equal" }' "$log" >>"$log"
