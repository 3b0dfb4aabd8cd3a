"""Reads a recording and its truth with code of its own: pcap by hand, messages by Google's protobuf."""
import csv
import importlib
import math
import os
import struct
import subprocess
import sys
import tempfile
from collections import defaultdict

A, F = 6378137.0, 1 / 298.257223563
E2 = F * (2 - F)


def ecef(lat_deg, lon_deg, h):
    la, lo = math.radians(lat_deg), math.radians(lon_deg)
    n = A / math.sqrt(1 - E2 * math.sin(la) ** 2)
    return ((n + h) * math.cos(la) * math.cos(lo), (n + h) * math.cos(la) * math.sin(lo), (n * (1 - E2) + h) * math.sin(la))


def axes(lat_deg, lon_deg):
    la, lo = math.radians(lat_deg), math.radians(lon_deg)
    sl, cl, so, co = math.sin(la), math.cos(la), math.sin(lo), math.cos(lo)
    return ((-so, co, 0), (-sl * co, -sl * so, cl), (cl * co, cl * so, sl))


def messages():
    """The generated modules report_pb2, control_pb2; None where protobuf or protoc is missing."""
    try:
        import google.protobuf  # noqa: F401
        folder = tempfile.mkdtemp()
        subprocess.run(['protoc', '--proto_path=proto', f'--python_out={folder}', 'picket/v1/common.proto',
                        'picket/v1/report.proto', 'picket/v1/control.proto'], check=True)
    except (ImportError, OSError, subprocess.CalledProcessError):
        return None
    sys.path.insert(0, folder)
    return importlib.import_module('picket.v1.report_pb2'), importlib.import_module('picket.v1.control_pb2')


def packets(path):
    """(stamp_ns, source port, target port, payload) of each packet, in order."""
    data = open(path, 'rb').read()
    magic, = struct.unpack_from('<I', data)
    assert magic == 0xA1B23C4D, 'nanosecond pcap, little-endian'
    at, out = 24, []
    while at < len(data):
        sec, ns, kept, length = struct.unpack_from('<IIII', data, at)
        assert kept == length
        frame = data[at + 16:at + 16 + kept]
        source, target, size = struct.unpack_from('>HHH', frame, 34)
        out.append((sec * 10**9 + ns, source, target, frame[42:34 + size]))
        at += 16 + kept
    return out


class Truth:
    """Places at whole seconds; between them the cubic through places and velocities."""

    def __init__(self, path):
        self.rows = defaultdict(dict)
        self.category = {}
        for r in csv.DictReader(open(path)):
            la, lo, h = (float(r[k]) for k in ('lat_deg', 'lon_deg', 'alt_m'))
            enu = [float(r[k]) for k in ('ve_m_per_s', 'vn_m_per_s', 'vu_m_per_s')]
            m = axes(la, lo)
            v = tuple(sum(m[i][j] * enu[i] for i in range(3)) for j in range(3))
            self.rows[r['object']][int(r['time_s'])] = (ecef(la, lo, h), v, h)
            self.category[r['object']] = r['category']

    def at(self, name, time_ns):
        """Place, velocity; None where it is not there for the whole second."""
        second, rest = divmod(time_ns, 10**9)
        rows = self.rows[name]
        if second not in rows or (rest and second + 1 not in rows):
            return None
        if not rest:
            return rows[second][:2]
        (p0, v0, _), (p1, v1, _) = rows[second], rows[second + 1]
        f = rest / 1e9
        p = tuple(a + (3 * f**2 - 2 * f**3) * (b - a) + (f**3 - 2 * f**2 + f) * u + (f**3 - f**2) * w
                  for a, b, u, w in zip(p0, p1, v0, v1))
        v = tuple((6 * f - 6 * f**2) * (b - a) + (3 * f**2 - 4 * f + 1) * u + (3 * f**2 - 2 * f) * w
                  for a, b, u, w in zip(p0, p1, v0, v1))
        return p, v


def sim(build, *arguments):
    subprocess.run([os.path.join(build, 'picket'), 'sim', *arguments, '-q'], check=True)
