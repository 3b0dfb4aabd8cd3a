#!/usr/bin/python3
"""picket audit: a log written here, by the description of its format alone, is verified, listed, shown
and asked by SQL; whatever is done to it is said in one line.

usage: audit.py BUILD      run in the source root
"""
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

PICKET = pathlib.Path(sys.argv[1]).resolve() / "picket"
MINUTES, VIEWS = 20, ("JPN.hub", "ROK.hub")
failed = []


def clock(minute):
    return f"2031-03-04T03:{minute:02}:00Z"


def texts():
    """The entries without number: a begin, an act, and each minute two lines of releases."""
    yield f"{clock(0)} begin run=1 book=91c204be7a10"
    yield (f'{clock(1)} act effect={clock(1)} who=ROK says="hold sensor rok-sky" until=lifted '
           r'reason="a \"patrol\"\x0abelow" outcome=accepted')
    yield f'{clock(1)} act effect={clock(1)} who=JPN says="posture crisis" until=lifted reason="" outcome=not-yours'
    for minute in range(1, MINUTES + 1):
        for view in VIEWS:
            yield (f"{clock(minute)} releases since={clock(minute - 1)} view={view} clause=rok-to-jpn "
                   f"sensor=rok-sky count={10 * minute}")


def chained(entries):
    """(lines of the log, lines of its checkpoints): one for each whole minute."""
    digest, lines, kept = bytes(32), [], {}
    for number, text in enumerate(entries, 1):
        line = f"{number} {text}"
        digest = hashlib.blake2b(digest + line.encode(), digest_size=32).digest()
        lines.append(f"{line} {digest.hex()}\n")
        if text.split()[1] == "releases":
            kept[text.split()[0]] = f"{text.split()[0]} {number} {digest.hex()}\n"
    return lines, list(kept.values())


def run(code, *arguments):
    ran = subprocess.run([PICKET, "audit", *map(str, arguments)], text=True, capture_output=True)
    if ran.returncode != code:
        failed.append(f"{arguments}: exit {ran.returncode}, not {code}: {ran.stdout}{ran.stderr}")
    return ran


def says(code, want, *arguments):
    """The last line of all that it says, on either stream."""
    ran = run(code, *arguments)
    got = (ran.stdout + ran.stderr).strip().split("\n")[-1]
    if got != want:
        failed.append(f"{arguments}:\n  got  {got}\n  want {want}")


def verify(folder):
    log, kept = folder / "audit.log", folder / "kept"
    lines, checkpoints = chained(texts())

    def put(changed):
        log.write_text("".join(changed), newline="")
        return log

    kept.write_text("".join(checkpoints))
    put(lines)
    says(0, "audit.log: whole. 43 entries, 03:00:00 Z to 03:20:00 Z; 20 checkpoints hold.", "verify", log,
         f"--checkpoint={kept}")
    says(0, f"picket audit: note: {log}.checkpoints is not there, so an end that was cut off or written anew does not "
         "show. Name checkpoints that were kept elsewhere: --checkpoint=FILE", "verify", log)
    named = ("verify", log, f"--checkpoint={kept}")
    put([line.replace("count=40", "count=41") for line in lines])
    says(1, f"{log}:10: error: entry 10 does not follow from 9: changed, removed or put in later. Entries 1 to 9 hold.",
         *named)
    put(lines[1:])
    says(1, f"{log}:1: error: entry 1 is not the first of an audit log: changed, removed or put in later. "
         "No entry holds.", *named)
    put(lines[:-1])
    says(1, f"{log}: error: checkpoint 03:20:00 Z names entry 43, and the log ends at 42. "
         "Its last entry was cut off.", *named)
    put(lines[:29])
    kept.write_text(checkpoints[-1])  # one line, read over the telephone, is enough
    says(1, f"{log}: error: checkpoint 03:20:00 Z names entry 43, and the log ends at 29. "
         "Its last 14 entries were cut off.", *named)
    kept.write_text("".join(checkpoints))
    put(chained(text.replace("count=40", "count=41") for text in texts())[0])
    says(1, f"{log}:11: error: checkpoint 03:04:00 Z names another entry 11: the log was written anew somewhere after "
         "entry 9. Entries 1 to 9 hold.", *named)
    put(["".join(lines)[:-9]])
    kept.write_text("".join(checkpoints[:-1]))
    says(1, f"{log}:43: error: entry 43 has no end: its writer was stopped within it, or it was cut off. Entries 1 to "
         "42 hold. picketd cuts it off and goes on when it is started again.", *named)
    put([])
    kept.write_text("")
    says(1, f"{log}: error: holds no entry. picketd writes one as soon as it starts.", *named)
    kept.write_text("2031\n")
    says(2, f"{kept}:1: error: this is no checkpoint, or its entry comes before that of the line above.", *named)
    put(lines)
    kept.write_text("".join(checkpoints))
    found = json.loads(run(0, *named, "--json").stdout)
    want = {"whole": True, "fault": None, "entries": 43, "first": clock(0), "last": clock(20), "checkpoints": 20,
            "hash": lines[-1].split()[-1]}
    if {key: found[key] for key in want} != want:
        failed.append(f"verify --json: {found}")


def listing(folder):
    log = folder / "audit.log"
    lines, _ = chained(texts())
    bare = [line.rsplit(" ", 1)[0] for line in lines]
    for arguments, want in (((), bare),
                            (("--only", "kind=act"), bare[1:3]),
                            (("--only", "kind=act", "--only", "who=ROK"), bare[1:2]),
                            (("--only", "view=JPN.hub", "--from", "+60s", "--for", "2min"), [bare[3], bare[5]])):
        got = run(0, "list", log, *arguments).stdout.splitlines()
        if got != want:
            failed.append(f"list {arguments}: {got}")
    act = json.loads(run(0, "list", log, "--only", "who=ROK", "--json").stdout)
    if act["reason"] != 'a "patrol"\nbelow' or act["entry"] != 2:
        failed.append(f"list --json: {act}")
    says(2, 'picket audit: error: --only "partner=JPN": no entry has a field partner. Such as kind, who, view, clause, '
         "sensor.", "list", log, "--only", "partner=JPN")
    says(2, 'picket audit: error: --only "JPN" is not a field and its value. Write such as who=ROK.', "list", log,
         "--only=JPN")
    says(2, 'picket audit: error: "verfy" is not a thing to do with an audit log. Did you mean "verify"?', "verfy", log)
    shown = run(0, "show", log, 2).stdout
    if r'reason   a "patrol"\x0abelow' not in shown or f"hash     {lines[1].split()[-1]}" not in shown:
        failed.append(f"show: {shown}")
    says(1, "picket audit: error: there is no entry 44 that holds: the last is 43.", "show", log, 44)
    # What stands before a fault is listed, and then the fault is said.
    log.write_text("".join(lines[:5] + lines[6:]))
    if len(run(1, "list", log).stdout.splitlines()) != 5:
        failed.append("list: entries before a fault are not all of what is listed")
    log.write_text("".join(lines))


def database(folder):
    log, made = folder / "audit.log", folder / "audit.db"
    run(0, "list", log, f"--sqlite={made}")
    base = sqlite3.connect(made)

    def ask(query, want):
        got = base.execute(query).fetchall()
        if got != want:
            failed.append(f"{query}: {got}")

    ask("SELECT view, sum(count) FROM releases GROUP BY view", [(view, 10 * 210) for view in VIEWS])
    ask("SELECT who, says, outcome FROM acts WHERE outcome <> 'accepted'", [("JPN", "posture crisis", "not-yours")])
    ask("SELECT reason FROM acts WHERE entry = 2", [('a "patrol"\nbelow',)])
    ask("SELECT book FROM runs", [("91c204be7a10",)])
    ask("SELECT count(*) FROM states", [(0,)])
    # The queries of the manual, as they stand there.
    queries = pathlib.Path("tools/README.md").read_text().split("```sql\n")[1].split("```")[0].split(";\n")[:3]
    ask(queries[0], [(view, "rok-sky", "rok-to-jpn", 2100) for view in VIEWS])
    ask(queries[1], [(clock(1), "JPN", "posture crisis", "", "not-yours"),
                     (clock(1), "ROK", "hold sensor rok-sky", 'a "patrol"\nbelow', "accepted")])
    ask(queries[2], [("hold sensor rok-sky", view, clock(since), 10 * (since + 1))
                     for view in VIEWS for since in (1, 2)])
    says(2, f"picket audit: error: {log} would be written over {log}. Name another file.", "list", log,
         f"--sqlite={log}")


with tempfile.TemporaryDirectory(prefix="picket-test-") as name:
    verify(pathlib.Path(name))
    listing(pathlib.Path(name))
    database(pathlib.Path(name))
print(*failed, sep="\n")
sys.exit(1 if failed else 0)
