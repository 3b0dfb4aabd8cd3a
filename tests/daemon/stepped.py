#!/usr/bin/python3
"""As fast as it goes: a live run at --speed max equals fuse of the same feed, byte for byte, also in
its second round, and on any number of threads."""
import json

from scene import Scene, check, check_same

with Scene() as scene:
    feed = scene.sim(100)
    with scene.picketd() as daemon:
        said = scene.picket("replay", feed, "--to", daemon.reports, "--control", daemon.control,
                            "--speed", "max", "--loop", "2")
        series = daemon.metrics()
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
    print(said, end="")
    for threads in (1, 2, 4):
        folder = scene.path(f"threads-{threads}")
        scene.picket("fuse", feed, "-c", daemon.config, "-o", folder, "--threads", threads)
        check_same(folder, scene.path("threads-1"), 26, f"{threads} threads give the same bytes")
    fused = scene.picket("fuse", feed, "-c", daemon.config, "-o", scene.path("told"), "--json")
    told = {one["sensor"]: one["nis"] for one in map(json.loads, fused.splitlines()) if one["kind"] == "sensor"}
    known = {sensor for sensor in told if told[sensor] is not None}
    check(len(known) > 5, f"some sensors have plots that tracks expected: {known}")
    for sensor in told:
        label = (("sensor", sensor),)
        total, count = series["sensor_nis_sum", label], series["sensor_nis_count", label]
        check(total == count == 0 if sensor not in known else abs(total / count - told[sensor]) < 1e-9,
              f"NIS of {sensor} on the metrics page, {total} over {count}, is that of fuse, {told[sensor]}")
    # A looped feed was ignored after its first round: all of it was "too old".
    check_same(scene.path("pictures"), scene.path("threads-1"), 26,
               "the second round at max equals fuse of the feed")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 26, "live equals replay")
