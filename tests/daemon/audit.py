#!/usr/bin/python3
"""The audit log: what a live run writes is what `picket fuse` writes of its recording, byte for byte and
on any number of threads; it holds each act, obeyed or refused, each change of what is in force, and all
that was released; it outlives a kill, and goes on only where it is whole."""
import collections
import json
import pathlib
import re
import signal
import urllib.error

from scene import ROOT, Scene, check
from voice import AIR, DONE, MISSILE, NINE, SECOND, SUBSURFACE, Sensor, Voice, lantern

# What is said in which second, until when, and what becomes of it.
SAID = {
    12: [("BRO", "hold sensor bro-ship", 0, "accepted"), ("AVA", "hold sensor bro-ship", 0, "not-yours")],
    30: [("AVA", "posture crisis", 40, "accepted"), ("AVA", "posture panic", 0, "sentence-unknown")],
    50: [("BRO", "lift hold sensor bro-ship", 0, "accepted")],
    70: [("DEL", "agreement lantern becomes suspended", 0, "accepted")],
    90: [("white-cell", "agreement lantern becomes in-force", 0, "accepted")],
    100: [("AVA", "withdraw sensor ava-sky from 2031-03-04T09:00:00Z to 2031-03-04T09:01:00Z", 0, "accepted")],
}
REASON = 'a "reason" \\" outcome=accepted'


def time_of(second):
    return f"2031-03-04T09:{second // 60:02}:{second % 60:02}Z"


def speak(voices, second):
    for who, sentence, until, outcome in SAID.get(second, []):
        until_ns = NINE + until * SECOND if until else 0
        reply = voices[who].says(sentence, until_ns=until_ns, reason=REASON)
        check((reply.outcome == DONE) == (outcome == "accepted"), f"{who}: {sentence}: {reply.text}")


def play(scene, daemon, seconds, first=True):
    """Steps through so many seconds; reports come, and things are said, in the middle of a second."""
    voices = {who: Voice(scene, daemon, who) for who in ("white-cell", "AVA", "BRO", "DEL")}
    sensors = {name: Sensor(scene, daemon, name) for name in ("ava-sky", "bro-ship")}
    staff = voices["white-cell"]
    staff.clock(NINE, new_run=True)
    for second in sorted({*range(0, seconds, 5), *(s for s in SAID if s < seconds)}):
        at = NINE + second * SECOND
        staff.clock(at)
        sensors["bro-ship"].track(at, 7, 11.0, 180.0, 2000.0, AIR)
        sensors["ava-sky"].track(at, 11, 12.0, -179.5, 8000.0, AIR)
        sensors["ava-sky"].track(at, 12, 30.0, 150.0, 1000.0, MISSILE, SUBSURFACE)
        staff.clock(at + SECOND // 2)
        speak(voices, second)
    staff.clock(NINE + seconds * SECOND)


def entries(scene, log, kind):
    told = scene.picket("audit", "list", log, "--only", f"kind={kind}", "--json")
    return [json.loads(line) for line in told.splitlines()]


def acts_told(scene, log):
    want = []
    for second, said in SAID.items():
        for who, sentence, until, outcome in said:
            want.append((time_of(second)[:-1] + ".5Z", time_of(second + 1) if outcome == "accepted" else "-", who,
                         sentence, time_of(until) if until else "lifted", REASON, outcome))
    got = [tuple(each[key] for key in ("time", "effect", "who", "says", "until", "reason", "outcome"))
           for each in entries(scene, log, "act")]
    check(got == want, f"each act is told:\n{got}\n{want}")


def states_told(scene, log):
    got = [(each["effect"], each["what"], each["name"], each["was"], each["becomes"])
           for each in entries(scene, log, "state") if each["what"] not in ("view", "book", "room")]
    withdrawn = "AVA: sensor ava-sky from 2031-03-04T09:00:00Z to 2031-03-04T09:01:00Z"
    want = [(time_of(0), "agreement", "lantern", "-", "in-force"),
            (time_of(13), "hold", "BRO: sensor bro-ship", "-", "stands"),
            (time_of(31), "posture", "AVA", "-", "crisis"),
            (time_of(40), "posture", "AVA", "crisis", "-"),
            (time_of(51), "hold", "BRO: sensor bro-ship", "stands", "-"),
            (time_of(71), "agreement", "lantern", "in-force", "suspended"),
            (time_of(91), "agreement", "lantern", "suspended", "in-force"),
            (time_of(101), "withdraw", withdrawn, "-", "stands")]
    got = [each for each in got if each[1] != "agreement" or each[2] == "lantern"]
    check(got == want, "each change of what is in force is told:\n" + "\n".join(map(str, got)))


def releases_told(scene, log):
    """Held from 13 s to 51 s, suspended from 71 s to 91 s; each release stands in its minute."""
    given = collections.Counter()
    for each in entries(scene, log, "releases"):
        check(each["time"] in (time_of(60), time_of(120), time_of(150)), f"a minute ends at {each['time']}")
        given[each["since"], each["view"], each["clause"], each["sensor"]] += each["count"]
    # The second of the step is that of the report: 0, 5, 10, 12 of the first minute; 55 is after the hold.
    owner = [given[time_of(m), "BRO.together", "-", "bro-ship"] for m in (0, 60, 120)]
    seconds = sorted({*range(0, 150, 5), *SAID})
    check(owner == [sum(m <= s < m + 60 for s in seconds) for m in (0, 60, 120)],
          f"the owner has its own in every minute: {owner}")
    for start, length in ((0, 60), (60, 60), (120, 30)):
        want = sum(start <= s < start + length and not 13 <= s < 51 and not 71 <= s < 91 for s in seconds)
        got = sum(count for (since, view, clause, sensor), count in given.items()
                  if (since, view, sensor) == (time_of(start), "AVA.together", "bro-ship"))
        check(got == want, f"what was held or suspended is not told as given: {got} from {start} s, not {want}")
    check(not any(clause == "-" and view.split(".")[0] not in ("AVA", "BRO") for _, view, clause, _ in given),
          "without a clause nobody but its owner has anything")


def clocks_told(daemon):
    """What is measured of the machine: a hand-over for each epoch, and turns of the loop."""
    series = daemon.metrics()
    for view in ("AVA.alone", "OBS.together"):
        key = (("view", view),)
        check(series["view_publish_seconds_count", key] == series["view_epochs_total", key] == 150,
              f"{view} was handed over at each epoch")
    turns, took = series["loop_blocked_seconds_count", ()], series["loop_blocked_seconds_sum", ()]
    check(turns > 100 and 0 < took < 60, f"{turns} turns took {took} s")
    check(series["loop_blocked_seconds_bucket", (("le", "+Inf"),)] == turns, "each turn is in the last bucket")
    check(series["sensor_clock_offset_seconds", (("sensor", "bro-ship"),)] == 0, "it sends by the exercise's clock")
    check(series["memory_limit_bytes", ()] == 0, "no bound is configured")


def not_served(daemon):
    for page in ("/audit.log", "/audit", "/audit.log.checkpoints", "/../audit.log"):
        try:
            check("begin run" not in daemon.get(page), f"{page} tells nothing of the log")
        except urllib.error.HTTPError as refused:
            check(refused.code in (400, 403, 404), f"{page} is refused: {refused.code}")


def live_is_fuse(scene):
    log = scene.path("audit.log")
    with scene.picketd(config=lantern(scene), lines=["audit: audit.log"]) as daemon:
        play(scene, daemon, 150)
        clocks_told(daemon)
        not_served(daemon)
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
    for threads in (1, 3):
        out = scene.path(f"out-{threads}")
        scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", out, "--threads", threads)
        for name in ("audit.log", "audit.log.checkpoints"):
            live, again = pathlib.Path(scene.path(name)), pathlib.Path(out, name)
            check(live.read_bytes() == again.read_bytes(), f"{name} of fuse on {threads} threads is that of the run")
    said = scene.picket("audit", "verify", log)
    check(re.fullmatch(r"audit\.log: whole\. \d+ entries, 09:00:00 Z to 09:02:30 Z; 3 checkpoints hold\.\n", said), said)
    acts_told(scene, log)
    states_told(scene, log)
    releases_told(scene, log)


def sums_agree(scene):
    """All that the tally says of a view is all that its engine was given."""
    told = scene.picket("fuse", scene.sim(70), "-c", ROOT / "testdata/demo.yaml", "-o", scene.path("sum"), "--json", "-q")
    released = {each["view"]: each["released"] for each in map(json.loads, told.splitlines()) if each["kind"] == "view"}
    given = collections.Counter()
    for each in entries(scene, scene.path("sum", "audit.log"), "releases"):
        if not each["view"].endswith("+guests"): # that of a room while somebody visits: told of by itself
            given[each["view"]] += each["count"]
    check(given == released and min(given.values()) > 0, f"{given} is {released}")


def killed(scene):
    """A kill loses nothing that was said; the next start goes on, or refuses what is not whole."""
    log = pathlib.Path(scene.path("audit.log"))
    log.unlink()
    pathlib.Path(scene.path("audit.log.checkpoints")).unlink()
    with scene.picketd(config=lantern(scene), lines=["audit: audit.log"]) as daemon:
        play(scene, daemon, 65)
        daemon.process.send_signal(signal.SIGKILL)
        daemon.process.wait()
    before = log.read_bytes()
    check(len(entries(scene, log, "act")) == 5, "what was said before the kill is there")
    with open(log, "ab") as torn:
        torn.write(b"999 2031-03-04T09:01:0")
    with scene.picketd(config=lantern(scene), lines=["audit: audit.log"]) as daemon:
        kept = scene.path("live.pcap.killed")
        check(f"is kept in {kept}" in daemon.log(), f"what was recorded is kept:\n{daemon.log()}")
        check("22 bytes of an entry that was not finished" in daemon.log(), f"the cut is said:\n{daemon.log()}")
        play(scene, daemon, 20)
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
    check(log.read_bytes().startswith(before), "nothing that was written is written anew")
    scene.picket("fuse", kept, "-c", daemon.config, "-o", scene.path("kept"))
    check(len(entries(scene, scene.path("kept", "audit.log"), "releases")) > 0, "and can be fused")
    check([each["cut"] for each in entries(scene, log, "resume")] == [22], "the log says what was cut")
    check("whole" in scene.picket("audit", "verify", log), "and is whole")
    log.write_bytes(log.read_bytes().replace(b"who=BRO", b"who=AVA", 1))
    daemon = scene.picketd(config=lantern(scene), lines=["audit: audit.log"])
    try:
        daemon.__enter__()
        check(False, "a log that is not whole is not gone on with")
    except SystemExit:
        pass
    check(daemon.process.wait(20) == 2 and "is not whole after entry" in daemon.log() and "picket audit verify" in
          daemon.log(), f"and it is said why:\n{daemon.log()}")


with Scene() as scene:
    live_is_fuse(scene)
    sums_agree(scene)
    killed(scene)
