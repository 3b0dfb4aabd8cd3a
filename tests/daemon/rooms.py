#!/usr/bin/python3
"""A room shows what everybody in it may see, from the next epoch on: AVA's bridge, where BRO sits. What
a visitor may not see leaves every output of the room; a room that has lost him is what it would have
been without him; and nobody unknown, and no reader that fell silent, is trusted."""
import os

from scene import ROOT, Scene, check
from voice import DONE, NINE, REFUSED, Run, lantern, is_report, rows

ROOM = "bridge.together"
BASE = NINE // 10**9


def bridge(scene, comes_back):
    """The book "lantern" with another way back into its room, which is asked about in no example."""
    text = (ROOT / "testdata" / "agreements" / "lantern.yaml").read_text()
    check("comes-back: by-operator" in text, "lantern's room comes back by its operator")
    path = scene.path(f"{comes_back}-book.yaml")
    open(path, "w").write(text.replace("comes-back: by-operator", f"comes-back: {comes_back}"))
    return lantern(scene, book=path)


def shown(run, suffix=".csv"):
    return rows(os.path.join(run.folder, ROOM + suffix))


def silent(one, _):
    return one.DESCRIPTOR.name == "Control" and one.WhichOneof("command") in ("says", "reader")


def same(one, other, first, last, sentence):
    for t in range(first, last + 1):
        check(one.get(BASE + t) == other.get(BASE + t),
              f"{sentence}: second {t}: {one.get(BASE + t)} and {other.get(BASE + t)}")


def reader(scene):
    """Says for the room's reader that it is there."""
    voices = {}

    def act(daemon, staff):
        voice = voices.setdefault(daemon, type(staff)(scene, daemon, "bridge"))
        reply = voice.ask(reader=voice.messages.Reader())
        check(reply.outcome == DONE, f"the reader is heard: {reply.text}")
    return act


with Scene() as scene:
    # DEL, who is given nothing of all this, stands there from 21 s to 41 s, so in the
    # pictures of 22 s to 41 s. AVA may let him in; so
    # may the room's own reader; he may not do so himself, nor may BRO.
    def tries(daemon, staff):
        for who in ("DEL", "BRO"):
            reply = type(staff)(scene, daemon, who).says("room bridge DEL enters")
            check((reply.outcome, reply.text) == (REFUSED, "not-yours"), f"{who} lets nobody in")

    config = bridge(scene, "at-once")
    run = Run(scene, "visit", {10: [tries], 20: [("AVA", "room bridge DEL enters")],
                               40: [("bridge", "room bridge DEL leaves")]}, config=config)
    never = rows(os.path.join(run.without(silent, "never"), ROOM + ".csv"))
    check(len(never[BASE + 20]) == 2 and len(never[BASE + 60]) >= 2, "AVA and BRO see two tracks")
    same(shown(run), never, 1, 21, "before the visit")
    check(all(BASE + t not in shown(run) for t in range(22, 42)), "DEL is shown nothing")
    same(shown(run), never, 42, 60, "once he has left the room is as if he had never been there")
    run.others_same({ROOM}, config)

    # OBS may see what bro-ship looks at, and nothing of AVA's: the room is then what it would be had
    # AVA's sensors not been there, warm from its first epoch on.
    run = Run(scene, "observer", {20: [("AVA", "posture crisis")],
                                  30: [("AVA", "room bridge OBS enters")]}, config=config)
    cut = rows(os.path.join(run.without(lambda one, _: is_report(one, "ava-sky") or
                                        is_report(one, "ava-hill"), "cut"), ROOM + ".csv"))
    check(len(shown(run)[BASE + 31]) > len(shown(run)[BASE + 32]) == 2, "what is AVA's own goes")
    same(shown(run), cut, 32, 60, "no report of AVA changes a byte of what OBS is shown")

    # By-operator: his leaving alone brings nothing back.
    config = bridge(scene, "by-operator")
    run = Run(scene, "operator", {10: [("AVA", "room bridge DEL enters")],
                                  20: [("AVA", "room bridge DEL leaves")],
                                  30: [("AVA", "room bridge restore")]}, config=config)
    never = rows(os.path.join(run.without(silent, "never"), ROOM + ".csv"))
    check(all(BASE + t not in shown(run) for t in range(12, 32)), "dark until the operator restores it")
    same(shown(run), never, 32, 60, "restored")

    heard = reader(scene)
    # Somebody unknown darkens it, for its owner too; so does a reader that was heard and fell silent:
    # last heard at 31.5 s and at 45.5 s, patience 5 s.
    run = Run(scene, "unknown", {25: [("AVA", "room bridge unknown enters")],
                                 27: [("AVA", "room bridge unknown leaves"), ("AVA", "room bridge restore")],
                                 **{t: [heard] for t in (28, 31, 45)}}, config=config)
    dark = {t for t in range(20, 61) if BASE + t not in shown(run)}
    check(dark == {27, 28} | set(range(38, 47)) | set(range(52, 61)), f"dark in {sorted(dark)}")
    print("a room shows what everybody in it may see")
