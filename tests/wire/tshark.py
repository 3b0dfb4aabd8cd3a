#!/usr/bin/python3
"""tshark shows what is in datagrams from the .proto files alone, by the profile of proto/.

What was written as text and made into bytes by protoc must come back from tshark, value by value; and of
the stock recording every datagram must be understood.
"""
import os, pathlib, re, shutil, subprocess, sys, tempfile

import capture

if not shutil.which("tshark"):
    sys.exit(77)
root = pathlib.Path(__file__).resolve().parents[2]
released = root / "tests/wire/released"
failed = 0


def tshark(*arguments):
    done = subprocess.run(["tshark", "-C", "picket", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"tshark {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def check(what, is_so):
    global failed
    if not is_so:
        print(what)
        failed = 1


def leaves(text):
    """The values of a text message, in order: (name, value) each."""
    for name, value in re.findall(r"(\w+):\s*(\[[^]]*\]|\"[^\"]*\"|[^\s}]+)", text):
        for one in value.strip("[]").split(","):
            yield name, one.strip().strip('"')


def same(sent, shown):
    shown = re.sub(r" \(-?\d+\)$", "", shown)  # CATEGORY_AIR (2)
    try:
        return float(int(sent, 0) if sent.startswith("0x") else sent) == float(shown)
    except ValueError:
        return sent == shown


def comes_back(text, payload, port):
    with tempfile.TemporaryDirectory() as folder:
        capture.write(f"{folder}/one.pcap", [(1574413200 * 10**9, 48001, port, payload.read_bytes())])
        shown = tshark("-r", f"{folder}/one.pcap", "-V")
    shown = shown[shown.index("Protocol Buffers"):]
    check(f"{payload.name}: malformed", "Malformed" not in shown)
    lines = re.findall(r"^\s*(\w+): (.*)$", shown, re.M) + [
        ("covariance", value) for value in re.findall(r"^\s*(-?[\d.e+-]+)$", shown, re.M)]
    for name, value in leaves(text.read_text()):
        if value in ("0", ""):
            continue  # proto3 leaves zeros out
        value = {"true": "True"}.get(value, value)
        check(f"{payload.name}: {name} {value} is not shown",
              any(name == other and same(value, has) for other, has in lines))


with tempfile.TemporaryDirectory() as settings:
    os.environ["WIRESHARK_CONFIG_DIR"] = settings
    subprocess.run([root / "proto/wireshark-profile"], check=True, stdout=subprocess.DEVNULL)
    comes_back(released / "reports-0.1.txtpb", released / "reports-0.1.bin", 47800)
    comes_back(released / "control-0.1.txtpb", released / "control-0.1.bin", 47801)

    # A control that must fail: a value that was never sent is not found.
    lie = pathlib.Path(settings, "lie.txtpb")
    lie.write_text('sensor: "jpn-shop"')
    before = failed
    sys.stdout, quiet = open(os.devnull, "w"), sys.stdout
    comes_back(lie, released / "reports-0.1.bin", 47800)
    sys.stdout = quiet
    lie_found, failed = failed, before
    check("a value that was never sent was found", lie_found)

    feed = str(root / "testdata/peninsula.pcap")
    names = tshark("-r", feed, "-c", "3000", "-Y", "udp.dstport == 47800", "-T", "fields",
                   "-e", "pbf.picket.v1.Datagram.sensor", "-e", "pbf.picket.v1.Datagram.sequence").splitlines()
    check("peninsula.pcap: too few datagrams", len(names) > 2000)
    for line in names:
        check(f"peninsula.pcap: no sensor or sequence in {line!r}", re.fullmatch(r"[a-z][a-z0-9-]+\t\d+", line))
    found = tshark("-r", feed, "-c", "3000", "-Y", 'pbf.picket.v1.Datagram.sensor == "rok-sky" && '
                   "pbf.picket.v1.Polar.range_m > 1000", "-T", "fields", "-e", "pbf.picket.v1.Polar.range_m")
    check("peninsula.pcap: rok-sky has no ranges", re.match(r"[\d.]+", found))
sys.exit(failed)
