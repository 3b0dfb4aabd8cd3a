#!/usr/bin/python3
"""tests/README.md names only what is there: suites, scripts, and tests in them.

usage: faults.py BUILD      run in the source root

A row of its tables names a test as `suite` "name of the test", or a script as `folder/script` with or
without words that stand in it. A row without any says with which part its tests come.
"""
import re
import sys

from tree import lines_of, tracked

PARTS = ("the rule book", "authority and rooms", "tracking", "the picture", "public feeds")
NAMED = re.compile(r'`([^`]+)`(?: "([^"]+)")?')
TABLE = re.compile(r"^CU_TestInfo (\w+)_tests\[\] = \{$(.*?)^\};$", re.M | re.S)


def tests_of(text):
    """{suite: names of its tests} of a C file."""
    return {suite: set(re.findall(r'^    \{"([^"]+)",', body, re.M)) for suite, body in TABLE.findall(text)}


def check_named(what, words, suites, scripts):
    if "/" not in what:
        if what not in suites:
            return f"there is no suite {what}"
        return None if words in suites[what] else f"suite {what} has no test \"{words}\""
    if what not in scripts:
        return f"{what} is not in tests/scripts.txt"
    return None if words is None or words in scripts[what].replace("\\'", "'") else f"{what} does not hold \"{words}\""


def check_row(row, suites, scripts):
    shown = row.split("|")[-2]
    faults = [fault for named in NAMED.findall(shown)
              if (fault := check_named(named[0], named[1] or None, suites, scripts))]
    if not NAMED.search(shown) and not any(f"with {part}" in shown for part in PARTS):
        faults.append("names neither a test nor the part that brings it")
    return faults


def self_test():
    suites, scripts = tests_of('CU_TestInfo one_tests[] = {\n    {"a is b", a_is_b},\n};\n'), {"x/y.py": "words"}
    fine = ['| | a | `one` "a is b" |', "| | a | `x/y.py` |", '| | a | `x/y.py` "word" |', "| | a | with tracking |"]
    faults = ['| | a | `one` "b is a" |', "| | a | `one` |", '| | a | `two` "a is b" |', "| | a | `x/z.py` |",
              '| | a | `x/y.py` "sword" |', "| | a | soon |", '| | a | `one` "a is b"; `x/z.py` |']
    wrong = [row for row in fine if check_row(row, suites, scripts)]
    missed = [row for row in faults if not check_row(row, suites, scripts)]
    if wrong or missed:
        sys.exit(f"self-test: not seen {missed}, seen without reason {wrong}")


def read(path):
    return "\n".join(lines_of(path)) + "\n"


def main():
    self_test()
    listed = {line[6:-1] for line in lines_of("tests/suites.txt")}
    suites = {}
    for path in tracked():
        if path.startswith("tests/") and path.endswith(".c"):
            suites |= {suite: names for suite, names in tests_of(read(path)).items() if suite in listed}
    scripts = {name: read(f"tests/{name}") for name in lines_of("tests/scripts.txt")}
    lines = lines_of("tests/README.md")
    begin = lines.index("## Faults from the field")
    rows = [(number, line) for number, line in enumerate(lines, 1)
            if number > begin and line.startswith("| ") and not line.startswith("| | fault: right answer |")]
    faults = [f"tests/README.md:{number}: {fault}" for number, row in rows for fault in check_row(row, suites, scripts)]
    print(*faults, sep="\n")
    print(f"{len(rows)} kinds of fault")
    return 1 if faults or not rows else 0


sys.exit(main())
