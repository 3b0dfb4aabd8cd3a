#!/usr/bin/python3
"""A token opens what is its reader's, on every door, and whatever else is asked for answers the same
bytes as what does not exist."""
import base64
import json
import os
import pathlib
import re
import socket
import stat

from scene import Scene, check

SECRETS = ["/page.json", "/metrics"]
GUESSES = ["/metrics", "/metrics/", "/health.json", "/truth.csv", "/scores.json", "/audit.log",
           "/pictures/JPN.hub.csv", "/pictures?view=ROK.hub", "/timeline", "/audit", "/audit?after=1", "/clock",
           "/live.pcap", "/live.yaml", "/tokens",
           "/../tokens", "/%2e%2e/tokens", "/page.json?view=ROK.hub"]


def talk(page, lines, more=b""):
    """The answer to a request, with more behind its head, until the daemon closes or is silent."""
    host, port = page.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as to:
        to.sendall("\r\n".join([*lines, f"Host: {page}", "", ""]).encode() + more)
        to.settimeout(1.0)
        got = b""
        try:
            while part := to.recv(65536):
                got += part
        except TimeoutError:
            pass
        return got


def get(page, path, token=None, how="Authorization: Bearer {}"):
    return talk(page, [f"GET {path} HTTP/1.1", "Connection: close"] +
                ([how.format(token)] if token else []))


def listen(page, view, token=None):
    """What a WebSocket on the view is sent within a second."""
    return talk(page, [f"GET /pictures?view={view} HTTP/1.1", "Connection: Upgrade",
                       "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                       "Sec-WebSocket-Key: " + base64.b64encode(b"0123456789abcdef").decode()] +
                ([f"Sec-WebSocket-Protocol: pictures, token.{token}"] if token else []))


def body(answer):
    return answer.partition(b"\r\n\r\n")[2]


def tokens_of(path):
    return dict(line.split() for line in pathlib.Path(path).read_text().splitlines())


def views_of(answer):
    return {view["name"] for view in json.loads(body(answer))["views"]}


LINES = ["tokens: tokens", "in-force: bilateral", "opened: [JPN.national]"]


def main(scene):
    with scene.picketd(lines=LINES) as daemon:
        page, kept = daemon.page, scene.path("tokens")
        check(stat.S_IMODE(os.stat(kept).st_mode) == 0o600, "the tokens are for their owner's eyes")
        tokens = tokens_of(kept)
        check(set(tokens) == {"white-cell", "JPN", "ROK", "USA", "centre"}, f"a token a reader: {set(tokens)}")
        check(all(re.fullmatch(r"[\w-]+-[\w-]{22}", t) for t in tokens.values()), "128 bits each")
        check(not any(t in daemon.log() for t in tokens.values()), "the log tells no token")
        feed = scene.sim(20)
        scene.picket("replay", feed, "--to", daemon.reports, "--control", daemon.control,
                     "--speed", "max")

        whole = views_of(get(page, "/page.json", tokens["white-cell"]))
        check(len(whole) == 13, f"the white cell opens all: {whole}")
        check(views_of(get(page, "/page.json", tokens["JPN"])) == {"JPN.bilateral", "JPN.national"},
              "Japan opens its own under the rule in force, and what was opened to it")
        check(views_of(get(page, "/page.json", tokens["ROK"])) == {"ROK.bilateral"}, "and so South Korea")
        check(views_of(get(page, "/page.json", tokens["USA"])) == {"USA.bilateral", "centre.hub"},
              "and so the United States, and its room")
        check(views_of(get(page, "/page.json", tokens["centre"])) == {"centre.hub"}, "the room opens its own")

        nothing = get(page, "/no-such-page", tokens["JPN"])
        check(nothing.startswith(b"HTTP/1.1 404"), f"what is not there: {nothing[:40]}")
        for path in GUESSES[:-1]:
            check(body(get(page, path, tokens["JPN"])) == body(nothing), f"Japan asks for {path}")
        wrong = ["", "x" * 22, tokens["JPN"][:-1], tokens["JPN"] + "A", tokens["JPN"].lower(),
                 tokens["white-cell"][:-2] + "%%", "white-cell", "A" * 5000]
        for token in wrong:
            for path in SECRETS:
                check(body(get(page, path, token)) in (body(nothing), b""), f"{token[:30]!r}: {path}")
        for how in ("Authorization: Basic {}", "Cookie: token={}", "X-Token: {}"):
            check(body(get(page, "/page.json", tokens["JPN"], how)) == body(nothing), how)
        check(body(get(page, f"/page.json?token={tokens['JPN']}")) == body(nothing), "in the address")

        check(b"JPN.bilateral" in listen(page, "JPN.bilateral", tokens["JPN"]), "Japan's own socket")
        check(b"JPN.hub" in listen(page, "JPN.hub", tokens["white-cell"]), "the white cell's")
        refused = listen(page, "NONE.such", tokens["JPN"])
        for view in sorted(whole - {"JPN.bilateral", "JPN.national"}):
            check(listen(page, view, tokens["JPN"]) == refused, f"Japan listens to {view}")
        for token in [None, *wrong[:5]]:
            check(listen(page, "JPN.bilateral", token) == refused, f"{token!r} listens")
        seen = json.loads(body(get(page, "/page.json", tokens["JPN"])))
        check(seen["area"] != json.loads(body(get(page, "/page.json", tokens["white-cell"])))["area"],
              "the map of a partner is drawn round its own sensors")
        check(daemon.stop() == 0, "picketd stops with 0")
    with scene.picketd(lines=LINES) as daemon:
        check(tokens_of(kept) == tokens, "the links still open after a restart")
        daemon.stop()
    os.chmod(kept, 0o644)
    try:
        with scene.picketd(lines=LINES):
            started = True
    except SystemExit as said:
        started = "can be read by others" not in str(said)
    check(not started, "a file that others can read is refused")
    print("a token opens what is its reader's, and nothing else")


if __name__ == "__main__":
    with Scene() as scene:
        main(scene)
