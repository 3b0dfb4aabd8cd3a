#!/usr/bin/python3
"""On a terminal: the progress line, and Ctrl-C.

usage: terminal.py BUILD

picket sim runs on a pseudo-terminal of 60 columns with a load that takes some seconds. Its line must
never be wider than 57 columns and be taken away at the end; Ctrl-C must leave no half-made product,
the old one whole, a sentence on what happened, and a death by the signal.
"""
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios

COLUMNS = 60


def start(command, folder, environment):
    """The process in a session of its own, whose terminal is the slave's; gives it and the master."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))

    def become_foreground():
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(command, cwd=folder, stdin=slave, stdout=subprocess.DEVNULL, stderr=slave,
                               env={**os.environ, **environment}, preexec_fn=become_foreground)
    os.close(slave)
    return process, master


def read_all(master):
    output = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            piece = b""
        if not piece:
            return output.decode()
        output += piece


def check_line(picket, folder):
    process, master = start([picket, "sim", "--objects=10000", "--for=60s", "-o", "a.pcap", "--truth", "a.csv"], folder,
                            {"TERM": "xterm"})
    output = read_all(master)
    faults = []
    if process.wait() != 0:
        faults.append(f"exit {process.returncode}: {output}")
    drawn = re.findall(r"\r([^\r\x1b]+)\x1b\[K", output)
    if not drawn:
        faults.append(f"no progress line was drawn: {output!r}")
    faults += [f"{len(line)} columns: {line}" for line in drawn if len(line) > COLUMNS - 3]
    faults += [f"not a progress line: {line}" for line in drawn if not re.match(r"sim +\d+ % ", line)]
    if drawn and not output.rstrip("\n").endswith("\r\x1b[K"):
        faults.append(f"the line stays: {output[-100:]!r}")
    return faults


def check_dumb(picket, folder):
    process, master = start([picket, "sim", "--objects=10000", "--for=60s", "-o", "a.pcap", "--truth", "a.csv"], folder,
                            {"TERM": "dumb"})
    output = read_all(master)
    process.wait()
    return [f"a dumb terminal got {output!r}"] if "\x1b" in output or "\r" in output.replace("\r\n", "") else []


def check_interrupt(picket, folder):
    old = {"a.pcap": b"old recording", "a.csv": b"old truth"}
    for name, content in old.items():
        with open(f"{folder}/{name}", "wb") as file:
            file.write(content)
    process, master = start([picket, "sim", "--objects=50000", "--for=60s", "-o", "a.pcap", "--truth", "a.csv"], folder,
                            {"TERM": "xterm"})
    os.read(master, 4096)  # the first line of progress: it is at work
    if not any(name.endswith(".part") for name in os.listdir(folder)):
        return ["nothing is being made while it works"]
    os.write(master, b"\x03")
    output = read_all(master)
    code = process.wait()
    faults = []
    if code != -signal.SIGINT:
        faults.append(f"exit {code} and not death by SIGINT: {output!r}")
    if not re.search(r"stopping at \d\d:\d\d:\d\d Z; Ctrl-C again leaves at once", output):
        faults.append(f"it does not say that it stops: {output!r}")
    faults += [f"{name} was left" for name in os.listdir(folder) if name.endswith(".part")]
    for name, content in old.items():
        with open(f"{folder}/{name}", "rb") as file:
            if file.read() != content:
                faults.append(f"the old {name} is not whole")
    return faults


def main():
    picket = os.path.realpath(sys.argv[1]) + "/picket"
    faults = []
    for check in (check_line, check_dumb, check_interrupt):
        with tempfile.TemporaryDirectory() as folder:
            faults += [f"{check.__name__}: {fault}" for fault in check(picket, folder)]
    print(*faults, sep="\n")
    return 1 if faults else 0


sys.exit(main())
