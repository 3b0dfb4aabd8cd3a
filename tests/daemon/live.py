#!/usr/bin/python3
"""Live equals replay: what picketd published at ten times the pace, and what fuse makes of its
recording, are the same bytes; and all of it went out by UDP as well."""
import collections
import socket
import subprocess
import sys
import threading
import time

from scene import ROOT, Scene, check, check_same

SECONDS = 60
TENTATIVE = 1  # of the wire's status; files leave such tracks out


def listen(address, received, over):
    host, port = address.split(":")
    sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    sink.bind((host, int(port)))
    sink.settimeout(0.2)
    while not over.is_set():
        try:
            received.append(sink.recv(65536))
        except socket.timeout:
            pass
    sink.close()


def tracks_of_file(path):
    """{time: set of track numbers} of a picture's CSV."""
    found = collections.defaultdict(set)
    with open(path) as rows:
        next(rows)
        for row in rows:
            time_s, track = row.split(",")[:2]
            found[int(time_s)].add(int(track, 16))
    return found


def check_udp(scene, received):
    subprocess.run(["protoc", f"--proto_path={ROOT}/proto", f"--python_out={scene.folder}",
                    *(f"picket/v1/{name}.proto" for name in ("common", "picture"))], check=True)
    sys.path.insert(0, scene.folder)
    from picket.v1 import picture_pb2
    tracks, parts = collections.defaultdict(set), collections.defaultdict(set)
    for data in received:
        check(len(data) <= 1400, "a part of a picture fits in 1,400 bytes")
        picture = picture_pb2.Picture.FromString(data)
        key = (f"{picture.audience}.{picture.rule}", picture.epoch_ns)
        parts[key].add((picture.part, picture.parts))
        tracks[key].update(number for number, status in
                           zip(picture.tracks.number, picture.tracks.status) if status != TENTATIVE)
    views = {view for view, _ in parts}
    check(len(views) == 13, f"pictures of 13 views went out by UDP, not of {len(views)}")
    for view in views:
        in_file = tracks_of_file(scene.path("pictures", f"{view}.csv"))
        sent = {epoch: numbers for (of, epoch), numbers in tracks.items() if of == view}
        check(len(sent) >= SECONDS, f"{view}: a picture for each epoch, and there are {len(sent)}")
        for epoch, numbers in sent.items():
            whole = parts[view, epoch]
            check(len(whole) == next(iter(whole))[1], f"{view} at {epoch}: all parts came")
            check(numbers == in_file[epoch // 10**9],
                  f"{view} at {epoch}: UDP and file show the same tracks")


def whole(scene, feed):
    received, over = [], threading.Event()
    with scene.picketd() as daemon:
        ear = threading.Thread(target=listen, args=(daemon.pictures, received, over))
        ear.start()
        said = scene.picket("replay", feed, "--to", daemon.reports, "--control", daemon.control,
                            "--speed", "10")
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
        over.set()
        ear.join()
    print(said, end="")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 26, "live equals replay")
    check_udp(scene, received)


def broken_off(scene, feed):
    """The feed is gone, the clock runs on, and picketd is stopped in the middle of an epoch."""
    with scene.picketd() as daemon:
        replay = subprocess.Popen([scene.build / "picket", "replay", feed, "--to", daemon.reports,
                                   "--control", daemon.control, "--speed", "10", "-q"],
                                  stderr=subprocess.DEVNULL)
        time.sleep(1.5)
        replay.kill()
        replay.wait()
        time.sleep(0.75)
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 26, "a broken run equals its replay")


with Scene() as scene:
    feed = scene.sim(SECONDS)
    whole(scene, feed)
    broken_off(scene, feed)
