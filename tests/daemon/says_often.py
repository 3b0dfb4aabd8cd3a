#!/usr/bin/python3
"""Who floods POST /says is not heard any more after a few words: neither recording nor audit log grows by
what he says, it is counted, and everybody else speaks as before. But who enters a room is always heard, or
darkens it."""
import json
import os

from says import JSON, post, reply, words
from scene import Scene, check, pcap_read
from tokens import body, get, tokens_of
from voice import NINE, SECOND, Voice, lantern

FLOOD, AT_ONCE = 400, 30

with Scene() as scene:
    config = lantern(scene)
    config.write_text(config.read_text() + "tokens: tokens\nin-force: together\n")
    with scene.picketd(config=config, lines=["audit: audit.log"]) as daemon:
        tokens = tokens_of(scene.path("tokens"))
        staff = Voice(scene, daemon, "white-cell")
        staff.clock(NINE, new_run=True)
        told = [reply(post(daemon.page, tokens["AVA"], words(f"posture word-{n}"), JSON)) for n in range(FLOOD)]
        heard = [each for each in told if each["text"] == "sentence-unknown"]
        check(AT_ONCE <= len(heard) <= AT_ONCE + 60 and heard == told[:len(heard)][:AT_ONCE] + heard[AT_ONCE:],
              f"the first {AT_ONCE} are heard, and one a second: {len(heard)}")
        check({each["text"] for each in told} == {"sentence-unknown", "too-often"}, "the rest is told why not")
        size = os.path.getsize(scene.path("audit.log"))
        answer = reply(post(daemon.page, tokens["BRO"], words("hold sensor bro-ship"), JSON))
        check(answer["outcome"] == "done", f"another speaks as before: {answer}")
        check(os.path.getsize(scene.path("audit.log")) > size, "and that is written down")
        answer = reply(post(daemon.page, tokens["white-cell"], words("posture crisis"), JSON))
        check(answer["outcome"] == "done", f"so does the white cell: {answer}")
        voice = Voice(scene, daemon, "AVA")
        check(voice.says("hold sensor ava-sky").outcome == 1, "and he himself by datagram")
        answer = reply(post(daemon.page, tokens["AVA"], words("room bridge DEL enters"), JSON))
        check(answer["outcome"] == "done", f"who enters is heard at any pace: {answer}")
        for second in (1, 2):
            staff.clock(NINE + second * SECOND)
        room = json.loads(body(get(daemon.page, "/rooms/bridge", tokens["AVA"])))
        check("DEL" in {lane["who"] for lane in room["present"]}, f"and counts: {room}")
        entered = [reply(post(daemon.page, tokens["AVA"], words("room bridge DEL enters"), JSON))["text"]
                   for _ in range(150)]
        taken = entered.index("acts-many")
        check(0 < taken < 100 and set(entered[:taken]) == {""}, f"until there is no place: {taken}")
        check(set(entered[taken + 1:]) <= {"too-often", "acts-many"} and entered[taken + 1:].count("acts-many") < 60,
              f"and then not any more: {entered[taken:]}")
        staff.clock(NINE + 4 * SECOND)
        room = json.loads(body(get(daemon.page, "/rooms/bridge", tokens["AVA"])))
        check(room["door"] == "missed", f"for the room is dark: {room['door']}")
        log = daemon.log()
        check("too-often" in log, f"the log tells it:\n{log[-2000:]}")
        check(daemon.stop() == 0, "picketd stops with 0")
    acts = [json.loads(line) for line in scene.picket("audit", "list", scene.path("audit.log"), "--only", "kind=act",
                                                      "--json").splitlines()]
    noted = len(heard) + 3 + 1 + len(entered) - entered.count("too-often") + 1  # the room's own: it missed who entered
    check(len(acts) == noted, f"the audit log holds what was heard: {len(acts)}, not {noted}")
    check(len(pcap_read(scene.path("live.pcap"))[1]) <= len(acts) + 7, "the recording too")
    print("who floods is not heard")
