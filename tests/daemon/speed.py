#!/usr/bin/python3
"""The twenty minutes of the stock exercise, all twelve views of the nations with their settled pictures, on one
core: under 20 s, which is sixty times real time. The limit holds for the time that the core worked;
CTest runs nothing else beside it, since neighbours on one core take from each other."""
import json
import pathlib
import re
import resource

from scene import ROOT, Scene, check


def of_nations(scene):
    """The stock configuration with the views of the nations alone."""
    views = ", ".join(f"{nation}.{rule}" for nation in ("JPN", "ROK", "USA")
                      for rule in ("national", "hub", "bilateral", "integrated"))
    text = (ROOT / "testdata/demo.yaml").read_text()
    text = re.sub("(?m)^book: ", f"book: {ROOT}/testdata/", text)
    path = pathlib.Path(scene.path("nations.yaml"))
    path.write_text(re.sub("(?m)^views: all$", f"views: [{views}]", text))
    return path


with Scene() as scene:
    feed = scene.sim(1200)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    lines = scene.picket("fuse", feed, "-c", of_nations(scene), "-o", scene.path("out"),
                         "--threads", "1", "--json", "-q")
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    total = json.loads(lines.splitlines()[-1])
    print(f"{total['received']} reports, {total['engines']} views: {worked:.1f} s of one core, "
          f"{total['duration_s'] / worked:.0f} times real time ({total['wall_s']:.1f} s by the clock)")
    check(total["duration_s"] == 1200, "the whole exercise is fused")
    check(total["engines"] == 12, "all twelve views of the nations are fused")
    check(worked < 20, f"it takes under 20 s of one core, not {worked:.1f} s")
