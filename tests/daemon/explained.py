#!/usr/bin/python3
"""`picket rules explain` knows what was said in the recording: who approved, who holds, in which
posture; and tells a partner nothing of it."""
from scene import Scene, check
from voice import AIR, MISSILE, NINE, SECOND, Sensor, Voice, lantern


def record(scene):
    """Reports 0 and 1 of ava-sky (missile, air) at 09:00:30, 2 of bro-ship at 09:00:32, 3 at 09:01:00."""
    with scene.picketd(config=lantern(scene)) as daemon:
        staff, ava, bro = (Voice(scene, daemon, who) for who in ("white-cell", "AVA", "BRO"))
        sky, ship = Sensor(scene, daemon, "ava-sky"), Sensor(scene, daemon, "bro-ship")
        staff.clock(NINE, new_run=True)
        staff.clock(NINE + 5 * SECOND)
        ava.says("approve ava-cyr missile")
        staff.clock(NINE + 30 * SECOND)
        sky.track(NINE + 30 * SECOND, 4711, 12.0, -179.5, 8000.0, MISSILE)
        sky.track(NINE + 30 * SECOND, 4712, 12.0, -179.5, 8000.0, AIR)
        staff.clock(NINE + 31 * SECOND)
        bro.says("hold sensor bro-ship")
        staff.clock(NINE + 32 * SECOND)
        ship.track(NINE + 32 * SECOND, 7, 11.0, 180.0, 2000.0, AIR)
        staff.clock(NINE + 33 * SECOND)
        ava.says("posture crisis")
        staff.clock(NINE + 60 * SECOND)
        sky.track(NINE + 60 * SECOND, 4712, 12.0, -179.5, 8000.0, AIR)
        staff.clock(NINE + 300 * SECOND)
        check(daemon.stop() == 0, "picketd stops with 0")
        return scene.path("live.pcap"), daemon.config


with Scene() as scene:
    feed, config = record(scene)

    def told(number, view, who, text, code=0):
        said = scene.picket("rules", "explain", feed, "-c", config, "--report", str(number), "--view",
                            view, "--as", who, code=code)
        check(text in said, f"{number} {view} {who}: {said}")
        return said

    for who in ("AVA", "white-cell"):
        told(0, "CYR.together", who, "warning 09:01:30  BRO by ava-bro-alarm 09:00:30; CYR by ava-cyr +30 s, "
             "approved by AVA for missile 09:00:05; limit slow-for-cyr: not before +60 s; "
             "warning 50 km, source nation")
        told(0, "CYR.together", who, "track   09:02:00  BRO by ava-bro-track 09:01:30; CYR by ava-cyr +30 s, "
             "approved by AVA for missile 09:00:05;")
    # What is approved of one category says nothing of another.
    told(1, "CYR.together", "AVA", "waits for approval of its categories by AVA", code=1)
    told(2, "AVA.together", "BRO", "BRO holds sensor bro-ship from 09:00:31.", code=1)
    # In the posture that was declared meanwhile another clause gives it at once.
    told(3, "BRO.together", "AVA", "track   09:01:00  BRO by ava-bro-crisis 09:01:00; exact")
    told(1, "BRO.together", "AVA", "BRO by ava-bro-track 09:01:30")
    # A partner hears no word of who approved or held, nor whether there is such a report.
    shown = told(0, "CYR.together", "CYR", "track   09:02:00  ")
    shown = "\n".join(line for line in shown.splitlines() if "warning:" not in line)  # of the keys
    check("AVA" not in shown and "approved" not in shown, shown)
    held = told(2, "AVA.together", "AVA", "not released", code=1)
    absent = told(99, "AVA.together", "AVA", "not released", code=1)
    check(held.replace("2:", "N:") == absent.replace("99:", "N:"), f"{held} {absent}")
    print("what was said is explained to those who may know")
