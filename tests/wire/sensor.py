#!/usr/bin/python3
"""The Python sensor of proto/, a picketd of this machine's time, its pictures, and tshark.

The sensor's datagrams pass the codec without one refusal; thirty aircraft stand in the picture that comes
over UDP; Python's protobuf and tshark read that picture, both from the .proto files alone.
"""
import json, os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, time

import capture

root, build = pathlib.Path(__file__).resolve().parents[2], pathlib.Path(sys.argv[1]).resolve()
if not shutil.which("protoc") or subprocess.run([sys.executable, "-c", "import google.protobuf"],
                                                capture_output=True).returncode:
    sys.exit(77)

SCANS, AIRCRAFT = 4, 30


def free_ports(count):
    held = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def say(word):
    sys.exit(f"{word}\n{log.read_text() if log.exists() else ''}")


def prepare():
    book = (root / "testdata/agreements/three-radars.yaml").read_text()
    (folder / "book.yaml").write_text(book.replace("period: 4 s", "period: 1 s"))
    (folder / "live.yaml").write_text(f"""format: picket-config-1
book: book.yaml
reports: 127.0.0.1:{reports}
control: 127.0.0.1:{control}
pictures: 127.0.0.1:{pictures}
clock: wall
record: live.pcap
views: all
sensors:
  - name: alpha
    nation: ROK
    kind: air-search
    sends: [plot]
    period: 1 s
    place: 37.5 N 127.0 E
    height: 600 m
""")
    subprocess.run(["protoc", "-I" + str(root / "proto"), f"--python_out={folder}",
                    *(f"picket/v1/{name}.proto" for name in ("common", "report", "picture"))], check=True)


def started():
    with open(log, "w") as out:
        daemon = subprocess.Popen([build / "picketd", "-c", folder / "live.yaml"], stdout=out, stderr=out)
    until = time.monotonic() + 30
    while "event=ready" not in log.read_text():
        if daemon.poll() is not None or time.monotonic() > until:
            daemon.kill()
            say("picketd did not become ready")
        time.sleep(0.05)
    return daemon


def live():
    """The sensor's run; gives the picture datagrams that came."""
    caught = []
    with socket.socket(type=socket.SOCK_DGRAM) as catcher:
        catcher.bind(("127.0.0.1", pictures))
        catcher.settimeout(3)
        daemon = started()
        try:
            # -B: no compiled files in proto/, which is not ours to write to.
            subprocess.run([sys.executable, "-B", root / "proto/sensor.py", f"127.0.0.1:{reports}", "alpha",
                            str(SCANS), "1"], check=True, timeout=60, env={**os.environ, "PYTHONPATH": str(folder)})
            until = time.monotonic() + 2
            while time.monotonic() < until:
                caught.append((time.time_ns(), 48000, pictures, catcher.recv(65535)))
        except TimeoutError:
            say("pictures stopped coming")
        finally:
            daemon.send_signal(signal.SIGINT)
            if daemon.wait(timeout=30) != 0:
                say(f"picketd ended with {daemon.returncode}")
    return caught


def check_codec():
    run = subprocess.run([build / "picket", "fuse", folder / "live.pcap", "-c", folder / "live.yaml",
                          "-o", folder / "out", "--json"], capture_output=True, text=True)
    total = [line for line in map(json.loads, run.stdout.splitlines()) if line["kind"] == "total"][0]
    # Thirty plots do not fit one datagram.
    want = {"received": SCANS * AIRCRAFT, "fused": SCANS * AIRCRAFT, "refused": 0, "dropped": 0,
            "datagrams_refused_by": {}, "datagrams_taken": 2 * SCANS}
    got = {name: total[name] for name in want}
    if got != want:
        say(f"fuse of the recording: got {got}, want {want}")


def check_pictures(caught):
    sys.path.insert(0, str(folder))
    from picket.v1.picture_pb2 import Picture
    tracks, missing = {}, {}  # of each epoch; a picture counts when all its parts are there
    for _, _, _, data in caught:
        part = Picture.FromString(data)
        if data[:5] != b"\x0dPKP1" or (part.audience, part.rule) != ("ROK", "national") or part.base_ns != 0:
            say(f"no whole picture of ROK.national: {part}")
        tracks.setdefault(part.epoch_ns, []).extend(part.tracks.number)
        missing[part.epoch_ns] = missing.get(part.epoch_ns, part.parts) - 1
    newest = tracks[max(epoch for epoch in tracks if missing[epoch] == 0)]
    if len(newest) != AIRCRAFT or len(set(newest)) != len(newest):
        say(f"{len(newest)} tracks in the newest of {len(tracks)} pictures, want {AIRCRAFT}")


def check_tshark(caught):
    if not shutil.which("tshark"):
        return
    os.environ["WIRESHARK_CONFIG_DIR"] = str(folder / "wireshark")
    ports = [str(port) for port in (reports, control, pictures)]
    subprocess.run([root / "proto/wireshark-profile", *ports], check=True, stdout=subprocess.DEVNULL)
    capture.write(folder / "pictures.pcap", caught)
    shown = subprocess.run(["tshark", "-C", "picket", "-r", folder / "pictures.pcap", "-T", "fields", "-e",
                            "pbf.picket.v1.Picture.audience", "-e", "pbf.picket.v1.Picture.rule",
                            "-e", "pbf.picket.v1.Columns.lat_e7"], capture_output=True, text=True).stdout.splitlines()
    # Thirty aircraft within 170 km of 37.5 N.
    latitudes = [int(one) for line in shown for one in line.split("\t")[2].split(",") if one]
    if not all(line.startswith("ROK\tnational\t") for line in shown) or len(shown) != len(caught) or \
            len(latitudes) < AIRCRAFT or any(abs(one - 37.5e7) > 1.7e7 for one in latitudes):
        say(f"tshark shows of the pictures: {shown}")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    log = folder / "log"
    reports, control, pictures = free_ports(3)
    prepare()
    caught = live()
    check_codec()
    check_pictures(caught)
    check_tshark(caught)
