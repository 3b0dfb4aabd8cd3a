#!/bin/bash
# What picket says to a wrong command line: the words, the stream and the exit code.
set -u
picket=$1/picket
failed=0

# refuses "MESSAGE" ARGUMENT...: exit 2, nothing on stdout, just this on stderr.
refuses() {
    local want=$1 got code
    shift
    got=$("$picket" "$@" 2>&1 >/dev/null)
    code=$?
    if [ "$got" != "$want" ] || [ $code -ne 2 ] || [ -n "$("$picket" "$@" 2>/dev/null)" ]; then
        printf 'picket %s: exit %s\n  got  %s\n  want %s\n' "$*" $code "$got" "$want"
        failed=1
    fi
}

refuses 'picket: error: "hepl" is not a verb. Did you mean "help"? All verbs: picket --help' hepl
refuses 'picket help: error: --formt is not an option of help. Did you mean --format? All options: picket help --help' help --formt=man
refuses 'picket help: error: --form is not an option of help. Did you mean --format? All options: picket help --help' help --form man
refuses 'picket help: error: -x is not an option of help. All options: picket help --help' help -x
refuses 'picket help: error: --quiet takes no value. All options: picket help --help' help --quiet=3
refuses 'picket help: error: --format needs a value. Such as: picket help fuse' help --format
refuses 'picket help: error: --format "mann" is not one of screen, man, bash. Did you mean "man"?' help --format=mann
refuses 'picket help: error: "b" is one too many. Such as: picket help fuse' help a b
refuses 'picket help: error: "\x1b[2Jx" is not a verb. All verbs: picket --help' help $'\e[2Jx'

# Help and version are on stdout with exit 0, whatever else is given; without a verb help is a fault.
for arguments in --help -h --version "help --help --zzz" "help -h" "help --zzz --version"; do
    if ! out=$("$picket" $arguments 2>&1 >/dev/null) || [ -n "$out" ] || [ -z "$("$picket" $arguments)" ]; then
        echo "picket $arguments: not on stdout with exit 0"
        failed=1
    fi
done
"$picket" >/dev/null 2>&1
[ $? -eq 2 ] || { echo "picket alone: exit is not 2"; failed=1; }

# Colour: never in a pipe by itself, always where asked for.
[[ $("$picket" help --color=always zz 2>&1) == *$'\e[1;31merror'* ]] || { echo "--color=always: no colour"; failed=1; }
[[ $("$picket" help zz 2>&1) == *$'\e'* ]] && { echo "colour in a pipe"; failed=1; }

# Every help screen fits a terminal of 24 lines of 80, and every man page is accepted by man.
for verb in $("$picket" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    "$picket" "$verb" --help | awk -v verb="$verb" 'length > 80 { print verb ": line of " length ": " $0; bad = 1 }
        END { if (NR > 24) { print verb ": " NR " lines"; bad = 1 } exit bad }' || failed=1
    if command -v groff >/dev/null; then
        complaint=$("$picket" help --format=man "$verb" | groff -man -Tutf8 -ww 2>&1 >/dev/null)
        [ -z "$complaint" ] || { echo "man page of $verb: $complaint"; failed=1; }
    fi
    "$picket" help --format=bash "$verb" | bash -n || { echo "completion of $verb"; failed=1; }
done
exit $failed
