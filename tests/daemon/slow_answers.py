#!/usr/bin/python3
"""Every answer comes whole, however slowly it is read and by however many at once; who reads nothing of
it is let go, so that nobody can make picketd keep what he does not want."""
import os
import pathlib
import random
import socket
import threading
import time

from scene import Scene, check
from tokens import body, get

OBJECTS = 10_000     # an answer of 0.9 MB, more than the system holds for a connection
READERS = 24
LASTS_S = 13         # longer than picketd waits for somebody who does not read
SLEEPERS = 3
PATIENCE_S = 10
READS = 20
COSTS_S = 0.015      # of picketd's own time for an answer; some 2 ms are needed, and 50 at 128 bytes a turn
SEED = 20311


def truth(path, start_s, epochs):
    rows = ["time_s,object,lat_deg,lon_deg,alt_m"]
    for second in range(start_s, start_s + epochs):
        rows += [f"{second},object-{n},{28 + n % 180 / 10},{118 + n % 300 / 10},{n % 9000}" for n in range(OBJECTS)]
    pathlib.Path(path).write_text("\n".join(rows) + "\n")


class Reader(threading.Thread):
    """Asks twice on one connection; reads the first answer over `lasts_s` seconds in pieces of all sizes,
    the second as fast as it comes."""

    def __init__(self, page, path, whole, lasts_s, seed):
        super().__init__(daemon=True)
        self.page, self.path, self.whole, self.lasts_s, self.random = page, path, whole, lasts_s, random.Random(seed)
        self.fault = "did not end"

    def run(self):
        try:
            self.fault = self.read()
        except OSError as error:
            self.fault = str(error)

    def read(self):
        with socket.socket() as to:
            to.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            to.settimeout(60)
            to.connect(("127.0.0.1", int(self.page.split(":")[1])))
            for lasts_s in (self.lasts_s, 0):
                to.sendall(f"GET {self.path} HTTP/1.1\r\nHost: {self.page}\r\n\r\n".encode())
                got, size = self.answer(to, lasts_s)
                if size != len(self.whole) or got != self.whole:
                    return f"{len(got)} of {size} bytes, of {len(self.whole)}"
        return None

    def answer(self, to, lasts_s):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            part = to.recv(1)
            if not part:
                raise OSError("closed before the head of an answer")
            head += part
        size = size_of(head)
        got, begun = bytearray(), time.monotonic()
        while len(got) < size:
            part = to.recv(min(size - len(got), self.random.randint(1, 4096) if lasts_s else 1 << 20))
            if not part:
                break
            got += part
            time.sleep(max(0.0, begun + lasts_s * len(got) / size - time.monotonic()))
        return bytes(got), size


def size_of(head):
    return int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])


def asleep(page):
    to = socket.create_connection(("127.0.0.1", int(page.split(":")[1])))
    to.sendall(f"GET /truth HTTP/1.1\r\nHost: {page}\r\n\r\n".encode())
    return to


def is_let_go(to):
    """Its answer ends before it is whole, or the connection is torn down."""
    to.settimeout(20)
    got = b""
    try:
        while part := to.recv(1 << 20):
            got += part
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    head, _, rest = got.partition(b"\r\n\r\n")
    return len(rest) < size_of(head)


def own_time_s(daemon):
    """What the process has worked so far, by itself and in the kernel."""
    fields = pathlib.Path(f"/proc/{daemon.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def scripts(build):
    """The largest file of the page, where it is built."""
    return sorted((build / "page/assets").glob("*.js"), key=lambda file: -file.stat().st_size)[:1]


def main(scene):
    feed = scene.sim(2)
    truth(scene.path("truth.csv"), 1930359600, 4)
    with scene.picketd(lines=["truth: truth.csv"]) as daemon:
        scene.picket("replay", feed, "--to", daemon.reports, "--control", daemon.control, "--speed", "max")
        whole = body(get(daemon.page, "/truth"))
        check(whole.count(b'"id"') == OBJECTS, f"the truth of {OBJECTS} objects: {whole[:200]}")
        before = own_time_s(daemon)
        for _ in range(READS):
            check(body(get(daemon.page, "/truth")) == whole, "the truth stands while the clock does")
        cost = (own_time_s(daemon) - before) / READS
        check(cost < COSTS_S, f"an answer of {len(whole)} bytes takes {1000 * cost:.0f} ms of picketd's time")
        asked = [("/truth", whole)] * READERS
        asked += [(f"/assets/{file.name}", file.read_bytes()) for file in scripts(scene.build)] * 2
        print(f"slow_answers: seed {SEED}")
        readers = [Reader(daemon.page, path, all_of_it, LASTS_S, SEED + n) for n, (path, all_of_it) in enumerate(asked)]
        sleepers = [asleep(daemon.page) for _ in range(SLEEPERS)]
        for reader in readers:
            reader.start()
        begun, slowest = time.monotonic(), 0.0
        while any(reader.is_alive() for reader in readers) and time.monotonic() < begun + 60:
            before = time.monotonic()
            check(daemon.get("/healthz") == "ok\n", "others are answered meanwhile")
            slowest = max(slowest, time.monotonic() - before)
            time.sleep(0.5)
        for n, reader in enumerate(readers):
            check(not reader.fault, f"reader {n} of {reader.path}: {reader.fault}")
        check(time.monotonic() - begun > PATIENCE_S, "the slow ones took longer than picketd waits for a sleeper")
        check(slowest < LASTS_S / 2, f"nobody else waited for a slow reader: {slowest:.2f} s")
        for to in sleepers:
            check(is_let_go(to), "who reads nothing is let go")
            to.close()
        check(daemon.stop() == 0, "picketd stops with 0")
    print(f"{len(readers)} slow readers got all, twice; {SLEEPERS} sleepers were let go")


if __name__ == "__main__":
    with Scene() as scene:
        main(scene)
