#!/usr/bin/python3
"""What sources and pages for people must not hold.

usage: text.py BUILD      run in the source root

ASCII only, no tabs, no blanks at the end of a line, a line end at the end of the file, no licence page
at the head of a file (LICENSE has it), a README in each folder, lists of tests in order.
"""
import re
import sys

from tree import lines_of, tracked

ASCII = (".c", ".h", ".inc", ".proto", ".py", ".sh", ".txt", ".yaml", ".md", ".in")
LICENCE = re.compile(r"SPDX-License|Licensed under|All rights reserved|Copyright \(c\)", re.I)


def check_file(path, text):
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        strange = next((c for c in line if ord(c) > 126 or (ord(c) < 32)), None)
        if strange:
            faults.append(f"{path}:{number}: holds U+{ord(strange):04X}, which is not plain ASCII")
        if line != line.rstrip():
            faults.append(f"{path}:{number}: blanks at the end of the line")
        if number < 20 and LICENCE.search(line):
            faults.append(f"{path}:{number}: no licence in files; LICENSE has it")
    if text and not text.endswith("\n"):
        faults.append(f"{path}: the last line has no end")
    return faults


def check_readmes(paths):
    folders = {"daemon", "libfusion", "proto", "tools", "testdata", "tests"}
    folders |= {"/".join(path.split("/")[:2]) for path in paths if path.startswith("libfusion/") and path.count("/") > 1}
    folders -= {"libfusion/include"}
    return [f"{folder}: has no README.md" for folder in sorted(folders) if f"{folder}/README.md" not in paths]


def check_order(path, lines):
    if lines != sorted(lines):
        return [f"{path}: is not in order; LC_ALL=C sort -o {path} {path}"]
    return []


def self_test():
    faults = ["\u2014\n", "a\tb\n", "a \n", "a", "/* Copyright (c) */\n"]
    missed = [text for text in faults if not check_file("x.c", text)]
    if missed or check_file("x.c", "fine\n") or not check_order("x", ["b", "a"]) or not check_readmes([]):
        sys.exit(f"self-test: not seen {missed}")


def main():
    self_test()
    paths = tracked()
    faults = check_readmes(set(paths))
    for path in ("tests/suites.txt", "tests/scripts.txt"):
        faults += check_order(path, lines_of(path))
    for path in paths:
        if path.endswith(ASCII) and not path.startswith(("tests/fuzz/", "daemon/page/")) and path != "tests/style/text.py":
            with open(path, encoding="utf-8", newline="") as file:
                faults += check_file(path, file.read())
    print(*faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
