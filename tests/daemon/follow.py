#!/usr/bin/python3
"""The white cell's clock over the page, and a replay that follows it: when it is paused nothing comes, a
step brings what is due on the way and no more, seeking forward loses nothing, seeking back is the same
picture as at the first time; and the recording of all that fuses to the same bytes."""
import csv
import json
import struct
import subprocess
import time

from says import JSON, post, reply, words
from scene import Scene, check, check_same, free_ports, pcap_read
from tokens import body, get, tokens_of
from voice import SECOND, STEP, Voice

BEGIN = 1930359600  # 2031-03-04T03:00:00Z
VIEW = "JPN.integrated"
RUN, PAUSE = 2, 3


def rows(folder, view=VIEW):
    """{time_s: rows} of a picture file; of several runs, the newest."""
    found, last = {}, 0
    with open(f"{folder}/{view}.csv") as file:
        for row in csv.reader(file):
            if row[0] == "time_s":
                continue
            second = float(row[0])
            if second < last:
                found = {}
            last = second
            found.setdefault(second, []).append(row)
    return found


class White:
    """The white cell at the page."""

    def __init__(self, daemon, tokens):
        self.daemon, self.token = daemon, tokens["white-cell"]

    def clock(self, mode, time_s=None, **more):
        told = reply(post(self.daemon.page, self.token, {"mode": mode, "time_s": time_s, **more}, JSON,
                          path="/clock"))
        check(told["outcome"] == "done", f"{mode} {time_s}: {told}")
        return told["takes_effect"]

    def metric(self, name):
        text = body(get(self.daemon.page, "/metrics", self.token)).decode()
        return sum(float(line.split()[-1]) for line in text.splitlines()
                   if line.startswith(f"picket_{name} ") or line.startswith(f"picket_{name}{{"))

    def now(self):
        return self.metric("exercise_time_seconds")

    def until(self, second, sentence):
        over = time.monotonic() + 20
        while abs(self.now() - second) > 1e-3 and time.monotonic() < over:
            time.sleep(0.02)
        check(abs(self.now() - second) < 1e-3, f"{sentence}: {self.now() - BEGIN} s")

    def taken(self):
        return self.metric('datagrams_arrived_total{listener="reports"}')

    def paused(self):
        """The exercise time at which it stands from now on."""
        self.clock("pause")
        before = -1
        while before != (before := self.taken()):  # what was under way
            time.sleep(0.2)
        return self.now()


def due(feed, first, until):
    """Datagrams of the feed that are stamped in [first, until)."""
    return sum(target == 47800 and first <= stamp < until for stamp, target in feed)


def stamps(path):
    """(s, target port) of each packet."""
    return [(sum(x / y for x, y in zip(struct.unpack_from("<II", packet[0]), (1, 1e9))),
             struct.unpack_from(">H", packet[0], 16 + 36)[0]) for packet in pcap_read(path)[1]]


def pauses_and_steps(white, feed):
    stood = white.paused()
    taken = white.taken()
    time.sleep(0.4)
    check((white.now(), white.taken()) == (stood, taken), "while the clock stands, nothing comes")
    step = int(stood) + 1
    white.clock("step", step)
    white.until(step, "a step brings it to the end of the epoch")
    check(white.taken() - taken == due(feed, stood, step), "and what is due on the way, no more")
    began = time.monotonic()
    white.clock("run", rate=4)
    while (went := white.now() - step) < 6 and time.monotonic() < began + 20:
        time.sleep(0.05)
    took = time.monotonic() - began
    check(2 * took < went <= 4 * took, f"it goes at four times, whatever it takes to begin: {went} s in {took}")


def seeks(white):
    white.paused()
    white.clock("pause", BEGIN + 50)
    white.until(BEGIN + 50, "seeking forward brings it there")
    check(white.metric("exercise_speed_ratio") == 0, "and there it stands")
    white.clock("pause", BEGIN + 20)
    white.until(BEGIN + 20, "seeking back brings it there")
    check(white.metric("exercise_time_seconds") == BEGIN + 20, "and there it stands again")
    began = time.monotonic()
    white.clock("run", BEGIN + 25, rate=2)
    while white.now() < BEGIN + 25.2 and time.monotonic() < began + 20:
        time.sleep(0.05)
    went = white.now() - BEGIN - 25
    check(0.2 <= went <= 2 * (time.monotonic() - began), f"from there it goes on as was asked: {went}")
    white.paused()


def nothing(daemon, tokens):
    absent = body(get(daemon.page, "/no-such-page", tokens["JPN"]))
    good = {"mode": "pause"}
    for who in ("JPN", "ROK", "USA"):
        check(body(post(daemon.page, tokens[who], good, JSON, path="/clock")) == absent, f"{who} sets the clock")
    for token in (None, "x" * 22, tokens["white-cell"][:-1]):
        check(body(post(daemon.page, token, good, JSON, path="/clock")) == absent, f"{token} sets the clock")
    for wrong in (b"", b"{", b"[]", {"mode": "wall"}, {"mode": "stop"}, {"time_s": 1}, {**good, "rate": 0},
                  {**good, "rate": 1001}, {**good, "rate": "4"}, {**good, "time_s": -1}, {**good, "time_s": "1"},
                  {**good, "new_run": 1}, {**good, "who": "replay"}, {**good, "seek": True}, [good],
                  {"mode": ["pause"]}, {"mode": "p" * 500}, b'{"mode":"run","mode":"pause"}'):
        check(body(post(daemon.page, tokens["white-cell"], wrong, JSON, path="/clock")) == absent, f"{wrong} is taken")
    check(body(post(daemon.page, tokens["white-cell"], good, path="/clock")) == absent, "another site sets the clock")
    check(body(get(daemon.page, "/clock", tokens["white-cell"])) == absent, "GET /clock")


def timeline(white):
    return json.loads(body(get(white.daemon.page, "/timeline", white.token)))


def told(white):
    """What the page is told of it."""
    line = timeline(white)
    check(line["follows"] and line["begin"] == BEGIN and line["goal"] is None, f"who plays: {line}")
    check((line["rate"], line["pace"]) == (0, 2), f"it stands, and ran at 2x: {line}")
    check(BEGIN + 59 < line["end"] <= BEGIN + 60, f"how long it is: {line['end'] - BEGIN} s")
    bins = (line["now"] - BEGIN) / 10  # what is due at the very end of one may not have come
    check(sum(line["reports"]) > 100 and bins - 1 < len(line["reports"]) <= bins + 1, f"{bins} tens: {line['reports']}")
    check([each["words"] for each in line["events"]] == ["exercise begins", "paused"], f"this run: {line['events']}")
    audit = json.loads(body(get(white.daemon.page, "/audit?kind=act", white.token)))
    says = [each["says"] for each in audit["entries"]]
    check(says[:2] == ["clock pause", "clock seek 2031-03-04T03:00:25Z, run 2x"] and says[-1] == "clock pause",
          f"newest first: {says}")
    newest = audit["entries"][0]["entry"]
    audit = json.loads(body(get(white.daemon.page, f"/audit?after={newest}&kind=act", white.token)))
    check(audit["entries"] == [], "nothing was said since")


class Player(Voice):
    """One who plays by the beats, word by word."""

    def word(self, mode, second=0, **more):
        said = self.messages.Clock(mode=mode, time_ns=second * SECOND, rate_permille=1000,
                                   end_ns=(BEGIN + 60) * SECOND, **more)
        told = self.ask(clock=said)
        check(told.outcome == 1, f"{mode} {second}: {told.text}")


def newer_wishes(white, player):
    """The word that ends a wish may come when another is wished already: that one stands."""
    goal = lambda: timeline(white)["goal"]
    for at in (BEGIN + 10, BEGIN + 20):
        white.clock("pause", at)
        player.word(STEP, at)
        white.clock("pause", BEGIN + 50)
        player.word(PAUSE, at)
        check(goal() == BEGIN + 50, f"another time, wished meanwhile, is not lost: {goal()}")
        white.clock("run", at, rate=4)
        player.word(PAUSE, at)
        check(goal() == at, f"nor is the same with another end: {goal()}")
        white.clock("pause", at)
        player.word(RUN, BEGIN, new_run=True)
        check(goal() == at, f"nor where the recording begins again: {goal()}")
        player.word(STEP, at)
        player.word(PAUSE, at)
        check(goal() is None, f"it is over when it is done: {goal()}")


def player_gone(white):
    """Who plays may be killed: the clock is not his for good."""
    white.clock("pause", BEGIN + 55)
    check(timeline(white)["goal"] == BEGIN + 55, "a wish that nobody obeys")
    white.clock("run", BEGIN + 5, new_run=True)
    line = timeline(white)
    check(not line["follows"] and line["goal"] is None and line["mode"] == "run" and line["begin"] == BEGIN + 5,
          f"a new run waits for nobody: {line}")
    white.clock("step", BEGIN + 40)
    check(timeline(white)["now"] == BEGIN + 40, "and the clock goes where it is set")


def outlives(scene):
    """picketd is killed and started again: the recording goes on to its end, and what was said stands."""
    feed_path, port = scene.sim(60), free_ports(1)[0]
    with scene.picketd(lines=["tokens: tokens", "in-force: bilateral", "audit: killed.log",
                              f"beats: [127.0.0.1:{port}]"]) as daemon:
        white = White(daemon, tokens_of(scene.path("tokens")))
        replay = subprocess.Popen([scene.build / "picket", "replay", feed_path, "--to", daemon.reports,
                                   "--control", daemon.control, "--follow", f"127.0.0.1:{port}", "--speed", "5"],
                                  text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while white.now() < BEGIN + 6:
            time.sleep(0.05)
        told = reply(post(daemon.page, white.token, words("hold sensor rok-sky"), JSON))
        check(told["outcome"] == "done", f"a hold is said: {told}")
        time.sleep(0.5)
        daemon.process.kill()
        daemon.process.wait()
        with daemon:
            white = White(daemon, tokens_of(scene.path("tokens")))
            standing = lambda: json.loads(body(get(daemon.page, "/standing", white.token)))
            before = standing()
            check([each["sentence"] for each in before["acts"]] == ["hold sensor rok-sky"] and
                  {each["state"] for each in before["agreements"]} == {"in-force"},
                  f"what was said stands before there is a clock, and so does what is dated: {before}")
            over = time.monotonic() + 10
            while white.now() < BEGIN + 20 and time.monotonic() < over:  # it may go on a second of ours earlier
                time.sleep(0.05)
            line = timeline(white)
            check(line["follows"] and line["mode"] == "run" and line["rate"] == 5, f"it goes on as it did: {line}")
            acts = [(each["sentence"], each["who"]) for each in standing()["acts"]]
            check(acts == [("hold sensor rok-sky", ["ROK"])], f"what was said stands: {acts}")
            out, wrong = replay.communicate(timeout=30)
            check(replay.returncode == 0 and "picketd was started again" in wrong,
                  f"the recording goes on to its end: {out}{wrong}")
            check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")


def by_hand(scene):
    with scene.picketd(lines=["tokens: tokens", "in-force: bilateral"]) as daemon:
        white, player = White(daemon, tokens_of(scene.path("tokens"))), Player(scene, daemon, "replay")
        player.word(RUN, BEGIN, new_run=True)
        newer_wishes(white, player)
        player_gone(white)
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")


def main(scene):
    feed_path, port = scene.sim(60), free_ports(1)[0]
    with scene.picketd(lines=["tokens: tokens", "in-force: bilateral", "audit: audit.log",
                              f"beats: [127.0.0.1:{port}]"]) as daemon:
        tokens = tokens_of(scene.path("tokens"))
        white, feed = White(daemon, tokens), stamps(feed_path)
        replay = subprocess.Popen([scene.build / "picket", "replay", feed_path, "--to", daemon.reports,
                                   "--control", daemon.control, "--follow", f"127.0.0.1:{port}", "--speed", "5"],
                                  text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while white.now() < BEGIN + 6:
            check(replay.poll() is None, f"replay plays: {replay.communicate() if replay.poll() is not None else ''}")
            time.sleep(0.05)
        nothing(daemon, tokens)
        pauses_and_steps(white, feed)
        seeks(white)
        told(white)
        white.clock("run", rate=20)
        said, wrong = replay.communicate(timeout=30)
        check(replay.returncode == 0, f"replay ends at the end of its recording: {said}{wrong}")
        print(said, end="")
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
    acts = [json.loads(line)["says"] for line in
            scene.picket("audit", "list", scene.path("audit.log"), "--only", "kind=act", "--json").splitlines()]
    check(acts[0] == "clock pause" and "clock run 4x" in acts and
          "clock seek 2031-03-04T03:00:25Z, run 2x" in acts, f"the audit log tells what was set: {acts}")
    scene.picket("fuse", scene.path("live.pcap"), "-c", daemon.config, "-o", scene.path("again"))
    check_same(scene.path("pictures"), scene.path("again"), 26, "live equals replay")
    check(open(scene.path("audit.log")).read() == open(scene.path("again", "audit.log")).read(),
          "and so does the audit log")
    scene.picket("fuse", feed_path, "-c", daemon.config, "-o", scene.path("feed"))
    live, feed = rows(scene.path("pictures")), rows(scene.path("feed"))
    for second in range(BEGIN + 1, BEGIN + 26):
        check(live.get(second) == feed.get(second),
              f"what was sought back to is the feed's own picture: {second - BEGIN} s")
    check(len(feed.get(BEGIN + 25, [])) > 3, "which has tracks")


if __name__ == "__main__":
    with Scene() as scene:
        main(scene)
        by_hand(scene)
        outlives(scene)
