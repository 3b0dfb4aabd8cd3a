#!/usr/bin/python3
"""What was said outlives a restart: a picketd that was stopped or killed and is started again has the same
in force from its first epoch on.

Its second half is held against that of a picketd that was never stopped, that heard the same and was sent
no reports before: engines keep nothing over a restart, so both begin with nothing. And `picket fuse` of the
second recording gives the same bytes, for that recording tells what stood when it began."""
import json
import os
import pathlib
import signal
import struct

from scene import Scene, check, check_same, pcap_read, pcap_write
from voice import DONE, NINE, REPORTS, SECOND, VIEWS, Run, Sensor, Voice, lantern, rows, wire

STOP, END = 30, 135
ITEM = "from 2031-03-04T09:00:00Z to 2031-03-04T09:01:00Z"

# What is said in which second, until which; and in which views it shows.
EXERCISES = {
    "narrowed": ([(5, "AVA", "hold sensor ava-hill", 0), (6, "BRO", "hold item bro-ship/8", 0),
                  (7, "BRO", f"withdraw item bro-ship/7 {ITEM}", 0), (8, "AVA", "posture crisis", 60),
                  (9, "BRO", "hold category air", 0), (10, "white-cell", "lift hold category air", 0)],
                 {"AVA.together", "BRO.together", "OBS.together", "bridge.together"}),
    "opened": ([(4, "BRO", "emergency launch", 0), (5, "AVA", "emergency launch", 0),
                (6, "AVA", "posture crisis", 0), (7, "AVA", "approve ava-cyr air", 0),
                (8, "AVA", "room bridge DEL enters", 0), (9, "AVA", "room bridge OBS enters", 0),
                (10, "AVA", "room bridge DEL leaves", 0), (40, "bridge", "room bridge OBS leaves", 0),
                (50, "white-cell", "room bridge restore", 0), (128, "AVA", "lift posture crisis", 0)],
               {"BRO.together", "CYR.together", "bridge.together"}),
    "suspended": ([(5, "DEL", "agreement lantern becomes suspended", 0), (8, "bridge", "room bridge unknown enters", 0),
                   (50, "white-cell", "agreement lantern becomes in-force", 0)],
                  {"AVA.together", "BRO.together", "OBS.together", "bridge.together"}),
}


def play(scene, daemon, said, start, end, first=NINE, sending=0):
    """From one second to another; reports come from the second `sending` on."""
    staff = Voice(scene, daemon, "white-cell")
    voices = {"white-cell": staff}
    sensors = {each: Sensor(scene, daemon, each) for each in ("ava-sky", "ava-hill", "bro-ship")}
    staff.clock(first + start * SECOND, new_run=True)
    for t in range(start, end):
        at = first + t * SECOND
        if t >= sending:
            Run.look(sensors, t, at)
        staff.clock(at + SECOND // 2)
        for second, who, sentence, until in said:
            if second == t:
                voice = voices.setdefault(who, Voice(scene, daemon, who))
                reply = (voice.says(sentence, until_ns=NINE + until * SECOND if until else 0) if sentence
                         else voice.ask(reader=voice.messages.Reader()))
                check(reply.outcome == DONE, f"{who} says {sentence}: {reply.text}")
        staff.clock(at + SECOND)


def started(scene, audit, config=None):
    return scene.picketd(config=config or lantern(scene), lines=[f"audit: {audit}"])


def kill(daemon):
    daemon.process.send_signal(signal.SIGKILL)
    daemon.process.wait()


def keep(scene, name):
    """Pictures and recording of the run that ended last."""
    os.rename(scene.path("pictures"), scene.path(name))
    os.rename(scene.path("live.pcap"), scene.path(f"{name}.pcap"))
    return scene.path(name)


def late(folder, view):
    return {t: lines for t, lines in rows(os.path.join(folder, f"{view}.csv")).items() if t > NINE // SECOND + STOP}


def told(scene, log, since):
    """What the log tells of the run that begins with its entry `since`, but for the numbers."""
    lines = scene.picket("audit", "list", log, "--json").splitlines()
    found = [json.loads(line) for line in lines]
    return [{key: each[key] for key in each if key not in ("entry", "hash")}
            for each in found if each["entry"] >= since]


def silent(scene, recording):
    """The recording without what picketd says of the time before."""
    control = wire(scene)[0]
    head, packets = pcap_read(recording)
    path = scene.path("silent.pcap")
    pcap_write(path, head, [packet for packet in packets if struct.unpack_from(">H", packet[0], 52)[0] == REPORTS or
                            control.Control.FromString(packet[2]).WhichOneof("command") != "stood"])
    return path


def survives(scene, name, said, shows, killed):
    log = f"{name}.log"
    with started(scene, f"{name}-whole.log") as daemon:
        play(scene, daemon, said, 0, END, sending=STOP)
        check(daemon.stop() == 0, f"{name}: picketd stops with 0")
    whole = keep(scene, f"{name}-whole")
    with started(scene, log) as daemon:
        play(scene, daemon, said, 0, STOP)
        kill(daemon) if killed else check(daemon.stop() == 0, f"{name}: picketd stops with 0")
    with started(scene, log) as daemon:
        for second, who, sentence, _ in said:
            line = f'{who} said "{sentence}" until'
            check((line in daemon.log().replace('\\"', '"')) == (second < STOP and "category air" not in sentence),
                  f"{name}: what stands is told at the start: {sentence}\n{daemon.log()}")
        play(scene, daemon, said, STOP, END)
        check(daemon.stop() == 0, f"{name}: picketd stops with 0:\n{daemon.log()}")
    again = keep(scene, f"{name}-again")
    for view in VIEWS:
        check(late(again, view) == late(whole, view), f"{name}: {view} after a restart is what it would have been")
    out = scene.path(f"{name}-fuse")
    scene.picket("fuse", scene.path(f"{name}-again.pcap"), "-c", daemon.config, "-o", out)
    check_same(again, out, 2 * len(VIEWS), f"{name}: fuse follows what stood when the recording began")
    begins = [each["entry"] for each in map(json.loads, scene.picket("audit", "list", scene.path(log), "--json")
                                             .splitlines()) if each["kind"] == "begin"]
    check(told(scene, scene.path(log), begins[-1]) == told(scene, os.path.join(out, "audit.log"), 1),
          f"{name}: and its audit log tells the same")
    played_elsewhere(scene, name, again)
    out = scene.path(f"{name}-silent")
    scene.picket("fuse", silent(scene, scene.path(f"{name}-again.pcap")), "-c", daemon.config, "-o", out)
    differ = {view for view in VIEWS if late(again, view) != late(out, view)}
    check(differ == shows, f"{name}: what stood shows in {differ}")


def replayed(scene, name):
    with scene.picketd(config=lantern(scene)) as daemon:
        told = scene.picket("replay", scene.path(f"{name}.pcap"), "--to", daemon.reports, "--control", daemon.control,
                            "--speed", "max")
        check(daemon.stop() == 0, "picketd stops with 0")
    return told


def played_elsewhere(scene, name, again):
    """Another picketd, which knows nothing of the time before, is told what stood."""
    told = replayed(scene, f"{name}-again")
    check("stood when it began" in told and "not obeyed" not in told, f"{name}: replay says what stood: {told}")
    check_same(again, scene.path("pictures"), 2 * len(VIEWS), f"{name}: replay says again what stood when the recording began")


def seconds(folder, view, least):
    """Those in which so many tracks or more are shown."""
    return [t - NINE // SECOND for t, lines in rows(os.path.join(folder, f"{view}.csv")).items() if len(lines) >= least]


def anew(scene):
    """The exercise is played again from its begin: what narrows counts from there on, what opens from the time
    for which it was said; and who speaks now has the last word."""
    said = [(20, "AVA", "posture crisis", 0), (21, "BRO", "hold sensor bro-ship", 0)]
    with started(scene, "anew.log") as daemon:
        play(scene, daemon, said, 0, STOP)
        kill(daemon)
    with started(scene, "anew.log") as daemon:
        play(scene, daemon, [], 0, END)
        check(daemon.stop() == 0, "picketd stops with 0")
    first = keep(scene, "anew-first")
    check(min(seconds(first, "BRO.together", 3)) == 31,
          f"a posture counts from the time for which it was said, and shows at the next look: {seconds(first, 'BRO.together', 3)}")
    check(not rows(os.path.join(first, "OBS.together.csv")), "a hold counts from the first epoch on")
    told = replayed(scene, "anew-first")
    check("2 of the recording's sentences were not obeyed: the pictures may show more" in told,
          f"replay cannot say what counted from a later time, and tells it: {told}")
    with started(scene, "anew.log") as daemon:
        play(scene, daemon, [(3, "BRO", "lift hold sensor bro-ship", 0), (4, "AVA", "posture routine", 0)], 0, END)
        check(daemon.stop() == 0, "picketd stops with 0")
    second = keep(scene, "anew-second")
    # Of looks each 4 s the first after the lift is that of 4 s; a track is shown once it has five.
    check(min(seconds(second, "OBS.together", 1)) == 21,
          f"its owner may lift it before the time for which it was said: {seconds(second, 'OBS.together', 1)[:3]}")
    check(min(seconds(second, "BRO.together", 3)) >= 60,
          "the last word is the one said last, whatever the time for which the other was said")


def gone(scene):
    """A sentence that stands names what the book does not have any more: nothing starts."""
    with started(scene, "gone.log") as daemon:
        play(scene, daemon, [(2, "AVA", "room bridge DEL enters", 0), (3, "BRO", "hold sensor bro-ship", 0)], 0, 5)
        kill(daemon)
    book = pathlib.Path(scene.path("other.yaml"))
    text = (pathlib.Path(__file__).parents[2] / "testdata/agreements/lantern.yaml").read_text()
    book.write_text(text.replace("bridge", "deck"))
    config = lantern(scene, book=str(book), name="other-config.yaml")
    daemon = started(scene, "gone.log", config)
    try:
        daemon.__enter__()
        check(False, "nothing starts under a book that cannot hold what stands")
    except SystemExit:
        pass
    log = daemon.log().replace('\\"', '"')
    check(daemon.process.wait(20) == 2 and 'AVA said "room bridge DEL enters" at 2031-03-04T09:00:02.5Z' in log and
          "begin anew with another audit log" in log, f"which sentence, and how to go on:\n{log}")
    with started(scene, "fresh.log", config) as daemon:
        check("still stands" not in daemon.log(), "with another audit log it begins anew")
    with scene.picketd(config=lantern(scene)) as daemon:
        check("what is said does not outlive a restart" in daemon.log(), "without a log that is told")


def waits(scene):
    """A room whose door had a reader is dark from the start until that is heard again, twice over."""
    here = [(second, "bridge", "", 0) for second in range(5, 120, 4)]
    with started(scene, "door.log") as daemon:
        play(scene, daemon, here, 0, 20)
        kill(daemon)
    keep(scene, "door-first")
    for name in ("door-again", "door-third"):
        with started(scene, "door.log") as daemon:
            check('bridge said \\"has a reader\\"' in daemon.log(), f"that is told at the start:\n{daemon.log()}")
            play(scene, daemon, here[10:], 20, 60, sending=20)
            check(daemon.stop() == 0, "picketd stops with 0")
        again = keep(scene, name)
        shown = seconds(again, "bridge.together", 1)
        check(min(seconds(again, "AVA.together", 1)) < 40 and min(shown) == 47, f"{name}: shown from {shown[:3]}")
        out = scene.path(f"{name}-fuse")
        scene.picket("fuse", scene.path(f"{name}.pcap"), "-c", daemon.config, "-o", out)
        check_same(again, out, 2 * len(VIEWS), f"{name}: fuse waits for the reader too")


def misses(scene):
    """A room that had no place to note who entered is dark, and stays so over a restart."""
    with started(scene, "missed.log") as daemon:
        play(scene, daemon, [], 0, 20)
        voice = Voice(scene, daemon, "bridge")
        while (reply := voice.says("room bridge AVA enters")).outcome == DONE and voice.sequence < 200:
            pass
        check(reply.text == "acts-many", f"its share is full: {reply.text}")
        check("the room is dark until a new run" in daemon.log(), f"that is told:\n{daemon.log()}")
        kill(daemon)
    with started(scene, "missed.log") as daemon:
        check('bridge said \\"has missed who entered\\"' in daemon.log(), f"and told again:\n{daemon.log()}")
        play(scene, daemon, [], 20, 60, sending=20)
        check(daemon.stop() == 0, "picketd stops with 0")
    again = keep(scene, "missed-again")
    check(seconds(again, "AVA.together", 1) and not seconds(again, "bridge.together", 1), "dark after a restart")
    out = scene.path("missed-fuse")
    scene.picket("fuse", scene.path("missed-again.pcap"), "-c", daemon.config, "-o", out)
    check_same(again, out, 2 * len(VIEWS), "fuse keeps it dark too")


def reaches(scene):
    """What is withdrawn of a time that is not kept may have left a trace: that is said, and a restart ends it."""
    lines = ["audit: reaches.log", "window: 5 s", "retain: 5 s"]
    old = "withdraw item bro-ship/7 from 2031-03-04T09:00:00Z to 2031-03-04T09:00:20Z"
    with scene.picketd(config=lantern(scene), lines=lines) as daemon:
        play(scene, daemon, [(38, "BRO", old.replace(":00:00Z", ":00:35Z").replace(":00:20Z", ":00:36Z"), 0)], 0, 40)
        check("is not kept" not in daemon.log(), "what is kept is taken out")
        voice = Voice(scene, daemon, "BRO")
        voice.sequence = 1
        check(voice.says(old).outcome == DONE and "before 2031-03-04 09:00:30 Z is not kept" in daemon.log(),
              f"what is not kept is told:\n{daemon.log()}")
        check("begin anew from what was given since" in daemon.log(), "and what becomes of it")


with Scene() as scene:
    for index, (name, (said, shows)) in enumerate(EXERCISES.items()):
        survives(scene, name, said, shows, killed=index != 1)
    anew(scene)
    gone(scene)
    waits(scene)
    misses(scene)
    reaches(scene)
    print("what was said outlives a restart")
