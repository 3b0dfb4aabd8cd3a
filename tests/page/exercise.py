#!/usr/bin/python3
"""A picketd with the book "lantern" and tokens, and its looks, from the second 20 on at the speed of
life. Prints one line of JSON, {"page": HOST:PORT, "tokens": {...}}, and goes on until its input ends;
a line "pause" pauses the exercise, or lets it go on; another is a word of the reader at the bridge's door.

usage: exercise.py BUILD
"""
import json
import pathlib
import select
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
from scene import Scene, check  # noqa: E402
from voice import NINE, SECOND, Run, Sensor, Voice, lantern  # noqa: E402

RUN, PAUSE = 2, 3
BEFORE = 20  # seconds played at once, so that there is something to see

with Scene() as scene:
    config = lantern(scene)
    config.write_text(config.read_text() + "tokens: tokens\nin-force: together\n")
    with scene.picketd(config=config) as daemon:
        tokens = dict(line.split() for line in pathlib.Path(scene.path("tokens")).read_text().splitlines())
        staff = Voice(scene, daemon, "white-cell")
        sensors = {name: Sensor(scene, daemon, name) for name in ("ava-sky", "ava-hill", "bro-ship")}
        staff.clock(NINE, new_run=True)
        for t in range(BEFORE):
            Run.look(sensors, t, NINE + t * SECOND)
            staff.clock(NINE + (t + 1) * SECOND)
        print(json.dumps({"page": daemon.page, "tokens": tokens}), flush=True)
        staff.ask(clock=staff.messages.Clock(mode=RUN, rate_permille=1000))
        reader = Voice(scene, daemon, "bridge")
        due, t, paused = time.monotonic(), BEFORE, False # due: the next look
        while True:
            if select.select([sys.stdin], [], [], None if paused else max(0.0, due - time.monotonic()))[0]:
                word = sys.stdin.readline()
                if not word:
                    break
                if word != "pause\n":
                    reader.ask(reader=reader.messages.Reader())
                    continue
                paused = not paused
                staff.ask(clock=staff.messages.Clock(mode=PAUSE) if paused else
                          staff.messages.Clock(mode=RUN, rate_permille=1000))
                due += time.monotonic() * (-1 if paused else 1) # while it is paused: how long until then
                continue
            Run.look(sensors, t, NINE + t * SECOND)
            due, t = due + 1, t + 1
        check(daemon.stop() == 0, "picketd stops with 0")
