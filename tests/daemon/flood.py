#!/usr/bin/python3
"""A burst that no buffer holds: what the kernel dropped is counted and said, and what came and what
was dropped together are what was sent. Elsewhere the data had holes and the program said nothing."""
import re
import signal
import socket
import time

from scene import Scene, check

SENT, BYTES = 20000, 600


def total(metrics, name):
    return sum(value for (of, labels), value in metrics.items()
               if of == name and ("listener", "reports") in labels)


with Scene() as scene:
    with scene.picketd(config="three-radars.yaml") as daemon:
        host, port = daemon.reports.split(":")
        gun = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        gun.connect((host, int(port)))
        daemon.process.send_signal(signal.SIGSTOP)
        for _ in range(SENT):
            gun.send(bytes(BYTES))
        daemon.process.send_signal(signal.SIGCONT)
        until, arrived = time.monotonic() + 20, 0
        while arrived < SENT and time.monotonic() < until:
            metrics = daemon.metrics()
            arrived = total(metrics, "datagrams_arrived_total")
        dropped = total(metrics, "datagrams_dropped_total")
        check(arrived == SENT, f"{arrived} arrived, dropped ones included, and {SENT} were sent")
        check(dropped > 0, "some were dropped, or this test shows nothing")
        check(total(metrics, "datagrams_refused_total") == SENT - dropped, "the rest was refused")
        granted = total(metrics, "listener_buffer_bytes")
        daemon.stop()
        log = daemon.log()
    check(f"receive buffer {granted // 2:.0f} bytes granted of {8 * 2**20} asked" in log, "the log says what was granted")
    if granted < 2 * 8 * 2**20:
        check("event=buffer.capped" in log and "sysctl net.core.rmem_max=8388608" in log,
              "a capped buffer is said, with the remedy")
    said = sum(int(count) for count in re.findall(r"event=dropped .*count=(\d+)", log))
    check(said == dropped, f"the log says {said} were dropped, the metrics {dropped:.0f}")
    print(f"{SENT} sent = {SENT - dropped:.0f} taken + {dropped:.0f} dropped by the kernel")
