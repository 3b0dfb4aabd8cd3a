#!/usr/bin/python3
"""Every datagram and every report is in exactly one sum, in every scrape, while good and bad ones
come; each bad one is counted once, under its name; and none of them changes a picture."""
import math
import os
import random
import socket
import subprocess
import sys
import time

from scene import ROOT, Scene, check, check_same, pcap_read, pcap_write

NOW = 1930359600 * 10**9  # exercise time: the clock is stepped there and stands
SECOND = 10**9
SEED = int(os.environ.get("PICKET_SEED", "1"))


def wire(scene):
    subprocess.run(["protoc", f"--proto_path={ROOT}/proto", f"--python_out={scene.folder}",
                    *(f"picket/v1/{name}.proto" for name in ("common", "report", "control"))],
                   check=True)
    sys.path.insert(0, scene.folder)
    from picket.v1 import control_pb2, report_pb2
    return report_pb2, control_pb2


class Sensor:
    """alpha, as three-radars.yaml has it: each datagram is the next one, at the clock's time."""

    def __init__(self):
        self.sequence, self.now = 0, NOW
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))

    def datagram(self, plots=1, **fields):
        self.sequence += 1
        one = report_pb2.Datagram(format=0x31524B50, sensor="alpha", began_ns=5,
                                  sequence=self.sequence, sent_ns=self.now)
        for i in range(plots):
            plot = one.plots.add(time_ns=self.now - SECOND // 2, categories=[2])
            plot.geodetic.lat_deg = 37.0 + 0.1 * i
            plot.geodetic.lon_deg = 129.0
            plot.geodetic.height_m = 9000
            plot.geodetic.covariance.extend([1e4, 0, 0, 1e4, 0, 1e4])
        for name, value in fields.items():
            setattr(one, name, value)
        return one

    def unnumbered(self, **fields):
        """One that never reaches the check of its number."""
        one = self.datagram(**fields)
        self.sequence -= 1
        return one


def bad_datagrams(alpha):
    """(name of refusal, bytes): each is refused whole, and moves nothing."""
    good = alpha.unnumbered().SerializeToString()
    yield "too-short", b""
    yield "too-short", good[:11]
    yield "too-long", alpha.unnumbered(plots=30).SerializeToString()
    yield "not-protobuf", good[:-7]
    yield "format-wrong", b"\x0d" + bytes(4) + good[5:]
    yield "format-port", b"\x0dPKP1" + good[5:]
    yield "format-version", b"\x0dPKR2" + good[5:]
    yield "sensor-missing", alpha.unnumbered(sensor="").SerializeToString()
    yield "sensor-unknown", alpha.unnumbered(sensor="delta").SerializeToString()
    yield "began-missing", alpha.unnumbered(began_ns=0).SerializeToString()
    yield "run-old", alpha.unnumbered(began_ns=4).SerializeToString()
    yield "sequence-missing", alpha.unnumbered(sequence=0).SerializeToString()
    yield "sequence-repeat", alpha.unnumbered(sequence=alpha.sequence).SerializeToString()
    yield "sent-missing", alpha.unnumbered(sent_ns=0).SerializeToString()
    yield "sent-future", alpha.unnumbered(sent_ns=alpha.now + 6 * SECOND).SerializeToString()
    yield "sent-old", alpha.unnumbered(sent_ns=alpha.now - 31 * SECOND).SerializeToString()
    yield "field-type", good + b"\x3d" + bytes(4)  # scan as fixed32
    yield "field-twice", good + b"\x25\x07\x00\x00\x00"
    yield "unknown-many", good + b"\xf8\x06\x01" * 129
    yield "reports-many", alpha.unnumbered().SerializeToString() + b"\x42\x00" * 64


def bad_reports(alpha):
    """(name of refusal, datagram): its second plot is refused, the first is fused."""
    def spoilt(why, spoil):
        one = alpha.datagram(plots=2)
        spoil(one.plots[1])
        return why, one.SerializeToString()

    def put(path, value):
        def spoil(plot):
            *way, last = path.split(".")
            for name in way:
                plot = getattr(plot, name)
            setattr(plot, last, value)
        return spoil

    def covariance(*numbers):
        def spoil(plot):
            del plot.geodetic.covariance[:]
            plot.geodetic.covariance.extend(numbers)
        return spoil
    yield spoilt("time-missing", put("time_ns", 0))
    yield spoilt("time-unit", put("time_ns", alpha.now // SECOND))
    yield spoilt("time-range", put("time_ns", 10**18 * 5))
    yield spoilt("time-future", put("time_ns", alpha.now + 2 * SECOND))
    yield spoilt("time-late", put("time_ns", alpha.now - 121 * SECOND))
    yield spoilt("position-range", put("geodetic.lat_deg", 91.0))
    yield spoilt("not-finite", put("geodetic.lon_deg", math.nan))
    yield spoilt("not-finite", covariance(math.nan, 0, 0, 1e4, 0, 1e4))
    yield spoilt("covariance-not-positive", covariance(0, 0, 0, 0, 0, 0))
    yield spoilt("covariance-not-positive", covariance(1e4, 0, 0, -1e4, 0, 1e4))
    yield spoilt("covariance-not-positive", covariance(1e4, 2e4, 0, 1e4, 0, 1e4))
    yield spoilt("geometry-missing", lambda plot: plot.ClearField("geodetic"))
    yield spoilt("identity-percent", put("identity_percent", 101))


class Ledger:
    """Sends, and reads the counts after each."""

    def __init__(self, daemon):
        self.daemon = daemon
        host, port = daemon.reports.split(":")
        self.to = (host, int(port))
        self.sent = 0

    def scrape(self):
        found = self.daemon.metrics()

        def total(name, **labels):
            return sum(value for (of, has), value in found.items()
                       if of == name and set(labels.items()) <= set(has))
        for listener in ("reports", "control"):
            parts = [total(f"datagrams_{part}", listener=listener)
                     for part in ("decoded_total", "refused_total", "dropped_total", "waiting")]
            check(total("datagrams_arrived_total", listener=listener) == sum(parts),
                  f"datagrams of {listener}: arrived = decoded + refused + dropped + waiting")
        for sensor in ("alpha", "bravo", "charlie"):
            parts = [total(f"reports_{part}", sensor=sensor)
                     for part in ("fused_total", "refused_total", "dropped_total", "waiting")]
            check(total("reports_received_total", sensor=sensor) == sum(parts),
                  f"reports of {sensor}: received = fused + refused + dropped + waiting")
        self.arrived = total("datagrams_arrived_total", listener="reports")
        return {(of, has): value for (of, has), value in found.items() if "refused_total" in of}

    def send(self, alpha, data):
        alpha.socket.sendto(data, self.to)
        self.sent += 1

    def settle(self):
        """The counts once all that was sent has come."""
        until = time.monotonic() + 10
        counts = self.scrape()
        while self.arrived < self.sent and time.monotonic() < until:
            counts = self.scrape()
        check(self.arrived == self.sent, f"{self.arrived} datagrams arrived, {self.sent} were sent")
        return counts

    def expect(self, alpha, why, data, family, labels):
        before = self.settle()
        self.send(alpha, data)
        after = self.settle()
        moved = {key: after[key] - before[key] for key in after if after[key] != before[key]}
        wanted = {(family, labels + (("reason", why),)): 1}
        check(moved == wanted, f"{why}: one count moves, by one; these did: {moved}")


class Control:
    def __init__(self, daemon):
        host, port = daemon.control.split(":")
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((host, int(port)))
        self.socket.settimeout(20)
        self.sequence = 0

    def step(self, time_ns):
        self.sequence += 1
        said = control_pb2.Control(format=0x31434B50, who="white-cell", began_ns=7,
                                   sequence=self.sequence, sent_ns=time_ns)
        said.clock.mode, said.clock.time_ns = 4, time_ns
        self.socket.send(said.SerializeToString())
        reply = control_pb2.Reply.FromString(self.socket.recv(1000))
        check(reply.outcome == 1, f"the clock is stepped: {reply.text}")


def flipped(alpha, chance):
    """A good datagram of which some bits are turned over."""
    data = bytearray(alpha.unnumbered(sequence=1).SerializeToString())
    for _ in range(chance.randint(1, 4)):
        bit = chance.randrange(8 * len(data))
        data[bit // 8] ^= 1 << bit % 8
    return bytes(data)


def named_faults(scene):
    """Each fault is one count, and none of them moves a picture."""
    bad = set()
    with scene.picketd(config="three-radars.yaml") as daemon:
        alpha, ledger, control = Sensor(), Ledger(daemon), Control(daemon)
        early = alpha.unnumbered().SerializeToString()
        listener = (("listener", "reports"),)
        ledger.expect(alpha, "clock-unset", early, "datagrams_refused_total", listener)
        control.step(NOW)
        ledger.send(alpha, alpha.datagram().SerializeToString())
        for why, data in bad_datagrams(alpha):
            bad.add(data)
            ledger.expect(alpha, why, data, "datagrams_refused_total", listener)
        for why, data in bad_reports(alpha):
            ledger.expect(alpha, why, data, "reports_refused_total", (("sensor", "alpha"),))
            alpha.now += SECOND
            control.step(alpha.now)
        said = daemon.log()
        check(daemon.stop() == 0, "picketd stops with 0")
    for why in ("sensor-unknown", "clock-unset", "covariance-not-positive", "time-late"):
        check(f"reason={why}" in said, f"the log names {why}")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 2, "live equals replay")
    head, packets = pcap_read(scene.path("live.pcap"))
    pcap_write(scene.path("good.pcap"), head, [each for each in packets if each[2] not in bad])
    scene.picket("fuse", scene.path("good.pcap"), "-c", daemon.config, "-o", scene.path("good"))
    check_same(scene.path("pictures"), scene.path("good"), 2, "bad datagrams change no picture")
    print(f"{ledger.sent} datagrams, each in one sum, in every scrape")


def turned_bits(scene):
    """Whatever the bytes are: every scrape adds up, and live equals replay."""
    print(f"seed {SEED}; again: PICKET_SEED={SEED} tests/daemon/ledger.py build")
    chance = random.Random(SEED)
    with scene.picketd(config="three-radars.yaml") as daemon:
        alpha, ledger, control = Sensor(), Ledger(daemon), Control(daemon)
        for i in range(1000):
            if i % 25 == 0:
                control.step(alpha.now)
                # From another sensor, whose run and numbers no turned bit can put forward.
                ledger.send(alpha, alpha.datagram(sensor="bravo").SerializeToString())
                alpha.now += 5 * SECOND  # its period: nearer looks at one object are not one's
            ledger.send(alpha, flipped(alpha, chance))
            if i % 25 == 12:
                ledger.scrape()
        ledger.settle()
        check(daemon.stop() == 0, "picketd stops with 0")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 2, "live equals replay")
    print(f"{ledger.sent} datagrams of turned bits, each in one sum, in every scrape")


with Scene() as scene:
    report_pb2, control_pb2 = wire(scene)
    named_faults(scene)
    turned_bits(scene)
