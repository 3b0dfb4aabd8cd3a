#!/usr/bin/python3
"""Who includes whom, what the pure core must not touch, and what stands at the top.

usage: arrows.py BUILD      run in the source root

Arrows point one way: a subject of libfusion may include itself, public headers, and the subjects
named here; daemon may include libfusion and proto; tools may include daemon too; only tests include tests.
"""
import re
import sys

from tree import lines_of, tracked

# What a folder may include beside itself. "include" is libfusion/include/fusion.
MAY = {
    "include": [],
    "text": [],
    "geo": [],
    "estimate": ["geo", "include"],
    "track": ["geo", "estimate", "include"],
    "release": ["geo", "estimate", "text", "include"],
    "score": ["include"],
    "libfusion": ["include"],
    "proto": [],
    "daemon": ["geo", "estimate", "track", "release", "text", "include", "proto"],
    "tools": ["geo", "estimate", "track", "release", "score", "text", "include", "proto", "daemon"],
}
# Public headers that it must not know all the same.
NOT = {
    "estimate": ["book.h", "gate.h", "engine.h", "picture.h", "score.h"],
    "track": ["book.h", "gate.h", "score.h"],
    "release": ["score.h"],
    "score": ["book.h", "gate.h", "engine.h"],
}
PURE_HEADERS = set("assert errno float inttypes limits math stdalign stdarg stdbool stddef stdint stdlib "
                   "string lapacke cblas immintrin".split())
PRINTING = {"text", "release"}  # snprintf, whose output is a text in memory
HASHING = {"libfusion/release/displace.c"}  # libsodium's keyed hash: a function of its arguments alone
IMPURE = re.compile(r"\b(getenv|setenv|s?rand|random|exit|abort|system|setlocale|time|clock|clock_gettime|"
                    r"gettimeofday|fopen|f?printf|f?puts|perror|open|read|write|socket|pthread_\w+)\s*\(")
TOP = set("CMakeLists.txt README.md LICENSE daemon libfusion proto tools testdata tests".split())
NO_SUBJECT = re.compile(r"(^|[/_-])(utils?|common|misc|helpers?)\.[ch]$")


def subject_of(path):
    parts = path.split("/")
    if parts[0] == "libfusion" and len(parts) > 2:
        return parts[1]
    return parts[0]


def check_include(path, name):
    subject = subject_of(path)
    first = name.split("/")[0]
    target = {"fusion": "include", "picket": "proto"}.get(first, first)
    if "/" not in name or target == subject:
        return None  # it lies beside its includer, or is its own
    if target not in MAY[subject]:
        return f"includes {name}: {subject} may include {', '.join(MAY[subject]) or 'nothing but itself'}"
    if target == "include" and name.split("/")[1] in NOT.get(subject, []):
        return f"includes {name}: {subject} must not know it"
    return None


def check_purity(path, line):
    system = re.match(r"\s*#\s*include\s+<([^>]+)\.h>", line)
    allowed = PURE_HEADERS | ({"stdio"} if subject_of(path) in PRINTING else set()) | (
        {"sodium"} if path in HASHING else set())
    if system and system[1] not in allowed:
        return f"includes <{system[1]}.h>: libfusion opens nothing, prints nothing, reads no clock"
    code = re.sub(r'"(\\.|[^"\\])*"', '""', line).split("/*")[0]
    call = None if code.lstrip().startswith("*") else IMPURE.search(code)
    if call:
        return f"calls {call[1]}(): libfusion has no files, clocks, threads, locale or output"
    return None


def check_line(path, line):
    include = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
    ours = include and (include[1] == '"' or include[2].startswith(("fusion/", "picket/")))
    return (check_include(path, include[2]) if ours else None) or (
        check_purity(path, line) if path.startswith("libfusion/") else None)


def check_file(path, lines):
    faults = [f"{path}:{number}: {fault}" for number, line in enumerate(lines, 1) if (fault := check_line(path, line))]
    if NO_SUBJECT.search(path):
        faults.append(f"{path}: a helper lives with its subject; there is no util, common or misc")
    return faults


def check_top(names):
    return [f"{name}: the top level is fixed: {' '.join(sorted(TOP))} and dotfiles" for name in sorted(names)
            if name not in TOP and not name.startswith((".", "build"))]


def self_test():
    """Each kind of fault once: the check can see it, and nothing else."""
    faults = [
        ("libfusion/track/assign.c", '#include "release/form.h"'),
        ("libfusion/geo/wgs84.c", '#include "fusion/engine.h"'),
        ("libfusion/score/score.c", '#include "fusion/engine.h"'),
        ("libfusion/score/score.c", '#include "track/assign.h"'),
        ("libfusion/release/gate.c", '#include "track/life.h"'),
        ("libfusion/track/engine.c", '#include "daemon/wire/codec.h"'),
        ("libfusion/track/engine.c", "#include <stdio.h>"),
        ("libfusion/track/engine.c", "#include <uv.h>"),
        ("libfusion/release/decide.c", "#include <sodium.h>"),
        ("libfusion/track/engine.c", "    now = time(NULL);"),
        ("libfusion/text/read.c", '    printf("%d", 1);'),
        ("daemon/main.c", '#include "tools/say.h"'),
        ("tools/fuse.c", '#include "tests/made_up.h"'),
        ("libfusion/geo/util.h", ""),
    ]
    fine = [
        ("libfusion/track/engine.c", '#include "estimate/cv.h"'),
        ("libfusion/text/read.c", "#include <stdio.h>"),
        ("libfusion/release/displace.c", "#include <sodium.h>"),
        ("tools/fuse.c", '#include "daemon/line/pipeline.h"'),
        ("libfusion/geo/a.c", " * time (of flight)"),
        ("libfusion/release/a.c", '    text_say(messages, "time (s)");'),
    ]
    missed = [case for case in faults if not check_file(case[0], [case[1]])]
    wrong = [case for case in fine if check_file(case[0], [case[1]])]
    if missed or wrong or not check_top({"scripts"}) or check_top({"tests", ".ci", "build-asan"}):
        sys.exit(f"self-test: not seen {missed}, seen without reason {wrong}")


def main():
    self_test()
    paths = tracked()
    faults = check_top({path.split("/")[0] for path in paths})
    for path in paths:
        if path.endswith((".c", ".h", ".inc")) and path.split("/")[0] in ("libfusion", "daemon", "tools", "proto"):
            faults += check_file(path, lines_of(path))
    print(*faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
