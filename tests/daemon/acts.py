#!/usr/bin/python3
"""What is said over the control port shows at the next epoch, in the views that it concerns and in no
other byte. What is told there of suspending, holding, withdrawing and the rest is what the same
exercise would have shown without the reports that this takes away.

Each part runs the clock in steps, speaks, and holds the pictures against those of `picket fuse`: on the
whole recording, which must give the same bytes, and on parts of it."""
from scene import Scene, check, check_same
from voice import DONE, NINE, REFUSED, VIEWS, Run, Voice, is_report, lantern, rows, same_from, shows

with Scene() as scene:
    # Held from the epoch that begins at 23 s: as if nothing had been measured from then on.
    run = Run(scene, "hold", {22: [("BRO", "hold sensor bro-ship")]})
    cut = run.without(lambda one, t: is_report(one, "bro-ship") and t >= 23, "cut")
    for view in ("AVA.together", "OBS.together"):
        same_from(run, cut, view, 1, "a hold stops what is measured from then on")
        check(shows(run, view, 23) >= 2, "what was given stays")
    run.others_same({"AVA.together", "OBS.together"})

    # A part that begins later is under the same hold.
    scene.picket("fuse", run.recording, "-c", run.config, "-o", scene.path("part"), "--from", "+30s")
    check(not rows(scene.path("part", "OBS.together.csv")), "what is held is held from the begin of a part")
    check(rows(scene.path("part", "BRO.together.csv")), "which shows its owner's")

    # Replayed into another picketd it is held again.
    with scene.picketd(config=lantern(scene)) as daemon:
        scene.picket("replay", run.recording, "--to", daemon.reports, "--control", daemon.control,
                     "--speed", "max")
        check(daemon.stop() == 0, "picketd stops with 0")
    check_same(scene.path("pictures"), run.folder, 2 * len(VIEWS), "replay says again what was said")

    # Withdrawn from the epoch that begins at 31 s: as if it had never been given.
    run = Run(scene, "withdraw", {30: [("BRO", "withdraw item bro-ship/7 from 2031-03-04T09:00:00Z to "
                                               "2031-03-04T09:00:30Z")]})
    cut = run.without(lambda one, t: is_report(one, "bro-ship", 7) and t <= 30, "cut")
    for view in ("AVA.together", "OBS.together"):
        before, after = shows(run, view, 31), shows(run, view, 32)
        check(after == before - 1, f"{view} shows {before}, then {after}")
        same_from(run, cut, view, 32, "what is withdrawn leaves the past too")
    run.others_same({"AVA.together", "OBS.together"})

    # Suspended from 25 s; lantern says of what was given before: removed.
    run = Run(scene, "suspend", {24: [("DEL", "agreement lantern becomes suspended")],
                                 30: [("white-cell", "agreement lantern becomes in-force")]})
    check(shows(run, "OBS.together", 25) == 2, "OBS sees two")
    check(all(shows(run, "OBS.together", t) == 0 for t in range(26, 32)), "and nothing once suspended")
    cut = run.without(lambda one, t: is_report(one, "bro-ship") and t < 31, "cut")
    same_from(run, cut, "OBS.together", 26, "what was given before does not come back")
    check(shows(run, "OBS.together", 60) == 2, "what comes later does")

    # A posture opens a clause for what is measured from then on.
    run = Run(scene, "posture", {14: [("AVA", "posture crisis")]})
    check(shows(run, "BRO.together", 15) == 2 and shows(run, "BRO.together", 60) == 4,
          f"BRO sees more from 15 s on: {[shows(run, 'BRO.together', t) for t in range(1, 61)]}")
    cut = run.without(lambda one, t: one.DESCRIPTOR.name == "Datagram" and one.sensor != "bro-ship" and t < 15,
                      "cut")
    same_from(run, cut, "BRO.together", 1, "nothing measured before comes by it")
    run.others_same({"BRO.together"})

    # Both must declare the emergency.
    run = Run(scene, "emergency", {5: [("AVA", "emergency launch")], 15: [("BRO", "emergency launch")]})
    check(shows(run, "BRO.together", 20) == 2 and shows(run, "BRO.together", 60) == 3,
          f"BRO sees the launch: {[shows(run, 'BRO.together', t) for t in range(1, 61)]}")
    run.others_same({"BRO.together"})

    # An item is approved from 201 s on, and its past follows: looks each 30 s, which DEL would have had
    # 150 s after the first two and 120 s after the others (the delays of BRO and CYR, CYR's limit).
    run = Run(scene, "approve", {3: [("AVA", "posture crisis"), ("AVA", "approve ava-cyr air")],
                                 200: [("AVA", "approve ava-del item ava-sky/11")]}, 215)
    check(run.released("DEL.together") == 4, f"of 0, 30, 60 and 90 s: {run.released('DEL.together')}")
    run.others_same({"BRO.together", "CYR.together", "DEL.together"})

    # Nobody else may; and what is not there is refused alike.
    with scene.picketd(config=lantern(scene)) as daemon:
        staff, bro = Voice(scene, daemon, "white-cell"), Voice(scene, daemon, "BRO")
        check(bro.says("posture crisis").text == "clock-unset", "before the clock is set")
        staff.clock(NINE, new_run=True)
        for who in ("DEL", "nobody", "replay", "picketd"):
            other = Voice(scene, daemon, who)
            answers = {(reply.outcome, reply.text, reply.datagrams)
                       for reply in (other.says("hold sensor bro-ship"), other.says("hold sensor bro-boat"))}
            check(answers == {(REFUSED, "not-yours", 0)}, f"{who}: {answers}")
        check(bro.says("hold ship bro-ship").text == "sentence-unknown", "a slip is told")
        check(bro.says("hold sensor bro-ship", reason="").text == "reason-missing", "a reason is needed")
        check('event=act' not in daemon.log(), "nothing was said")
        check(bro.says("hold sensor bro-ship", reason="calibration").outcome == DONE, "its owner may")
        check('BRO says "hold sensor bro-ship"' in daemon.log().replace('\\"', '"') and
              "calibration" in daemon.log(), f"the log tells it:\n{daemon.log()}")
    print("what is said shows at the next epoch")
