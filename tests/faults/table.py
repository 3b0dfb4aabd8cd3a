#!/usr/bin/python3
"""Reads the tables of faults (*.txt in this folder) and puts one into a copy of its source.

usage: table.py NAME COPY   writes the source with the fault NAME in it to COPY and prints the source's
                            path; run by CMake for -DPICKET_FAULT=NAME
       table.py             lists the faults; fails where one does not fit its source any longer
"""
import dataclasses
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Stale(Exception):
    """The source has changed, and the fault does not fit it any longer."""


@dataclasses.dataclass
class Fault:
    name: str
    says: str
    where: str  # file and line of the table
    source: str = ""
    changes: list = dataclasses.field(default_factory=list)  # [from, to]
    tries: list = dataclasses.field(default_factory=list)    # suites, and scripts as folder/script

    def text(self):
        """The source with the fault in it. Runs of white space match each other, so that another
        layout of the same words is the same."""
        text = (ROOT / self.source).read_text(encoding="utf-8")
        for old, new in self.changes:
            found = list(re.finditer(r"\s+".join(map(re.escape, old.split())), text))
            if len(found) != 1:
                raise Stale(f"{self.where}: renew {self.name}: this stands {len(found)} times in {self.source}: {old}")
            text = text[:found[0].start()] + new + text[found[0].end():]
        return f'#line 1 "{ROOT / self.source}"\n{text}'


def take_line(fault, mark, rest, where):
    if mark == "in":
        fault.source = rest
    elif mark == "try":
        fault.tries += rest.split()
    elif mark == "-" and rest:
        # Lines after one another are one text; a "-" after a "+" begins the next.
        if fault.changes and fault.changes[-1][1] is None:
            fault.changes[-1][0] += "\n" + rest
        else:
            fault.changes.append([rest, None])
    elif mark == "+" and fault.changes:
        before = fault.changes[-1][1]
        fault.changes[-1][1] = rest if before is None else before + "\n" + rest
    else:
        sys.exit(f"{where}: this line is none of in, -, +, try")


def parse(lines, label):
    faults = []
    for number, line in enumerate(lines, 1):
        where = f"{label}:{number}"
        if not line.strip() or line.startswith("#"):
            continue
        head = re.fullmatch(r"([a-z][a-z0-9-]+): (.+)", line)
        if head:
            faults.append(Fault(head[1], head[2], where))
        elif faults:
            mark, _, rest = line.partition(" ")
            take_line(faults[-1], mark, rest.strip(), where)
        else:
            sys.exit(f"{where}: a fault begins with its name and a sentence")
    for one in faults:
        whole = one.source.endswith(".c") and one.tries and one.changes and all(new is not None for _, new in one.changes)
        if not whole:
            sys.exit(f"{one.where}: {one.name} wants a .c file after in, - and +, and try")
    return faults


def read():
    """{name: fault}, in the order of the tables."""
    faults = {}
    for path in sorted(pathlib.Path(__file__).parent.glob("*.txt")):
        for one in parse(path.read_text(encoding="utf-8").splitlines(), path.relative_to(ROOT)):
            if one.name in faults:
                sys.exit(f"{one.where}: {one.name} stands twice, first at {faults[one.name].where}")
            faults[one.name] = one
    return faults


def show(faults):
    fit = True
    for one in faults:
        print(f"{one.name:28}  {one.says}")
        try:
            one.text()
        except Stale as stale:
            print(stale, file=sys.stderr)
            fit = False
    return 0 if fit else 1


def main(arguments):
    faults = read()
    if not arguments:
        return show(faults.values())
    name, copy = arguments
    if name not in faults:
        sys.exit(f"there is no fault {name}; tests/faults/table.py lists them")
    try:
        pathlib.Path(copy).write_text(faults[name].text(), encoding="utf-8")
    except Stale as stale:
        sys.exit(str(stale))
    print(faults[name].source)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
