#!/usr/bin/python3
"""replay holds its pace: due times are counted from one anchor, a factor under 1 counts from the
first pass on, and a jump of years is no reason to wait."""
import socket
import struct
import threading
import time

from scene import Scene, check, pcap_write

START = 1930359600
HEAD = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1)


def packet(time_ns):
    """A frame with one byte to port 47800."""
    frame = (bytes(12) + b"\x08\x00" + b"\x45\x00\x00\x1d\x00\x00\x40\x00\x40\x11\x00\x00" +
             b"\x7f\x00\x00\x01" * 2 + struct.pack(">HHHH", 48001, 47800, 9, 0) + b"x")
    return struct.pack("<IIII", *divmod(time_ns, 10**9), len(frame), len(frame)) + frame, 48001, b"x"


class Ear(threading.Thread):
    """Notes when each datagram comes."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
        self.socket.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.times = []
        self.start()

    def run(self):
        while True:
            self.socket.recv(100)
            self.times.append(time.monotonic())

    def heard(self, count):
        until = time.monotonic() + 5
        while len(self.times) < count and time.monotonic() < until:
            time.sleep(0.01)
        check(len(self.times) == count, f"{count} datagrams come, and {len(self.times)} did")
        return self.times


def play(scene, stamps, *options):
    pcap_write(scene.path("made.pcap"), HEAD, [packet(each) for each in stamps])
    ear = Ear()
    said = scene.picket("replay", scene.path("made.pcap"), "--to", ear.address, "--control", "none",
                        *options)
    return ear, said


with Scene() as scene:
    # Sleeping by differences adds each oversleep, some 60 us: 20,000 of them would be 1.2 s more. Half
    # of that is left to whatever else the machine does; the first may be heard late, by 0.1 s.
    ear, said = play(scene, [(START + i) * 10**9 for i in range(20001)], "--speed", "20000")
    times = ear.heard(20001)
    took = times[-1] - times[0]
    check(0.9 < took < 1.6, f"20,001 datagrams 1 s apart at 20,000 times take 1.0 s, not {took}")
    check("Pace" in said and "worst" in said, "the lateness is printed")

    # A factor under 1 had no effect in the first pass: half a second took half a second.
    ear, said = play(scene, [START * 10**9, START * 10**9 + 10**9 // 2], "--speed", "0.5", "--loop", "2")
    times = ear.heard(4)
    for first in (0, 2):
        took = times[first + 1] - times[first]
        check(0.9 < took < 1.6, f"half a second at half the pace takes 1.0 s, not {took}")

    # A second file of another year made the player sleep until that year.
    stamps = [START * 10**9, (START + 3 * 365 * 86400) * 10**9, (START - 365 * 86400) * 10**9]
    began = time.monotonic()
    ear, said = play(scene, stamps)
    ear.heard(3)
    check(time.monotonic() - began < 3, "a jump of years is no reason to wait")
