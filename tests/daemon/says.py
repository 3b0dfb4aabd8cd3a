#!/usr/bin/python3
"""What is said on the page goes the way of a datagram of control: as its token's reader, recorded,
audited, and with the same pictures when the recording is played. No foreign page can say anything."""
import json

from scene import Scene, check, check_same
from tokens import body, get, listen, talk, tokens_of, views_of
from voice import DONE, NINE, REFUSED, SECOND, VIEWS, Run, Voice, lantern

ROOM = "bridge.together"
JSON = "Content-Type: application/json"


def post(page, token, said, *lines, path="/says"):
    said = said if isinstance(said, bytes) else json.dumps(said).encode()
    head = [f"POST {path} HTTP/1.1", "Connection: close", f"Content-Length: {len(said)}",
            *([f"Authorization: Bearer {token}"] if token else []), *lines]
    return talk(page, head, said)


def words(sentence, reason="let in by the operator", **more):
    return {"sentence": sentence, "reason": reason, **more}


def reply(answer):
    check(answer.startswith(b"HTTP/1.1 200"), f"an answer: {answer[:200]}")
    return json.loads(body(answer))


def says(who, sentence, second):
    """An act: `who` says it on the page, and it takes effect at that second of the exercise."""
    def act(daemon, _):
        told = reply(post(daemon.page, tokens_of(scene.path("tokens"))[who], words(sentence), JSON,
                          f"Origin: http://{daemon.page}"))
        due = {"outcome": "done", "text": "", "takes_effect": NINE // SECOND + second}
        check(told == due, f"{who} says {sentence} on the page: {told}")
    return act


def both_doors(daemon, _):
    """AVA's number 1 of run 7 by datagram, the page in between, then number 2 by datagram."""
    voice = Voice(scene, daemon, "AVA")
    check(voice.says("posture crisis").outcome == DONE, "AVA is heard by datagram")
    says("AVA", "posture routine", 6)(daemon, None)
    told = voice.says("posture routine")
    check(told.outcome == DONE, f"and still is once it has spoken on the page: {told.text}")
    says("AVA", "posture routine", 6)(daemon, None)


def not_yours(daemon, _):
    tokens = tokens_of(scene.path("tokens"))
    answers = {body(post(daemon.page, tokens[who], words(sentence), JSON))
               for who, sentence in [("BRO", "room bridge OBS enters"), ("DEL", "room bridge DEL enters"),
                                     ("BRO", "room nowhere OBS enters"), ("DEL", "hold sensor ava-sky"),
                                     ("DEL", "hold sensor none-such"), ("bridge", "posture crisis"),
                                     ("bridge", "hold sensor bro-ship")]}
    check(answers == {b'{"outcome":"refused","text":"not-yours","takes_effect":null}\n'},
          f"what is another's and what does not exist: {answers}")
    told = reply(post(daemon.page, tokens["AVA"], words("open the door"), JSON))
    check(told["text"] == "sentence-unknown", f"what is no sentence: {told}")
    voice = Voice(scene, daemon, "AVA")
    voice.sequence = 10
    told = voice.ask(says=voice.messages.Says(sentence="posture crisis", reason="a test"), page=True)
    check((told.outcome, told.text) == (REFUSED, "not-yours"), "no datagram speaks as the page")


def nothing(daemon, _):
    page, tokens = daemon.page, tokens_of(scene.path("tokens"))
    good, ava = words("posture attack"), tokens["AVA"]
    absent = body(get(page, "/no-such-page", ava))
    check(absent == b"Nothing is here.\n", f"what is not there: {absent}")
    for origin in ("http://elsewhere.example", "null", f"https://{page}", "http://127.0.0.1:1", "file://"):
        check(post(page, ava, good, JSON, f"Origin: {origin}") == b"", f"{origin} says something")
    for lines in ([], ["Content-Type: text/plain"], ["Content-Type: application/x-www-form-urlencoded"],
                  ["Content-Type: text/plain; application/json"]):
        check(body(post(page, ava, good, *lines)) == absent, f"{lines} is taken")
    for token in (None, "x" * 22, ava[:-1], tokens["BRO"] + "A"):
        check(body(post(page, token, good, JSON)) == absent, f"{token} says something")
    for wrong in (b"", b"{", b"[]", b"posture attack", b'{"sentence":"posture attack"}', {"reason": "a"},
                  words("posture attack", reason=""), words("posture attack", reason="a" * 201),
                  words("posture attack" + " " * 200), words("posture attack", reason="a" * 2000),
                  words("posture attack", who="BRO"), words("posture attack", who={}), words("posture attack", until=1.5),
                  words("posture attack", until=-1), words("posture attack", until=10**18),
                  words("posture attack", until="10"), words(["posture attack"]), words({"sentence": "posture attack"}),
                  words("posture attack\0"), json.dumps(good).encode() + b"}", json.dumps([good]).encode(),
                  b'{"sentence":"posture ","reason":"a","sentence":"attack"}'):
        check(body(post(page, ava, wrong, JSON)) == absent, f"{wrong} is taken")
    for path in ("/", "/page.json", "/says/", "/pictures"):
        check(body(post(page, ava, good, JSON, path=path)) == absent, f"POST {path}")
    check(body(get(page, "/says", ava)) == absent, "GET /says")


def opened(daemon, _):
    """Whose link opens the room: the white cell's, its owner's and its own screen's."""
    tokens = tokens_of(scene.path("tokens"))
    check(set(tokens) == {"white-cell", "AVA", "BRO", "CYR", "DEL", "OBS", "bridge"}, f"{set(tokens)}")
    views = {who: views_of(get(daemon.page, "/page.json", token)) for who, token in tokens.items()}
    check(views["white-cell"] == set(VIEWS), f"the white cell opens all: {views}")
    check(views["AVA"] == {"AVA.together", ROOM}, f"the owner opens its own, and its room: {views}")
    check(views["bridge"] == {ROOM}, f"the room's screen opens the room: {views}")
    for who in ("BRO", "CYR", "DEL", "OBS"):
        check(views[who] == {f"{who}.together"}, f"{who} opens its own: {views}")


def observed(daemon, _):
    """Observers are an audience like any other: a clause of their own gives them something, and their link opens
    that and nothing else."""
    token = tokens_of(scene.path("tokens"))["OBS"]
    check(b"OBS.together" in listen(daemon.page, "OBS.together", token), "observers open their view")
    refused = listen(daemon.page, "NONE.such", token)
    for view in ("BRO.together", "AVA.alone", "OBS.alone", ROOM):
        check(listen(daemon.page, view, token) == refused, f"observers open {view}")


if __name__ == "__main__":
    with Scene() as scene:
        config = lantern(scene)
        config.write_text(config.read_text() + "tokens: tokens\nin-force: together\n")
        acts = {2: [opened], 5: [both_doors], 8: [not_yours], 9: [nothing],
                19: [observed],
                20: [says("AVA", "room bridge DEL enters", 21)],
                30: [says("bridge", "room bridge DEL leaves", 31)],
                40: [says("white-cell", "room bridge restore", 41)]}
        run = Run(scene, "posted", acts, config=config)
        lit = {t for t in range(20, 61) if run.rows(ROOM).get(NINE // SECOND + t)}
        check(lit == set(range(20, 22)) | set(range(42, 61)), f"the room shows something in {sorted(lit)}")
        seen = {t for t in range(1, 61) if run.rows("OBS.together").get(NINE // SECOND + t)}
        check(seen and not any(run.rows("OBS.alone").values()), "a clause gives observers what no other rule does")
        log = open(scene.path("posted.log")).read()
        for part in ("room bridge DEL enters", "let in by the operator", "bridge", "not-yours"):
            check(part in log, f"the audit log tells of {part}")
        check("posture attack" not in log, "what was no request is not in it")
        # Replayed, it is said by datagram.
        with scene.picketd(config=lantern(scene)) as daemon:
            scene.picket("replay", run.recording, "--to", daemon.reports, "--control", daemon.control,
                         "--speed", "max")
            check(daemon.stop() == 0, "picketd stops with 0")
        check_same(scene.path("pictures"), run.folder, 2 * len(VIEWS), "a replay says again what was said")
        print("what is said on the page is said as by datagram")
