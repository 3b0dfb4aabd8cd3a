#!/usr/bin/python3
"""Each fault of the tables here is found by one of the tests that it names; without a fault, these pass.

usage: found.py BUILD [NAME...]     run in the source root

Prints which test found which and how long that took, and keeps it in BUILD/faults/found.txt. Compiles
only the changed source, by its line of compile_commands.json, and links it before the libraries that
hold it whole: so the faulty one is taken. A suite is run from a unit program linked so; a script gets a
build folder whose picket and picketd are. A fault that nothing finds, or that does not fit its source
any longer, fails. Each core has a bench of its own, and each bench a folder.
"""
import concurrent.futures
import json
import os
import pathlib
import queue
import re
import shlex
import shutil
import subprocess
import sys
import time

import table

PROGRAMS = {"unit": "tests/unit", "picket": "picket", "picketd": "picketd"}
LONGEST = 120  # s, for one suite or script on a busy machine
QUICK = ["-w", "-g0", "-O0"]  # half the time of -O2; one source of many, so what runs is hardly slower
QUICKER = ["-fuse-ld=gold"] if shutil.which("ld.gold") else []  # a third of the other's time


class Broken(Exception):
    """The test itself could not be made."""


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **more)


class Bench:
    def __init__(self, build, place):
        self.build, self.place = build, place
        self.place.mkdir(parents=True)
        self.commands = {one["file"]: one for one in json.loads((build / "compile_commands.json").read_text())}
        self.links = {name: self.link_line(target) for name, target in PROGRAMS.items()}

    def link_line(self, target):
        listed = run(["ninja", "-C", str(self.build), "-t", "commands", "-s", target])
        if listed.returncode != 0:
            raise Broken(listed.stdout)
        words = shlex.split(listed.stdout.splitlines()[-1])
        return [word for word in words if word not in (":", "&&")]

    def compile(self, source, text):
        """Gives the place of the object among a build's own, relative to BUILD."""
        one = self.commands.get(str(table.ROOT / source))
        if not one:
            raise Broken(f"{source} is not in compile_commands.json")
        copy = self.place / "fault.c"
        copy.write_text(text, encoding="utf-8")
        words = shlex.split(one["command"])
        own = words[words.index("-o") + 1]
        words[words.index("-o") + 1] = str(self.place / "fault.o")
        words[words.index("-c") + 1] = str(copy)
        done = run(words + QUICK, cwd=one["directory"])
        if done.returncode != 0:
            raise Broken(f"it cannot be compiled:\n{done.stdout}")
        return own

    def link(self, program, own):
        words, faulty = list(self.links[program]), str(self.place / "fault.o")
        folder, target = re.match(r"(.*)/CMakeFiles/(.*?)\.dir/", own).groups()
        library = f"{folder}/lib{target}.a"
        if own in words:
            words[words.index(own)] = faulty
        elif library in words:
            words.insert(words.index(library), faulty)
        # Else nothing of that source is in this program, and it is the same as ever.
        words[words.index("-o") + 1] = str(self.place / program)
        done = run(words + ["-Wl,-S"] + QUICKER, cwd=self.build)
        if done.returncode != 0:
            raise Broken(f"{program} cannot be linked:\n{done.stdout}")

    def prepare(self, fault, text):
        own = self.compile(fault.source, text)
        suites = [one for one in fault.tries if "/" not in one]
        for program in (["unit"] if suites else []) + (["picket", "picketd"] if len(suites) < len(fault.tries) else []):
            self.link(program, own)

    def seen_by(self, test):
        """What failed in the suite or script, or None. The first failure is enough."""
        command = [f"tests/{test}", str(self.place)] if "/" in test else ["stdbuf", "-oL", str(self.place / "unit"), test]
        lines = []
        with subprocess.Popen(["timeout", str(LONGEST), *command], cwd=table.ROOT, text=True, errors="replace",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
            for line in running.stdout:
                lines.append(line.rstrip("\n"))
                if "/" not in test and lines[-1].endswith("FAILED"):
                    running.terminate()
                    break
        if running.returncode == 124:
            raise Broken(f"{test} does not end within {LONGEST} s")
        if running.returncode in (0, 77):
            return None
        return f"{test}{what_failed(lines) if '/' not in test else ''}"


def what_failed(lines):
    """The name of the first test of a suite that says FAILED; where none does, the suite fell over."""
    name = None
    for line in lines:
        begun = re.search(r"^  Test: (.*?) \.\.\.", line)
        name = begun[1] if begun else name
        if line.endswith("FAILED") and name:
            return f' "{name}"'
    return f' falls over in "{name}"' if name else " falls over"


def self_test():
    text = '  Test: a is b ...passed\n  Test: b is a ...\n    seed 7\nFAILED\n  Test: c is a ...FAILED\n'
    if what_failed(text.splitlines()) != ' "b is a"' or what_failed(["  Test: a is b ..."]) != ' falls over in "a is b"':
        sys.exit("self-test: the report of a suite is read wrongly")
    a, b = table.parse(["a-b: says", "in x.c", "-  one", "- two", "+ 2", "- three", "+", "try s", "",
                        "# said", "c-d: says", "in y.c", "- z", "+ y", "+ x", "try s t"], "self")
    if a.changes != [["one\ntwo", "2"], ["three", ""]] or b.changes != [["z", "y\nx"]] or b.tries != ["s", "t"]:
        sys.exit("self-test: a table is read wrongly")


def try_one(bench, fault):
    """(found, what is to be said of it, the test that found it)"""
    try:
        bench.prepare(fault, fault.text())
        for test in fault.tries:
            seen = bench.seen_by(test)
            if seen:
                return True, seen, test
    except (table.Stale, Broken) as problem:
        return False, str(problem), None
    return False, f"NOT FOUND by {', '.join(fault.tries)}", None


def seen_or_broken(bench, test):
    try:
        return bench.seen_by(test)
    except Broken as problem:
        return str(problem)


class Workshop:
    """The benches, and a hand at each."""

    def __init__(self, build):
        place = build / "faults"
        shutil.rmtree(place, ignore_errors=True)
        self.benches, self.free = [Bench(build, place / str(n)) for n in range(os.cpu_count())], queue.SimpleQueue()
        for bench in self.benches:
            self.free.put(bench)
        self.hands = concurrent.futures.ThreadPoolExecutor(len(self.benches))

    def at_a_bench(self, fault):
        bench, since = self.free.get(), time.monotonic()
        try:
            return *try_one(bench, fault), time.monotonic() - since
        finally:
            self.free.put(bench)

    def try_all(self, faults):
        """(fault, found, what is to be said, the test, seconds) of each, in their order."""
        return ((fault, *said) for fault, said in zip(faults, self.hands.map(self.at_a_bench, faults)))

    def control(self, found_by):
        """Nothing of what has found a fault fails where the copy is the source itself."""
        if not found_by:
            return False, "nothing was found"
        tests, bench = list(found_by), self.benches[0]
        source = found_by[tests[0]].source
        try:
            bench.prepare(table.Fault("none", "", "", source, [], tests), (table.ROOT / source).read_text())
        except Broken as problem:
            return False, f"found by {problem}"
        failed = [seen for seen in self.hands.map(lambda test: seen_or_broken(bench, test), tests) if seen]
        return not failed, f"found by {', '.join(failed)}" if failed else f"passes {len(tests)} suites and scripts"


def main(arguments):
    self_test()
    build = pathlib.Path(arguments[0]).resolve()
    if not (build / "build.ninja").exists():
        print("skipped: the build folder is not Ninja's")
        return 77
    faults = table.read()
    unknown = [name for name in arguments[1:] if name not in faults]
    if unknown:
        sys.exit(f"there is no fault {unknown[0]}; tests/faults/table.py lists them")
    faults = [faults[name] for name in arguments[1:]] or list(faults.values())
    shop = Workshop(build)
    width = max(len(fault.name) for fault in faults)
    rows, good, begun, found_by = [], True, time.monotonic(), {}

    def tell(name, fine, says, took):
        nonlocal good
        rows.append(f"{name:{width}}  {says:84}  {took:4.1f}")
        print(rows[-1], flush=True)
        good = good and fine

    for fault, found, says, test, took in shop.try_all(faults):
        tell(fault.name, found, says, took)
        if found:
            found_by[test] = fault
    since = time.monotonic()
    fine, says = shop.control(found_by)
    tell("(none)", fine, says, time.monotonic() - since)
    rows.append(f"{len(faults)} faults in {time.monotonic() - begun:.0f} s")
    print(rows[-1])
    (build / "faults/found.txt").write_text("\n".join(rows) + "\n")
    return 0 if good else 1


sys.exit(main(sys.argv[1:]))
