#!/usr/bin/python3
"""What a nation is told of its own sensors is the same, byte for byte, whatever other views there are and
however often anybody asks; and it knows of findings no more than the view that it opens."""
import json
import pathlib
import threading
import urllib.request

from scene import Scene, check
from tokens import body, get, tokens_of

SECONDS = 100
LINES = ["tokens: tokens", "in-force: integrated"]


class Asker(threading.Thread):
    """Asks again and again, until it is told to stop."""

    def __init__(self, page, token):
        super().__init__()
        self.page, self.token, self.asked, self.over = page, token, 0, threading.Event()

    def run(self):
        while not self.over.wait(0.01):
            ask = urllib.request.Request(f"http://{self.page}/health", headers={"Authorization": f"Bearer {self.token}"})
            json.loads(urllib.request.urlopen(ask, timeout=20).read())
            self.asked += 1

    def stop(self):
        self.over.set()
        self.join()
        return self.asked


def told(scene, feed, views, lines=(), ask=False):
    """What Japan is told when the feed has been played."""
    unstarted = scene.picketd(lines=[*LINES, *lines])
    config = pathlib.Path(unstarted.config)
    config.write_text(config.read_text().replace("views: all\n", f"views: {views}\n"))
    with unstarted as daemon:
        japan = tokens_of(scene.path("tokens"))["JPN"]
        askers = [Asker(daemon.page, token) for token in tokens_of(scene.path("tokens")).values()] if ask else []
        for one in askers:
            one.start()
        scene.picket("replay", feed, "--to", daemon.reports, "--control", daemon.control, "--speed", "max")
        asked = [one.stop() for one in askers]
        check(not ask or min(asked) > 3, f"all were asking meanwhile: {asked}")
        text = body(get(daemon.page, "/health", japan))
        check(daemon.stop() == 0, "picketd stops with 0")
        return text


with Scene() as scene:
    feed = scene.sim(SECONDS)
    alone = told(scene, feed, "[JPN.integrated]")
    among = told(scene, feed, "all", ask=True)
    check(alone == among, f"other views and who asks change nothing:\n{alone}\n{among}")
    sensors = {one["sensor"]: one for one in json.loads(alone)["sensors"]}
    check(len(sensors) == 8 and all(name.startswith("jpn-") for name in sensors), f"Japan's: {sorted(sensors)}")
    check(sensors["jpn-adsb"]["nis"]["plots"] > 50, f"its errors are known: {sensors['jpn-adsb']['nis']}")
    national = told(scene, feed, "all", lines=["opened: [JPN.national]"])
    check(json.loads(national)["sensors"] != json.loads(alone)["sensors"], "the check can see of which view it is")
    print("what a nation is told of its sensors is a matter of those and of its own view")
