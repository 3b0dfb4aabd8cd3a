#!/usr/bin/python3
"""What picket fuse says of a feed in which each plot was sent twice: the view sets half aside as duplicates, and the
sum of all does not call that half fused.

usage: resent.py BUILD
"""
import os
import re
import subprocess
import sys
import tempfile

PICKET = os.path.join(sys.argv[1], "picket")
PLOTS = 40  # of an aircraft that stands still, seen each second


def picket(*words):
    done = subprocess.run([PICKET, *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"FAILED: picket {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


with tempfile.TemporaryDirectory() as folder:
    path = lambda name: os.path.join(folder, name)
    with open(path("plots.csv"), "w") as file:
        print("time_s,sensor,lat_deg,lon_deg,alt_m,ee,en,eu,nn,nu,uu",
              *(f"{second},alpha,36.5,129.5,8000,3600,0,0,3600,0,3600" for second in range(PLOTS) for _ in range(2)), sep="\n", file=file)
    picket("import", "--format", "csv", path("plots.csv"), "-o", path("feed.pcap"))
    told = picket("fuse", path("feed.pcap"), "-c", "testdata/three-radars.yaml", "-o", path("out"))
    print(told, end="")
    head, view = (line.split() for line in told.splitlines()[:2])
    row = dict(zip(head, view))
    if (row["reports"], row["duplicate"]) != (str(2 * PLOTS), str(PLOTS)):
        sys.exit(f"FAILED: half of {2 * PLOTS} are duplicates: {row}")
    if not re.search(rf"^Received  {2 * PLOTS} = accepted {2 * PLOTS} \+ refused 0 \+ dropped 0;", told, re.MULTILINE):
        sys.exit("FAILED: all are accepted, and half are not fused")
