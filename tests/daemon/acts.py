#!/usr/bin/python3
"""What is said over the control port shows at the next epoch, in the views that it concerns and in no
other byte. What is told there of suspending, holding, withdrawing and the rest is what the same
exercise would have shown without the reports that this takes away.

Each part runs the clock in steps, speaks, and holds the pictures against those of `picket fuse`: on the
whole recording, which must give the same bytes, and on parts of it."""
import json
import os
import struct

from scene import Scene, check, check_same, pcap_read, pcap_write
from voice import AIR, DONE, MISSILE, NINE, REFUSED, SECOND, SUBSURFACE, Sensor, Voice, lantern, rows, wire

VIEWS = ["AVA.alone", "BRO.alone", "CYR.alone", "DEL.alone", "OBS.alone",
         "AVA.together", "BRO.together", "CYR.together", "DEL.together", "OBS.together"]
REPORTS = 47800


class Run:
    """The exercise with what is said in it: acts[t] are (who, sentence) said in the second t."""

    def __init__(self, scene, name, acts, seconds=60):
        self.scene, self.name = scene, name
        with scene.picketd(config=lantern(scene)) as daemon:
            self.config = daemon.config
            staff = Voice(scene, daemon, "white-cell")
            voices = {"white-cell": staff}
            sensors = {each: Sensor(scene, daemon, each) for each in ("ava-sky", "ava-hill", "bro-ship")}
            staff.clock(NINE, new_run=True)
            for t in range(seconds):
                at = NINE + t * SECOND
                self.look(sensors, t, at)
                staff.clock(at + SECOND // 2)
                for who, sentence in acts.get(t, []):
                    voice = voices.setdefault(who, Voice(scene, daemon, who))
                    reply = voice.says(sentence)
                    check(reply.outcome == DONE, f"{name}: {who} says {sentence}: {reply.text}")
                    check(reply.takes_effect_ns == at + SECOND, f"{name}: {sentence} takes effect")
                    check(reply.datagrams == 0 or who == "white-cell",
                          f"{name}: {who} is told no count")
                staff.clock(at + SECOND)
            check(daemon.stop() == 0, f"{name}: picketd stops with 0")
        self.folder = scene.path(f"{name}-live")
        os.rename(scene.path("pictures"), self.folder)
        self.recording = scene.path(f"{name}.pcap")
        os.rename(scene.path("live.pcap"), self.recording)
        scene.picket("fuse", self.recording, "-c", self.config, "-o", scene.path(f"{name}-again"))
        check_same(self.folder, scene.path(f"{name}-again"), 2 * len(VIEWS), f"{name}: live equals fuse")

    @staticmethod
    def look(sensors, t, at):
        if t % 4 == 0:
            sensors["bro-ship"].track(at, 7, 11.0, 180.0, 2000.0, AIR)
            sensors["bro-ship"].track(at, 8, 11.2, 179.8, 2500.0, AIR)
        if t % 10 == 0:
            sensors["ava-sky"].track(at, 11, 12.0, -179.5, 8000.0, AIR)
            sensors["ava-sky"].track(at, 12, 30.0, 150.0, 1000.0, MISSILE, SUBSURFACE)
        if t % 5 == 0:
            sensors["ava-hill"].plot(at, 13.0, 179.5, 6000.0, AIR)

    def without(self, gone, name):
        """Pictures of the recording without the packets for which gone(message, second) holds."""
        control, report = wire(self.scene)
        head, packets = pcap_read(self.recording)
        kept = []
        for packet in packets:
            target = struct.unpack_from(">H", packet[0], 16 + 36)[0]
            stamp = struct.unpack_from("<II", packet[0])
            kind = report.Datagram if target == REPORTS else control.Control
            if not gone(kind.FromString(packet[2]), stamp[0] - NINE // SECOND):
                kept.append(packet)
        path = self.scene.path("part.pcap")
        pcap_write(path, head, kept)
        folder = self.scene.path(f"{self.name}-{name}")
        self.scene.picket("fuse", path, "-c", self.config, "-o", folder)
        return folder

    def released(self, view):
        told = self.scene.picket("fuse", self.recording, "-c", self.config, "-o",
                                 self.scene.path("told"), "--view", view, "--json")
        return json.loads(told.splitlines()[0])["released"]

    def rows(self, view, settled=False):
        return rows(os.path.join(self.folder, view + (".settled.csv" if settled else ".csv")))

    def others_same(self, concerned):
        """Without what was said, every other view is the same; and one of those concerned is not."""
        silent = self.without(lambda one, _: one.DESCRIPTOR.name == "Control" and one.HasField("says"),
                              "silent")
        differ = set()
        for view in VIEWS:
            for suffix in (".csv", ".settled.csv"):
                one, other = (open(os.path.join(folder, view + suffix), "rb").read()
                              for folder in (self.folder, silent))
                differ |= {view} if one != other else set()
        check(differ and differ <= concerned, f"{self.name} touches {differ}, not only {concerned}")


def same_from(run, folder, view, first, sentence, until=10**6):
    """From the epoch that ends at second `first` of the exercise on, both show the same."""
    base = NINE // SECOND
    one, other = run.rows(view), rows(os.path.join(folder, view + ".csv"))
    for t in range(first, 61):
        if t < until:
            check(one.get(base + t) == other.get(base + t),
                  f"{run.name}: {sentence}: {view} at {t} s: {one.get(base + t)} {other.get(base + t)}")


def shows(run, view, second):
    return len(run.rows(view).get(NINE // SECOND + second, []))


def is_report(one, sensor, number=None):
    return one.DESCRIPTOR.name == "Datagram" and one.sensor == sensor and (
        number is None or any(track.number == number for track in one.tracks))


with Scene() as scene:
    # Held from the epoch that begins at 23 s: as if nothing had been measured from then on.
    run = Run(scene, "hold", {22: [("BRO", "hold sensor bro-ship")]})
    cut = run.without(lambda one, t: is_report(one, "bro-ship") and t >= 23, "cut")
    for view in ("AVA.together", "OBS.together"):
        same_from(run, cut, view, 1, "a hold stops what is measured from then on")
        check(shows(run, view, 23) >= 2, "what was given stays")
    run.others_same({"AVA.together", "OBS.together"})

    # Withdrawn from the epoch that begins at 31 s: as if it had never been given.
    run = Run(scene, "withdraw", {30: [("BRO", "withdraw item bro-ship/7 from 2031-03-04T09:00:00Z to "
                                               "2031-03-04T09:00:30Z")]})
    cut = run.without(lambda one, t: is_report(one, "bro-ship", 7) and t <= 30, "cut")
    for view in ("AVA.together", "OBS.together"):
        before, after = shows(run, view, 31), shows(run, view, 32)
        check(after == before - 1, f"{view} shows {before}, then {after}")
        same_from(run, cut, view, 32, "what is withdrawn leaves the past too")
    run.others_same({"AVA.together", "OBS.together"})

    # Suspended from 25 s; lantern says of what was given before: removed.
    run = Run(scene, "suspend", {24: [("DEL", "agreement lantern becomes suspended")],
                                 30: [("white-cell", "agreement lantern becomes in-force")]})
    check(shows(run, "OBS.together", 25) == 2, "OBS sees two")
    check(all(shows(run, "OBS.together", t) == 0 for t in range(26, 32)), "and nothing once suspended")
    cut = run.without(lambda one, t: is_report(one, "bro-ship") and t < 31, "cut")
    same_from(run, cut, "OBS.together", 26, "what was given before does not come back")
    check(shows(run, "OBS.together", 60) == 2, "what comes later does")

    # A posture opens a clause for what is measured from then on.
    run = Run(scene, "posture", {14: [("AVA", "posture crisis")]})
    check(shows(run, "BRO.together", 15) == 2 and shows(run, "BRO.together", 60) == 4,
          f"BRO sees more from 15 s on: {[shows(run, 'BRO.together', t) for t in range(1, 61)]}")
    cut = run.without(lambda one, t: one.DESCRIPTOR.name == "Datagram" and one.sensor != "bro-ship" and t < 15,
                      "cut")
    same_from(run, cut, "BRO.together", 1, "nothing measured before comes by it")
    run.others_same({"BRO.together"})

    # Both must declare the emergency.
    run = Run(scene, "emergency", {5: [("AVA", "emergency launch")], 15: [("BRO", "emergency launch")]})
    check(shows(run, "BRO.together", 20) == 2 and shows(run, "BRO.together", 60) == 3,
          f"BRO sees the launch: {[shows(run, 'BRO.together', t) for t in range(1, 61)]}")
    run.others_same({"BRO.together"})

    # An item is approved from 201 s on, and its past follows: looks each 30 s, which DEL would have had
    # 150 s after the first two and 120 s after the others (the delays of BRO and CYR, CYR's limit).
    run = Run(scene, "approve", {3: [("AVA", "posture crisis"), ("AVA", "approve ava-cyr air")],
                                 200: [("AVA", "approve ava-del item ava-sky/11")]}, 215)
    check(run.released("DEL.together") == 4, f"of 0, 30, 60 and 90 s: {run.released('DEL.together')}")
    run.others_same({"BRO.together", "CYR.together", "DEL.together"})

    # Nobody else may; and what is not there is refused alike.
    with scene.picketd(config=lantern(scene)) as daemon:
        staff, bro = Voice(scene, daemon, "white-cell"), Voice(scene, daemon, "BRO")
        check(bro.says("posture crisis").text == "clock-unset", "before the clock is set")
        staff.clock(NINE, new_run=True)
        for who in ("DEL", "nobody", "replay", "picketd"):
            other = Voice(scene, daemon, who)
            answers = {(reply.outcome, reply.text, reply.datagrams)
                       for reply in (other.says("hold sensor bro-ship"), other.says("hold sensor bro-boat"))}
            check(answers == {(REFUSED, "not-yours", 0)}, f"{who}: {answers}")
        check(bro.says("hold ship bro-ship").text == "sentence-unknown", "a slip is told")
        check(bro.says("hold sensor bro-ship", reason="").text == "reason-missing", "a reason is needed")
        check('event=act' not in daemon.log(), "nothing was said")
        check(bro.says("hold sensor bro-ship", reason="calibration").outcome == DONE, "its owner may")
        check('BRO says "hold sensor bro-ship"' in daemon.log().replace('\\"', '"') and
              "calibration" in daemon.log(), f"the log tells it:\n{daemon.log()}")
    print("what is said shows at the next epoch")
