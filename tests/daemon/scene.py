"""scene.py - what the scripts of this folder share: a folder of its own, a feed, a picketd at work.

    with Scene() as scene:
        feed = scene.sim(60)                  # so many seconds of the stock exercise
        with scene.picketd() as daemon:       # on ports that are free now
            scene.picket("replay", feed, "--to", daemon.reports, "--speed", "max")
        scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))

A check that does not hold ends the script with its sentence.
"""
import filecmp
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


def check(holds, sentence):
    if not holds:
        sys.exit(f"FAILED: {sentence}")


def free_ports(count):
    """UDP ports that nobody has; each is also free for TCP."""
    kept, ports = [], []
    while len(ports) < count:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        tcp = socket.socket()
        kept += [udp, tcp]
        try:
            tcp.bind(("127.0.0.1", udp.getsockname()[1]))
        except OSError:
            continue
        ports.append(udp.getsockname()[1])
    for each in kept:
        each.close()
    return ports


class Picketd:
    """A picketd of its own: the stock configuration with other ports, a recording and files."""

    def __init__(self, scene, config="demo.yaml", lines=(), clock="controlled", preload=""):
        self.scene, self.preload = scene, preload
        port = free_ports(4)
        self.reports, self.control, self.pictures, self.page = (f"127.0.0.1:{p}" for p in port)
        text = (ROOT / "testdata" / config).read_text()
        text = re.sub(r"(?m)^book: (.*)$",
                      lambda book: f"book: {os.path.join(ROOT, 'testdata', book[1])}", text)
        for key in ("reports", "control", "pictures", "page"):
            text = re.sub(rf"(?m)^{key}: .*$", f"{key}: {getattr(self, key)}", text)
        text = re.sub(r"(?m)^clock: .*$", f"clock: {clock}", text)
        text += "record: live.pcap\nfiles: pictures\n" + "".join(f"{line}\n" for line in lines)
        self.config = scene.path("live.yaml")
        pathlib.Path(self.config).write_text(text)

    def __enter__(self):
        self.log_path = self.scene.path("picketd.log")
        self.process = subprocess.Popen([self.scene.build / "picketd", "-c", self.config],
                                        stderr=open(self.log_path, "w"),
                                        env=os.environ | {"LD_PRELOAD": self.preload})
        until = time.monotonic() + 20
        while "event=ready" not in self.log() and time.monotonic() < until:
            check(self.process.poll() is None, f"picketd starts:\n{self.log()}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends it by TERM; gives its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(60)

    def log(self):
        return pathlib.Path(self.log_path).read_text()

    def get(self, page):
        return urllib.request.urlopen(f"http://{self.page}{page}", timeout=20).read().decode()

    def metrics(self):
        """{(name, ((label, value), ...)): number} of one scrape."""
        found = {}
        for line in self.get("/metrics").splitlines():
            if line.startswith("#"):
                continue
            name, labels, value = re.fullmatch(r"picket_(\w+)(?:\{(.*)\})? (\S+)", line).groups()
            found[name, tuple(re.findall(r'(\w+)="([^"]*)"', labels or ""))] = float(value)
        return found


class Scene:
    def __init__(self):
        self.build = pathlib.Path(sys.argv[1]).resolve()
        self.folder = tempfile.mkdtemp(prefix="picket-test-")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def picketd(self, **settings):
        return Picketd(self, **settings)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def picket(self, *arguments, code=0):
        """Runs picket; gives its output. Its exit code must be `code`."""
        ran = subprocess.run([self.build / "picket", *map(str, arguments)], text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        check(ran.returncode == code,
              f"picket {' '.join(map(str, arguments))} exits {code}, not {ran.returncode}:\n"
              f"{ran.stdout}{ran.stderr}")
        return ran.stdout + ran.stderr

    def sim(self, seconds):
        feed = self.path(f"feed-{seconds}.pcap")
        self.picket("sim", ROOT / "testdata" / "peninsula.yaml", "-o", feed, "--truth",
                    self.path("truth.csv"), "--for", f"{seconds}s")
        return feed


def check_same(one, other, count, sentence):
    """Two folders hold the same `count` pictures, byte for byte, and some of them hold tracks."""
    names = sorted(name for name in os.listdir(one) if name.endswith(".csv"))
    check(len(names) == count, f"{sentence}: {one} holds {len(names)} pictures, not {count}")
    check(max(os.path.getsize(os.path.join(one, name)) for name in names) > 1000,
          f"{sentence}: the pictures hold tracks")
    for name in names:
        check(filecmp.cmp(os.path.join(one, name), os.path.join(other, name), shallow=False),
              f"{sentence}: {name} differs between {one} and {other}")


def pcap_read(path):
    """The packets of a nanosecond pcap as (whole bytes with their header, source port, payload)."""
    data = pathlib.Path(path).read_bytes()
    check(data[:4] == b"\x4d\x3c\xb2\xa1", f"{path} is a nanosecond pcap")
    at, packets = 24, []
    while at < len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        frame = data[at + 16:at + 16 + size]
        packets.append((data[at:at + 16 + size], struct.unpack_from(">H", frame, 34)[0], frame[42:]))
        at += 16 + size
    return data[:24], packets


def pcap_write(path, head, packets):
    pathlib.Path(path).write_bytes(head + b"".join(packet[0] for packet in packets))
