#!/usr/bin/python3
"""Live equals replay across a new run. A clock that runs closes epochs of which no datagram tells;
where a later run followed, those of the first run's end were missing from its replay."""
import socket
import subprocess
import sys
import time

from scene import ROOT, Scene, check, check_same

SECOND = 10**9
FIRST, SECOND_RUN = 1930359600 * SECOND, 1930363200 * SECOND  # an hour later
RUN, STEP = 2, 4


def wire(scene):
    subprocess.run(["protoc", f"--proto_path={ROOT}/proto", f"--python_out={scene.folder}",
                    *(f"picket/v1/{name}.proto" for name in ("common", "report", "control"))],
                   check=True)
    sys.path.insert(0, scene.folder)
    from picket.v1 import control_pb2, report_pb2
    return report_pb2, control_pb2


def port(address):
    host, number = address.split(":")
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.connect((host, int(number)))
    one.settimeout(20)
    return one


class Control:
    def __init__(self, address):
        self.port, self.sequence = port(address), 0

    def ask(self, **said):
        self.sequence += 1
        self.port.send(control_pb2.Control(format=0x31434B50, who="white-cell", began_ns=7,
                                           sequence=self.sequence, sent_ns=1,
                                           **said).SerializeToString())
        reply = control_pb2.Reply.FromString(self.port.recv(1000))
        check(reply.outcome == 1, f"control is obeyed: {reply.text}")

    def clock(self, mode, time_ns=0, rate=1000, new_run=False):
        self.ask(clock=control_pb2.Clock(mode=mode, time_ns=time_ns, rate_permille=rate,
                                         new_run=new_run))


def plots_send(to, control, began_ns, time_ns):
    """One plot each two seconds, so that the picture has a track."""
    for i in range(6):
        control.clock(STEP, time_ns + i * 2 * SECOND)
        one = report_pb2.Datagram(format=0x31524B50, sensor="alpha", began_ns=began_ns,
                                  sequence=i + 1, sent_ns=time_ns + i * 2 * SECOND)
        plot = one.plots.add(time_ns=one.sent_ns, categories=[2])
        plot.geodetic.lat_deg, plot.geodetic.lon_deg = 37.0 + 0.001 * i, 129.0
        plot.geodetic.height_m = 9000
        plot.geodetic.covariance.extend([1e4, 0, 0, 1e4, 0, 1e4])
        to.send(one.SerializeToString())
        control.ask(drain=control_pb2.Drain(datagrams=i + 1))


with Scene() as scene:
    report_pb2, control_pb2 = wire(scene)
    with scene.picketd(config="three-radars.yaml") as daemon:
        control, reports = Control(daemon.control), port(daemon.reports)
        control.clock(STEP, FIRST, new_run=True)
        plots_send(reports, control, 5, FIRST)
        control.clock(RUN, rate=20000)
        time.sleep(0.5)
        control.clock(STEP, SECOND_RUN, new_run=True)
        plots_send(reports, control, 6, SECOND_RUN)
        check(daemon.stop() == 0, "picketd stops with 0")
    picture = open(scene.path("pictures", "ROK.national.csv")).read()
    rows = [int(line.split(",")[0]) for line in picture.splitlines()[1:]]
    check(max(row for row in rows if row < SECOND_RUN // SECOND) > FIRST // SECOND + 15,
          "the first run's picture went on after its last datagram, or this test shows nothing")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 2, "live equals replay")
    print(f"{len(rows)} rows of two runs, live and again")
