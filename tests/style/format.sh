#!/bin/bash
# Every C file stands as clang-format 14 would lay it out. To mend: clang-format-14 -i FILE
set -u
command -v clang-format-14 >/dev/null || { echo "skipped: needs clang-format-14"; exit 77; }

# The check can see a fault.
if printf 'int  a ;\n' | clang-format-14 --dry-run --Werror --assume-filename=tools/a.c 2>/dev/null; then
    echo "self-test: a badly laid out line was not seen"
    exit 1
fi

list() { git ls-files -- '*.c' '*.h' 2>/dev/null | grep . || find daemon libfusion tools tests -name '*.[ch]'; }
list | while read -r file; do [ -f "$file" ] && echo "$file"; done |
    xargs clang-format-14 --dry-run --Werror 2>&1 | grep 'error:' | cut -d: -f1,2 | sort -u |
    sed 's/$/: clang-format-14 lays it out differently/' >"$1/format.log"
head -50 "$1/format.log"
[ ! -s "$1/format.log" ]
