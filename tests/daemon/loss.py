#!/usr/bin/python3
"""replay says what went wrong: nobody answers, datagrams were lost, the pace was not held, or it was
interrupted, and then the exercise clock stands."""
import signal
import socket
import subprocess
import sys
import threading
import time

from scene import ROOT, Scene, check

PAUSE, DONE, TIMED_OUT = 3, 1, 3


class StandIn(threading.Thread):
    """Answers control as picketd does, but has lost some datagrams."""

    def __init__(self, lost=0):
        super().__init__(daemon=True)
        self.lost, self.modes = lost, []
        self.reports, self.control = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                                      for _ in range(2))
        for each in (self.reports, self.control):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            each.bind(("127.0.0.1", 0))
        self.to, self.talk = ("127.0.0.1:%d" % each.getsockname()[1]
                              for each in (self.reports, self.control))
        self.start()

    def run(self):
        while True:
            data, who = self.control.recvfrom(1000)
            said = control_pb2.Control.FromString(data)
            reply = control_pb2.Reply(format=0x31414B50, began_ns=said.began_ns,
                                      sequence=said.sequence, outcome=DONE)
            if said.WhichOneof("command") == "clock":
                self.modes.append(said.clock.mode)
            else:
                reply.datagrams = max(0, said.drain.datagrams - self.lost)
                reply.outcome = TIMED_OUT if self.lost else DONE
            self.control.sendto(reply.SerializeToString(), who)

    def is_played_to(self):
        """Returns when the clock was set, and the two seconds that the feed takes have begun."""
        until = time.monotonic() + 20
        while not self.modes and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.2)


def start(scene, feed, stand_in, *options):
    return subprocess.Popen([scene.build / "picket", "replay", feed, "--to", stand_in.to, "--control",
                             stand_in.talk, *options], text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


with Scene() as scene:
    subprocess.run(["protoc", f"--proto_path={ROOT}/proto", f"--python_out={scene.folder}",
                    "picket/v1/common.proto", "picket/v1/control.proto"], check=True)
    sys.path.insert(0, scene.folder)
    from picket.v1 import control_pb2
    feed = scene.sim(20)

    quiet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    quiet.bind(("127.0.0.1", 0))
    said = scene.picket("replay", feed, "--to", "127.0.0.1:%d" % quiet.getsockname()[1], code=2)
    check("nothing answers at control address" in said and "--control none" in said, said)

    said = scene.picket("replay", feed, "--to", (lossy := StandIn(lost=3)).to, "--control",
                        lossy.talk, "--speed", "100", code=1)
    check("3 of " in said and "datagrams did not arrive" in said and "rmem_max" in said, said)

    stand_in = StandIn()
    held = start(scene, feed, stand_in, "--speed", "10")
    stand_in.is_played_to()
    held.send_signal(signal.SIGSTOP)
    time.sleep(2.5)
    held.send_signal(signal.SIGCONT)
    out, errors = held.communicate(timeout=30)
    check(held.returncode == 1 and "the pace was not held" in errors, out + errors)

    stand_in = StandIn()
    broken = start(scene, feed, stand_in, "--speed", "10")
    stand_in.is_played_to()
    broken.send_signal(signal.SIGINT)
    out, errors = broken.communicate(timeout=30)
    check(broken.returncode == -signal.SIGINT, f"it dies of the signal: {broken.returncode}")
    check("stopping at 03:00" in errors and "the exercise clock stands" in errors, errors)
    check(stand_in.modes[-1] == PAUSE, f"the clock was paused: {stand_in.modes}")
