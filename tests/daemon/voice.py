"""voice.py - speaking to a picketd of scene.py: exercise control, and sensors in the book "lantern".

    with scene.picketd(config=lantern(scene)) as daemon:
        staff = Voice(scene, daemon, "white-cell")
        ship = Sensor(scene, daemon, "bro-ship")
        staff.clock(NINE, new_run=True)
        ship.track(NINE, 7, 11.0, 180.0, 2000.0, AIR)
        staff.clock(NINE + SECOND)                   # steps; all sent before has been taken
        reply = staff.says("hold sensor bro-ship")   # reply.text is the name of a refusal
"""
import glob
import json
import os
import pathlib
import socket
import struct
import subprocess
import sys

from scene import ROOT, check, check_same, pcap_read, pcap_write

SECOND = 10**9
NINE = 1930381200 * SECOND  # 2031-03-04T09:00:00Z
STEP = 4
DONE, REFUSED = 1, 2
MISSILE, AIR, SURFACE, SUBSURFACE = 1, 2, 3, 4

SENSORS = """\
  - {name: ava-sky, nation: AVA, kind: air-search, sends: [track], period: 10 s, place: 12.0 N 179.0 W, height: 100 m}
  - {name: ava-hill, nation: AVA, kind: air-search, sends: [plot], period: 5 s, place: 12.0 N 179.0 E, height: 900 m}
  - {name: ava-eye, nation: AVA, kind: satellite, sends: [bearing, notice], period: irregular, place: moves}
  - {name: bro-ship, nation: BRO, kind: ship-area, sends: [track], period: 4 s, place: moves}
"""


def lantern(scene, book="agreements/lantern.yaml", views="all", name="lantern.yaml"):
    """The path of a configuration for the book "lantern", or another with its sensors."""
    path = pathlib.Path(scene.path(name))
    path.write_text(f"format: picket-config-1\nbook: {book}\n"
                    "reports: 127.0.0.1:1\ncontrol: 127.0.0.1:2\npictures: 127.0.0.1:3\n"
                    "page: 127.0.0.1:4\nclock: controlled\n"
                    f"views: {views}\nsensors:\n{SENSORS}")
    return path


def wire(scene):
    """The messages of the wire, as protoc writes them."""
    if scene.folder not in sys.path:
        subprocess.run(["protoc", f"--proto_path={ROOT}/proto", f"--python_out={scene.folder}",
                        *(f"picket/v1/{name}.proto" for name in ("common", "report", "control"))],
                       check=True)
        sys.path.insert(0, scene.folder)
    from picket.v1 import control_pb2, report_pb2
    return control_pb2, report_pb2


class Voice:
    """One who speaks to the control port. Drains count what all sensors of this script have sent."""
    sent = 0

    def __init__(self, scene, daemon, who):
        self.messages = wire(scene)[0]
        self.who, self.sequence = who, 0
        host, port = daemon.control.split(":")
        self.port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.port.connect((host, int(port)))
        self.port.settimeout(20)

    def ask(self, **what):
        self.sequence += 1
        said = self.messages.Control(format=0x31434B50, who=self.who, began_ns=7,
                                     sequence=self.sequence, sent_ns=1, **what)
        self.port.send(said.SerializeToString())
        reply = self.messages.Reply.FromString(self.port.recv(1000))
        if reply.outcome != DONE and reply.text != "book-refused":
            self.sequence -= 1  # what is refused uses up no number; a book was asked for, and is not good
        return reply

    def says(self, sentence, until_ns=0, reason="a test"):
        return self.ask(says=self.messages.Says(sentence=sentence, until_ns=until_ns, reason=reason))

    def clock(self, time_ns, new_run=False):
        if new_run:
            Voice.sent = 0
        else:
            self.ask(drain=self.messages.Drain(datagrams=Voice.sent))
        return self.ask(clock=self.messages.Clock(mode=STEP, time_ns=time_ns, new_run=new_run))


class Sensor:
    def __init__(self, scene, daemon, name):
        self.messages = wire(scene)[1]
        self.name, self.sequence = name, 0
        host, port = daemon.reports.split(":")
        self.port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.port.connect((host, int(port)))

    def send(self, at_ns, **reports):
        self.sequence += 1
        Voice.sent += 1
        one = self.messages.Datagram(format=0x31524B50, sensor=self.name, began_ns=7,
                                     sequence=self.sequence, sent_ns=at_ns, **reports)
        if self.name == "bro-ship":
            one.platform.time_ns, one.platform.lat_deg, one.platform.lon_deg = at_ns, 10.5, 179.9
        self.port.send(one.SerializeToString())

    def track(self, at_ns, number, lat, lon, height, *categories, identity=0):
        one = self.messages.Track(time_ns=at_ns, number=number, categories=categories,
                                  identity=identity)
        one.geodetic.lat_deg, one.geodetic.lon_deg, one.geodetic.height_m = lat, lon, height
        one.geodetic.east_mps = 0.1
        full = [[0.0] * 6 for _ in range(6)]
        for i in range(6):
            full[i][i] = 2500.0 if i < 3 else 25.0
        one.geodetic.covariance[:] = [full[i][j] for i in range(6) for j in range(i, 6)]
        self.send(at_ns, tracks=[one])

    def plot(self, at_ns, lat, lon, height, *categories):
        one = self.messages.Plot(time_ns=at_ns, categories=categories)
        one.geodetic.lat_deg, one.geodetic.lon_deg, one.geodetic.height_m = lat, lon, height
        one.geodetic.covariance[:] = [2500.0, 0, 0, 2500.0, 0, 2500.0]
        self.send(at_ns, plots=[one])


def rows(path):
    """{time_s: its rows as text} of a picture."""
    found = {}
    for line in pathlib.Path(path).read_text().splitlines()[1:]:
        found.setdefault(int(float(line.split(",", 1)[0])), []).append(line)
    return found


VIEWS = ["AVA.alone", "BRO.alone", "CYR.alone", "DEL.alone", "OBS.alone",
         "AVA.together", "BRO.together", "CYR.together", "DEL.together", "OBS.together", "bridge.together"]
REPORTS = 47800


class Run:
    """The exercise with what is said in it. acts[t] is said in the second t: (who, sentence), or a
    function that is called with the picketd and the white cell's voice."""

    def __init__(self, scene, name, acts, seconds=60, config=None):
        self.scene, self.name = scene, name
        with scene.picketd(config=config or lantern(scene), lines=[f"audit: {name}.log"]) as daemon:
            self.config = daemon.config
            staff = Voice(scene, daemon, "white-cell")
            voices = {"white-cell": staff}
            sensors = {each: Sensor(scene, daemon, each) for each in ("ava-sky", "ava-hill", "bro-ship")}
            staff.clock(NINE, new_run=True)
            for t in range(seconds):
                at = NINE + t * SECOND
                self.look(sensors, t, at)
                staff.clock(at + SECOND // 2)
                for act in acts.get(t, []):
                    if callable(act):
                        act(daemon, staff)
                        continue
                    who, sentence = act
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
        for copy in glob.glob(scene.path("live.*.yaml")):  # of its books
            os.rename(copy, copy.replace("/live.", f"/{name}."))
        scene.picket("fuse", self.recording, "-c", self.config, "-o", scene.path(f"{name}-again"))
        check_same(self.folder, scene.path(f"{name}-again"), 2 * len(VIEWS), f"{name}: live equals fuse")
        check(open(scene.path(f"{name}.log")).read() == open(scene.path(f"{name}-again", "audit.log")).read(),
              f"{name}: the audit log of fuse is that of the run")

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

    def without(self, gone, name, config=None):
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
        self.scene.picket("fuse", path, "-c", config or self.config, "-o", folder)
        return folder

    def released(self, view):
        told = self.scene.picket("fuse", self.recording, "-c", self.config, "-o",
                                 self.scene.path("told"), "--view", view, "--json")
        return json.loads(told.splitlines()[0])["released"]

    def rows(self, view, settled=False):
        return rows(os.path.join(self.folder, view + (".settled.csv" if settled else ".csv")))

    def others_same(self, concerned, config=None):
        """Without what was said, every other view is the same; and one of those concerned is not."""
        silent = self.without(lambda one, _: one.DESCRIPTOR.name == "Control" and
                              one.WhichOneof("command") in ("says", "book"), "silent", config)
        differ = set()
        for view in VIEWS:
            for suffix in (".csv", ".settled.csv"):
                one, other = (open(os.path.join(folder, view + suffix), "rb").read()
                              for folder in (self.folder, silent))
                differ |= {view} if one != other else set()
        check(differ and differ <= concerned | {"bridge.together"}, f"{self.name} touches {differ}, not only {concerned}")


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
