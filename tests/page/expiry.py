#!/usr/bin/python3
"""A picketd whose clock goes as far as each line of its input says, in seconds. At 0 and at 50 it is told
of one and the same event, each time for 60 s. Prints where the page is, and each second reached.

usage: expiry.py BUILD
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
from scene import Scene, check  # noqa: E402
from voice import NINE, SECOND, Sensor, Voice, lantern  # noqa: E402

TOLD, VALID = (0, 50), 60


def tell(eye, at):
    notice = eye.messages.Notice(time_ns=at, number=5, began_ns=NINE, text="mast seen",
                                 until_ns=at + VALID * SECOND, categories=[4])
    notice.circle.lat_deg, notice.circle.lon_deg, notice.circle.radius_m = 12.5, 179.5, 20000.0
    platform = eye.messages.Platform(time_ns=at, lat_deg=10.0, lon_deg=179.0, height_m=500000.0)
    eye.send(at, notices=[notice], platform=platform)


with Scene() as scene:
    with scene.picketd(config=lantern(scene)) as daemon:
        staff, eye = Voice(scene, daemon, "white-cell"), Sensor(scene, daemon, "ava-eye")
        staff.clock(NINE, new_run=True)
        print(daemon.page, flush=True)
        reached = -1
        for line in sys.stdin:
            for second in range(reached + 1, int(line) + 1):
                staff.clock(NINE + second * SECOND)
                if second in TOLD:
                    tell(eye, NINE + second * SECOND)
            reached = int(line)
            staff.clock(NINE + reached * SECOND)
            print(reached, flush=True)
        check(daemon.stop() == 0, "picketd stops with 0")
