#!/usr/bin/python3
"""How picketd ends: TERM and INT flush everything and end with 0; a port that is taken ends it with
2 and the name of who has it; and a wall clock needs nobody to set it. How it begins: with what its book holds."""
import os
import signal
import socket
import subprocess
import time

from scene import Scene, check, pcap_read



def stopped_by(scene, number, clock):
    with scene.picketd(clock=clock) as daemon:
        gun = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        host, port = daemon.reports.split(":")
        for i in range(3):
            gun.sendto(b"not a datagram of ours %d" % i, (host, int(port)))
        until = time.monotonic() + 10
        while "event=datagram.refused" not in daemon.log() and time.monotonic() < until:
            time.sleep(0.02)
        check("format-wrong" in daemon.log() or "not-protobuf" in daemon.log(), "refusals are said")
        check(daemon.get("/readyz").startswith("ready"), "it is ready")
        if clock == "wall":
            time.sleep(1.2)  # an epoch of the machine's own clock closes
        daemon.process.send_signal(number)
        check(daemon.process.wait(30) == 0, f"signal {number} ends it with 0")
        check("event=stopped" in daemon.log(), "it says that it has stopped")
    files = os.listdir(scene.path("pictures"))
    check(len(files) == 26 and not [name for name in files if name.endswith(".part")],
          f"26 pictures stand in their places: {sorted(files)}")
    return pcap_read(scene.path("live.pcap"))[1]


def told_of_its_book(scene, config, counts):
    """The line on the book counts as a person does: one rule, no clauses."""
    with scene.picketd(config=config) as daemon:
        check(counts in daemon.log(), f"{counts}:\n{daemon.log()}")
        check(daemon.stop() == 0, "TERM ends it with 0")


with Scene() as scene:
    told_of_its_book(scene, "three-radars.yaml",
                     "book three-radars.yaml: 1 rule, 0 clauses, 1 example holds, 0 lints, sha256 ")
    unset = stopped_by(scene, signal.SIGTERM, "controlled")
    check([port for _, port, _ in unset] and len(unset) == 3, "three datagrams are recorded")
    wall = stopped_by(scene, signal.SIGINT, "wall")
    check(len(wall) == 5, f"the clock's beginning and end are recorded too: {len(wall)}")
    with scene.picketd() as daemon:
        second = subprocess.run([scene.build / "picketd", "-c", daemon.config], text=True,
                                stderr=subprocess.PIPE, timeout=30)
        check(second.returncode == 2, f"a port that is taken ends it with 2: {second.returncode}")
        check(f"is taken by picketd, process {daemon.process.pid}" in second.stderr and
              f"kill {daemon.process.pid}" in second.stderr, f"it says by whom:\n{second.stderr}")
        check(daemon.get("/healthz").startswith("ok"), "the first one goes on")
