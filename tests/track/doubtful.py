#!/usr/bin/python3
"""A radar that claims a third of the errors that it has is said aloud by picket fuse, and no other is.

usage: doubtful.py BUILD

Eight aircraft that keep straight on, seen by three radars with a sigma of 60 m. NIS of an honest one is
about 1 a dimension; of the other it would be 9, less what the tracks' own share and the gate take off.
"""
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

PICKET = os.path.join(sys.argv[1], "picket")
SIGMA, SECONDS, CLAIMS = 60.0, 300, {"alpha": 20.0, "bravo": 60.0, "charlie": 60.0}
PERIODS = {"alpha": 4, "bravo": 5, "charlie": 10}


def plots(source):
    rows = []
    for k in range(8):
        for sensor, period in PERIODS.items():
            for second in range(k % period, SECONDS, period):
                north, east, up = (source.gauss(0, SIGMA) for _ in range(3))
                lat = 36.0 + 0.3 * k + north / 111000
                lon = 129.0 + (200.0 * second + east) / (111320 * math.cos(math.radians(lat)))
                square = CLAIMS[sensor] ** 2
                rows.append((second, f"{second},{sensor},{lat:.7f},{lon:.7f},{8000 + up:.2f},"
                                     f"{square},0,0,{square},0,{square}"))
    return [row for _, row in sorted(rows)]


def picket(*words):
    done = subprocess.run([PICKET, *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"FAILED: picket {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout + done.stderr


with tempfile.TemporaryDirectory() as folder:
    path = lambda name: os.path.join(folder, name)
    with open(path("plots.csv"), "w") as file:
        print("time_s,sensor,lat_deg,lon_deg,alt_m,ee,en,eu,nn,nu,uu", *plots(random.Random(5)), sep="\n", file=file)
    picket("import", "--format", "csv", path("plots.csv"), "-o", path("feed.pcap"))
    told = picket("fuse", path("feed.pcap"), "-c", "testdata/three-radars.yaml", "-o", path("out"))
    lines = [line for line in told.splitlines() if line.startswith("Doubtful")]
    if len(lines) != 1 or not lines[0].startswith("Doubtful  alpha: NIS "):
        sys.exit(f"FAILED: alpha alone is doubtful\n{told}")
    # A wrong north or a clock that is off looks the same: what is measured is said, and all that may be its cause.
    if not re.search(r" plots: it sees things at least \d\.\d times as far from where tracks expect them as its accuracies "
                     r"allow\. Check its accuracies, its alignment and its clock$", lines[0]):
        sys.exit(f"FAILED: it is said what is measured and what to check\n{lines[0]}")
    said = picket("fuse", path("feed.pcap"), "-c", "testdata/three-radars.yaml", "-o", path("out"), "--json")
    sensors = {one["sensor"]: one for one in map(json.loads, filter(lambda row: row.startswith("{"), said.splitlines()))
               if one["kind"] == "sensor"}
    for name, one in sensors.items():
        print(f"{name}: NIS {one['nis']:.2f} of 1 over {one['nis_plots']} plots")
    if not (sensors["alpha"]["nis"] > 2 > sensors["bravo"]["nis"] > 0.5 and 2 > sensors["charlie"]["nis"] > 0.5):
        sys.exit("FAILED: NIS of alpha is over 2, of the others about 1")
print("who claims too much is told")
