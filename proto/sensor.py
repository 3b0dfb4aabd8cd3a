#!/usr/bin/env python3
"""A whole sensor: thirty aircraft on circles, seen by a radar once each period.

Before the first run, in this folder: protoc --python_out=. picket/v1/*.proto
usage: sensor.py HOST:PORT SENSOR SCANS PERIOD_S [KEY_HEX]
"""
import hashlib, math, socket, sys, time
from picket.v1.common_pb2 import CATEGORY_AIR
from picket.v1.report_pb2 import Datagram

(host, port), sensor = sys.argv[1].rsplit(":", 1), sys.argv[2]
scans, period, key = int(sys.argv[3]), float(sys.argv[4]), bytes.fromhex("".join(sys.argv[5:]))
out, began, sequence, due = socket.socket(type=socket.SOCK_DGRAM), time.time_ns(), 0, time.monotonic()

def send(datagram):
    global sequence
    sequence += 1  # 1, 2, 3 ... within this run, which `began` tells from others
    datagram.sequence, datagram.sent_ns = sequence, time.time_ns()
    data = datagram.SerializeToString()
    if key:  # the tag covers all bytes before it and is appended to them
        data += b"\x7a\x10" + hashlib.blake2b(data, key=key, digest_size=16, person=b"picket.v1.report").digest()
    out.sendto(data, (host, int(port)))

for scan in range(1, scans + 1):
    head = Datagram(format=0x31524B50, sensor=sensor, began_ns=began, scan=scan)
    datagram = Datagram.FromString(head.SerializeToString())
    for number in range(1, 31):
        radius, now = 20e3 + 5e3 * number, time.time_ns()  # each plot has the time at which the beam met it
        turn = 12 * number + math.degrees(200 / radius) * (now - began) / 1e9
        plot = datagram.plots.add(time_ns=now, categories=[CATEGORY_AIR])
        plot.polar.range_m, plot.polar.azimuth_deg, plot.polar.elevation_deg = radius, turn % 360, 3
        plot.polar.sigma_range_m, plot.polar.sigma_azimuth_deg, plot.polar.sigma_elevation_deg = 50, 0.1, 0.2
        if datagram.ByteSize() > 1280:  # room for one more, and the tag, in 1,400 bytes
            send(datagram)
            datagram = Datagram.FromString(head.SerializeToString())
    send(datagram)  # also where nothing was seen: a sign of life
    due += period   # by a target time: sleeping for the period would drift
    time.sleep(max(0, due - time.monotonic()))
