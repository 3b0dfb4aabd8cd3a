#!/usr/bin/python3
"""Functions and files stay small: no function over 100 lines, 90 % of them under 50; no file over 1,000.

usage: size.py BUILD      run in the source root

A function runs from the line of its name to its closing brace. The layout that clang-format gives is
taken for granted: a function's braces, and no others, stand alone in the first column.
"""
import sys

from tree import lines_of, tracked

FUNCTION_MAX, FUNCTION_MOST, FILE_MAX, FILE_LISTED = 100, 50, 1000, 500
SOURCES = (".c", ".h", ".inc", ".py", ".sh", ".js", ".mjs", ".css", ".html", ".proto")


def functions_of(lines):
    """(name, first line, how many lines) of each function."""
    begin = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begin = number - 1
            while begin > 1 and lines[begin - 1].startswith((" ", "\t")):
                begin -= 1
        elif line == "}" and begin:
            head = lines[begin - 1].split("(")[0].split()
            yield (head[-1].lstrip("*") if head else "?"), begin, number - begin + 1
            begin = None


def self_test():
    short = ["int one(void)", "{", "    return 1;", "}"]
    long = ["static void two(int a,", "                int b)", "{"] + ["    ;"] * 200 + ["}"]
    found = list(functions_of(short + long + ["struct s {", "};"]))
    if found != [("one", 1, 4), ("two", 5, 204)]:
        sys.exit(f"self-test: functions are not counted rightly: {found}")


def main():
    self_test()
    faults, listed, lengths = [], [], []
    for path in tracked():
        if not path.endswith(SOURCES) or path.startswith("testdata/"):
            continue
        lines = lines_of(path)
        if len(lines) > FILE_MAX:
            faults.append(f"{path}: {len(lines)} lines (limit {FILE_MAX:,})")
        elif len(lines) > FILE_LISTED:
            listed.append(f"{path}: {len(lines)} lines; under {FILE_LISTED} is wanted")
        for name, line, length in functions_of(lines) if path.endswith((".c", ".inc")) else []:
            lengths.append(length)
            if length > FUNCTION_MAX:
                faults.append(f"{path}:{line}: {name} has {length} lines (limit {FUNCTION_MAX})")
    lengths.sort()
    most = lengths[len(lengths) * 9 // 10]
    if most > FUNCTION_MOST:
        faults.append(f"90 % of functions have up to {most} lines (limit {FUNCTION_MOST})")
    print(*listed, *faults, sep="\n")
    print(f"{len(lengths)} functions: median {lengths[len(lengths) // 2]} lines, 90 % up to {most}, "
          f"longest {lengths[-1]}")
    return 1 if faults else 0


sys.exit(main())
