"""voice.py - speaking to a picketd of scene.py: exercise control, and sensors in the book "lantern".

    with scene.picketd(config=lantern(scene)) as daemon:
        staff = Voice(scene, daemon, "white-cell")
        ship = Sensor(scene, daemon, "bro-ship")
        staff.clock(NINE, new_run=True)
        ship.track(NINE, 7, 11.0, 180.0, 2000.0, AIR)
        staff.clock(NINE + SECOND)                   # steps; all sent before has been taken
        reply = staff.says("hold sensor bro-ship")   # reply.text is the name of a refusal
"""
import pathlib
import socket
import subprocess
import sys

from scene import ROOT

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


def lantern(scene, views="all"):
    """The path of a configuration for the book "lantern"."""
    path = pathlib.Path(scene.path("lantern.yaml"))
    path.write_text("format: picket-config-1\nbook: agreements/lantern.yaml\n"
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
        if reply.outcome != DONE:
            self.sequence -= 1  # what is refused uses up no number
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
