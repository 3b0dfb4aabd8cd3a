#!/usr/bin/python3
"""Puts trouble into a recording: jpn-coast falls silent, rok-east measures three seconds earlier than it
says so, every third datagram of jpn-ship holds a covariance that cannot be.

usage: trouble.py FEED OUT SILENT_FROM     SILENT_FROM: seconds after the recording begins
"""
import pathlib
import struct
import sys
import tempfile
import types

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "daemon"))
from scene import pcap_read, pcap_write  # noqa: E402
from voice import SECOND, wire  # noqa: E402

LATE = 3 * SECOND


def changed(packet, data):
    """The same packet with other bytes of the same length."""
    whole = packet[0]
    return whole[:len(whole) - len(data)] + data, packet[1], data


def spoil(one):
    """A variance below nothing; it takes as many bytes."""
    for each in one.tracks:
        each.ecef.covariance[0] = -each.ecef.covariance[0]


def main(feed, out, silent_from):
    with tempfile.TemporaryDirectory() as folder:
        report = wire(types.SimpleNamespace(folder=folder))[1]
        head, packets = pcap_read(feed)
        first, sent, kept = None, 0, []
        for packet in packets:
            stamp = struct.unpack_from("<II", packet[0])
            first = stamp[0] if first is None else first
            if struct.unpack_from(">H", packet[0], 16 + 36)[0] != 47800:
                kept.append(packet)
                continue
            one = report.Datagram.FromString(packet[2])
            if one.sensor == "jpn-coast" and stamp[0] - first >= silent_from:
                continue
            if one.sensor == "rok-east":
                for each in one.tracks:
                    each.time_ns -= LATE
                    each.began_ns -= LATE
            if one.sensor == "jpn-ship":
                sent += 1
                if sent % 3 == 0:
                    spoil(one)
            data = one.SerializeToString()
            kept.append(changed(packet, data) if len(data) == len(packet[2]) else packet)
        pcap_write(out, head, kept)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
