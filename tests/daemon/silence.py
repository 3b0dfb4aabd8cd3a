#!/usr/bin/python3
"""Live equals replay over more than a day without a report: what is held stays held in the recording.

The machine's clock goes 90 s ahead at once, which are over a day of an exercise that runs a thousandfold."""
import pathlib
import subprocess

from scene import Scene, check, check_same
from voice import AIR, DONE, NINE, SECOND, Sensor, Voice, lantern

RUN, PAUSE = 2, 3
AHEAD = """
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t id, struct timespec *time)
{
    const int failed = (int)syscall(SYS_clock_gettime, id, time);
    time->tv_sec += access(AHEAD, F_OK) == 0 ? 90 : 0;
    return failed;
}
"""


def ahead(scene):
    """The path of a library that sets the machine's clock ahead once its file is there."""
    library = scene.path("ahead.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", library,
                    f'-DAHEAD="{scene.path("ahead")}"'], input=AHEAD, text=True, check=True)
    return library


def exercise(scene, daemon):
    staff, bro = Voice(scene, daemon, "white-cell"), Voice(scene, daemon, "BRO")
    ship, clock = Sensor(scene, daemon, "bro-ship"), staff.messages.Clock
    staff.ask(clock=clock(mode=RUN, time_ns=NINE, rate_permille=1000000, new_run=True))
    check(bro.says("hold sensor bro-ship").outcome == DONE, "BRO holds its ship's reports")
    pathlib.Path(scene.path("ahead")).touch()
    now_ns = staff.ask(clock=clock(mode=PAUSE)).takes_effect_ns
    check(now_ns - NINE > 86400 * SECOND, "more than a day passed")
    for t in range(now_ns, now_ns + 160 * SECOND, 4 * SECOND):
        ship.track(t, 7, 11.0, 180.0, 2000.0, AIR)
        staff.clock(t + 4 * SECOND - 1)


with Scene() as scene:
    config = lantern(scene, views="[AVA.together, BRO.together]")
    with scene.picketd(config=config, lines=["epoch: 5 s"], preload=ahead(scene)) as daemon:
        exercise(scene, daemon)
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 4, "a silence of a day is no new run")
