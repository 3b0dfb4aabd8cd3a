#!/usr/bin/python3
"""The gate stands before fusion: without the datagrams of all sensors that a view may not see, its
pictures are the same bytes, for each of the twelve views of the nations and the room's. The check can
see a leak: without those of a sensor that it may see, they differ."""
import json

from scene import Scene, check, pcap_read, pcap_write

SECONDS = 250  # a missile and a nuclear notice come in it, and the hub's 90 s pass
CONTROL = 48000
FIRST = 48001
SENSORS = ["rok-sky", "rok-east", "rok-early", "rok-ship", "rok-sonar", "rok-narrow", "rok-coast",
           "rok-adsb", "rok-ais", "rok-desk", "jpn-sky", "jpn-west", "jpn-ship", "jpn-patrol",
           "jpn-coast", "jpn-adsb", "jpn-ais", "jpn-desk", "usa-sky", "usa-eye", "usa-desk"]


def fuse(scene, feed, name, *options):
    return scene.picket("fuse", feed, "-c", CONFIG, "-o", scene.path(name), "--json", "-q", *options)


def without(scene, ports, name):
    """The feed without the datagrams from these source ports."""
    path = scene.path(name)
    pcap_write(path, HEAD, [packet for packet in PACKETS if packet[1] not in ports])
    return path


def released(lines):
    return {line["view"]: line["released"] for line in map(json.loads, lines.splitlines())
            if line["kind"] == "view"}


def seen_sensors(scene, ports):
    """{view: ports of the sensors that alone give it anything}."""
    seen = {}
    for port in ports:
        feed = without(scene, {other for _, other, _ in PACKETS} - {port, CONTROL}, "alone.pcap")
        for view, count in released(fuse(scene, feed, "alone")).items():
            seen.setdefault(view, set()).update({port} if count else set())
    return seen


def reporting(lines):
    """Ports of the sensors that report anything in this feed; others send a sign of life alone."""
    return {FIRST + SENSORS.index(line["sensor"]) for line in map(json.loads, lines.splitlines())
            if line["kind"] == "sensor" and line["received"]}


with Scene() as scene:
    whole = scene.sim(SECONDS)
    CONFIG = "testdata/demo.yaml"
    HEAD, PACKETS = pcap_read(whole)
    ports = {port for _, port, _ in PACKETS} - {CONTROL}
    heard = reporting(fuse(scene, whole, "whole"))
    seen = seen_sensors(scene, heard)
    check(len(seen) == 13, f"there are thirteen views, and not {len(seen)}")

    # What a nation has without any agreement is known without the program: its own sensors.
    for view, of in seen.items():
        nation, rule = view.split(".")
        own = {FIRST + i for i, name in enumerate(SENSORS) if name.startswith(nation.lower())}
        check(rule != "national" or of == own & heard, f"{view} sees its own sensors alone: {of}")
        check(own & heard <= of, f"{view} sees all its own sensors")

    for view, of in sorted(seen.items()):
        hidden = ports - of
        fuse(scene, without(scene, hidden, "cut.pcap"), "cut", "--view", view)
        for suffix in (".csv", ".settled.csv"):
            one, other = (open(scene.path(folder, view + suffix), "rb").read()
                          for folder in ("whole", "cut"))
            check(one == other, f"{view}{suffix} is the same without {sorted(hidden)}")
        busiest = max(of, key=lambda port: sum(packet[1] == port for packet in PACKETS))
        fuse(scene, without(scene, {busiest}, "control.pcap"), "control", "--view", view)
        one, other = (open(scene.path(folder, view + ".csv"), "rb").read()
                      for folder in ("whole", "control"))
        check(one != other, f"{view}: the check can see a leak (without {busiest})")
        print(f"{view}: {len(hidden)} of {len(ports)} sensors hidden, {len(one)} bytes the same")
