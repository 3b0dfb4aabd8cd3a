#!/bin/bash
# clang-tidy 14 finds nothing, by the checks of .clang-tidy. Its path-sensitive analyzer takes minutes: it
# runs where asked for.
#
# usage: tidy.sh BUILD [--analyze] [FILE...]      FILE: only these
set -u
build=$1
shift
command -v clang-tidy-14 >/dev/null || { echo "skipped: needs clang-tidy-14"; exit 77; }
[ -f "$build/compile_commands.json" ] || { echo "skipped: no $build/compile_commands.json"; exit 77; }
checks='-clang-analyzer-*'
[ "${1-}" = --analyze ] && { checks=; shift; }

# The check can see a fault: both sides of a comparison are the same.
echo 'int same(int a); int same(int a) { return a == a; }' >"$build/tidy-self-test.c"
if clang-tidy-14 --config-file=.clang-tidy --checks="$checks" --quiet "$build/tidy-self-test.c" -- >/dev/null 2>&1; then
    echo "self-test: a fault was not seen"
    exit 1
fi

list() { git ls-files -- '*.c' 2>/dev/null | grep . || find daemon libfusion tools -name '*.c'; }
files=("$@")
[ $# -gt 0 ] || mapfile -t files < <(list | grep -E '^(daemon|libfusion|tools)/')
# The commands may be gcc's: what only gcc understands there is no fault.
printf '%s\n' "${files[@]}" |
    xargs -P 2 -n 8 clang-tidy-14 -p "$build" --checks="$checks" --extra-arg=-Wno-unused-command-line-argument --quiet \
        2>/dev/null >"$build/tidy.log"
failed=$?
grep -E 'warning:|error:' "$build/tidy.log" | sort -u | head -50
exit $((failed != 0))
