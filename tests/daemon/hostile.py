#!/usr/bin/python3
"""What a partner with a good link of its own may try at the page's port, and learns nothing by.

Every address that web.h tells of is attacked, so that a door that is added there is attacked too: whatever
is not a partner's answers him, in every method and however it is spelt, the same bytes as what is not there."""
import base64
import json
import pathlib
import re
import resource
import select
import signal
import socket
import time

from scene import ROOT, Scene, check
from tokens import body, get, talk, tokens_of
from voice import NINE, SECOND, Run, Sensor, Voice, lantern

METHODS = ["GET", "get", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST"]
UNKNOWN = ["CONNECT", "TRACE", "PROPFIND"] # to libwebsockets, which does not end all of its answers
# What a partner's link opens, or whoever comes; all else in web.h is the white cell's, or some reader's.
PARTNERS = {"/", "/page.json", "/pictures", "/says", "/healthz", "/readyz"}
READERS = {"AVA": {"/health", "/rooms/bridge"}, "BRO": {"/health"}, "bridge": set(), None: set()}
PAUSE = b'{"mode":"pause"}'
FOREIGN = ["elsewhere.example", "127.0.0.1", "127.0.0.1:1", "localhost.:{port}", "127.0.0.1:{port}.elsewhere.example",
           "127.1:{port}", "[::1]:{port}", "user@127.0.0.1:{port}", "127.0.0.1:{port},elsewhere.example"]


def addresses():
    """Those of the head of web.h."""
    head = (ROOT / "daemon/web/web.h").read_text().partition("*/")[0]
    told = [word for line in re.findall(r"(?m)^ \*     (/.*?)(?:  |\?|$)", head)
            for word in line.replace("NAME", "bridge").split()]
    check({"/metrics", "/scores", "/truth"} < set(told), f"the addresses of web.h are found: {told}")
    return told


def spellings(path):
    return [path, path + "?view=AVA.alone", "/" + path, f"/%{ord(path[1]):02x}{path[2:]}", "/." + path, "/no" + "/.." + path,
            path + "/", path + "//", path + "%2f", path + ".json", path.upper()]


def ask(page, method, path, *lines, host=None):
    """All bytes of the answer."""
    to_host, port = page.split(":")
    with socket.create_connection((to_host, int(port)), timeout=20) as to:
        head = [f"{method} {path} HTTP/1.1", f"Host: {host or page}", "Connection: close",
                *(["Content-Length: 0"] if method in ("POST", "PUT", "PATCH") else []), *lines, "", ""]
        to.sendall("\r\n".join(head).encode())
        return heard(to, 0.3 if method in UNKNOWN else 5.0)


def whole(got):
    head, end, rest = got.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    return bool(end and length and len(rest) >= int(length[1]))


def heard(to, patience=5.0):
    """Until it is closed, or whole and nothing stands behind it, or silent for so long (s)."""
    got = b""
    try:
        while select.select([to], [], [], 0.0 if whole(got) else patience)[0]:
            part = to.recv(65536)
            if not part:
                break
            got += part
    except ConnectionResetError:
        pass
    return got


def posted(page, path, lines):
    """The answer to what the white cell would be obeyed in."""
    return talk(page, [f"POST {path} HTTP/1.1", "Connection: close", f"Content-Length: {len(PAUSE)}",
                       "Content-Type: application/json", *lines], PAUSE)


def bearer(token):
    return [f"Authorization: Bearer {token}"] if token else []


def upgrade(view, token, host):
    return "\r\n".join([f"GET /pictures?view={view} HTTP/1.1", f"Host: {host}", "Connection: Upgrade",
                        "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: " + base64.b64encode(b"0123456789abcdef").decode(),
                        f"Sec-WebSocket-Protocol: pictures, token.{token}", "", ""]).encode()


def page_opens(page, view, token):
    """A socket on a view; None: it was turned away."""
    host, port = page.split(":")
    to = socket.create_connection((host, int(port)), timeout=20)
    to.sendall(upgrade(view, token, page))
    if to.recv(12) == b"HTTP/1.1 101":
        return to
    to.close()
    return None


def pages_open(page, view, token, most=200):
    """As many sockets as he gets."""
    opened = []
    while len(opened) < most and (to := page_opens(page, view, token)):
        opened.append(to)
    return opened


def closed_doors(page, tokens):
    """Others' doors, for a nation that hosts a room, one that does not, a room's screen, and nobody."""
    for who, own in READERS.items():
        doors = [each for each in addresses() if each not in PARTNERS | own]
        lines = bearer(tokens.get(who))
        for method in METHODS + (UNKNOWN if who == "AVA" else []):
            nothing = ask(page, method, "/none", *lines)
            for path in doors[:1] if method in UNKNOWN else doors:
                for spelt in spellings(path) if method == "GET" else [path]:
                    got = ask(page, method, spelt, *lines)
                    check(got == nothing, f"{who}: {method} {spelt}: {got} is not {nothing}")
        for path in doors:
            check(ask(page, "GET", path + "%00", *lines) == b"", f"{who}: {path} and a zero")
            check(posted(page, path, lines) == posted(page, "/none", lines), f"{who} says something to {path}")
        for path in own:
            check(b" 200 " in ask(page, "GET", path, *lines), f"{path} is {who}'s")
    for path in ("/metrics", "/health", "/rooms/bridge"):
        check(b" 200 " in ask(page, "GET", path, *bearer(tokens["white-cell"])), f"{path} is the white cell's")
    told = json.loads(body(ask(page, "GET", "/health", *bearer(tokens["AVA"]))))
    check({each["nation"] for each in told["sensors"]} == {"AVA"} and set(told) == {"clock", "bin_s", "bins_from_s", "sensors"},
          f"a nation hears of its own sensors and of nothing else: {told}")


def foreign_names(page, tokens):
    """A page elsewhere that a browser was led to take for ours reads nothing, by whichever door."""
    port = page.split(":")[1]
    for name in FOREIGN:
        name = name.format(port=port)
        for path in ("/", "/page.json", "/healthz", "/metrics"):
            check(ask(page, "GET", path, *bearer(tokens["white-cell"]), host=name) == b"", f"{path} is told to {name}")
        host, number = page.split(":")
        with socket.create_connection((host, int(number)), timeout=20) as to:
            to.sendall(upgrade("AVA.together", tokens["AVA"], name))
            check(heard(to) == b"", f"a socket opens to {name}")
    twice = ask(page, "GET", "/page.json", "Host: elsewhere.example", *bearer(tokens["AVA"]))
    check(twice == b"", "nor to him who says two names")


def other_protocols(page, tokens):
    """One protocol is spoken. HTTP/2 would be another way to every door, past what looks at requests here."""
    for name in ("h2c", "H2C", "junk", "websocket, h2c"):
        for path in ("/healthz", "/page.json", "/pictures?view=AVA.together"):
            got = ask(page, "GET", path, *bearer(tokens["AVA"]), f"Upgrade: {name}", "Connection: Upgrade, HTTP2-Settings",
                      "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA")
            check(b" 200 " not in got and b" 101 " not in got, f"{name} for {path}: {got}")
    got = talk(page, ["PRI * HTTP/2.0"], b"SM\r\n\r\n\0\0\0\4\0\0\0\0\0")
    check(b"\0\0" not in got and b" 200 " not in got, f"nor without asking: {got}")


def one_s_own_share(page, tokens):
    """Sockets are a share of each reader's own: he who takes all of his locks nobody out, and cannot count others'."""
    alone = pages_open(page, "AVA.together", tokens["AVA"])
    check(16 <= len(alone) < 200, f"AVA opens {len(alone)} pages")
    for who, view in (("white-cell", "AVA.together"), ("bridge", "bridge.together"), ("BRO", "BRO.together")):
        to = page_opens(page, view, tokens[who])
        check(to, f"{who} looks, though AVA has all it may have")
        to.close()
    for to in alone:
        to.close()
    others = pages_open(page, "BRO.together", tokens["BRO"], 9) + pages_open(page, "bridge.together", tokens["bridge"], 9)
    beside = pages_open(page, "AVA.together", tokens["AVA"])
    check(len(beside) == len(alone), f"beside others AVA opens {len(beside)} pages, alone {len(alone)}")
    for to in others + beside:
        to.close()


def never_all_sockets(scene, config):
    """Sockets held open by whoever reaches the port leave picketd what it needs for its files, and cost no work."""
    was = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (160, was[1]))
    with scene.picketd(config=config) as daemon:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1000, was[1]), was[1]))
        host, port = daemon.page.split(":")
        held = [socket.create_connection((host, int(port)), timeout=20) for _ in range(200)]
        time.sleep(0.2)
        worked = work(daemon)
        daemon.process.send_signal(signal.SIGHUP)
        check(waits(lambda: "nothing has changed" in daemon.log()), f"the book is read, whoever holds sockets:\n{daemon.log()[-500:]}")
        check(work(daemon) - worked <= 10, f"they cost {work(daemon) - worked} ticks of work")
        for to in held:
            to.close()
        check(waits(lambda: ask(daemon.page, "GET", "/healthz")[-3:] == b"ok\n"), "once they are gone others are answered")
        check(daemon.stop() == 0, "picketd stops with 0")


def waits(holds):
    until = time.monotonic() + 20
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def work(daemon):
    """Ticks of the processor's time, of which there are 100 a second."""
    return sum(map(int, pathlib.Path(f"/proc/{daemon.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


def main(scene):
    config = lantern(scene)
    config.write_text(config.read_text() + "tokens: tokens\nin-force: together\n")
    never_all_sockets(scene, config)
    with scene.picketd(config=config) as daemon:
        tokens = tokens_of(scene.path("tokens"))
        staff = Voice(scene, daemon, "white-cell")
        sensors = {each: Sensor(scene, daemon, each) for each in ("ava-sky", "ava-hill", "bro-ship")}
        staff.clock(NINE, new_run=True)
        for t in range(3):
            Run.look(sensors, t, NINE + t * SECOND)
            staff.clock(NINE + (t + 1) * SECOND)
        closed_doors(daemon.page, tokens)
        foreign_names(daemon.page, tokens)
        other_protocols(daemon.page, tokens)
        one_s_own_share(daemon.page, tokens)
        seen = json.loads(body(get(daemon.page, "/page.json", tokens["AVA"])))
        check(seen["reader"] == "AVA", "and the page is there for whose it is")
        check(daemon.stop() == 0, "picketd stops with 0")
    print("a hostile partner learns nothing")


if __name__ == "__main__":
    with Scene() as scene:
        main(scene)
