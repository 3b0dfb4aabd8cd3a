#!/usr/bin/python3
"""What the white cell is told beside pictures: who sees an object, and by which clause, as the views'
files and `picket rules explain` have it; what stands; and, before a sentence is said, what it would
change. Being asked changes no byte of a picture, of the recording or of the audit log."""
import json
import pathlib
import re
import struct
import urllib.error
import urllib.request

from scene import Scene, check, check_same, pcap_read
from tokens import body, get, tokens_of
from voice import NINE, REPORTS, SECOND, VIEWS, Run, lantern, rows, wire

# object: place, category, and how the sensors that look at it call it (Run.look)
OBJECTS = {"seven": (11.0, 180.0, 2000.0, "air", {"bro-ship": 7}),
           "eight": (11.2, 179.8, 2500.0, "air", {"bro-ship": 8}),
           "eleven": (12.0, -179.5, 8000.0, "air", {"ava-sky": 11}),
           "twelve": (30.0, 150.0, 1000.0, "missile", {"ava-sky": 12}),
           "hill": (13.0, 179.5, 6000.0, "air", {"ava-hill": 0}),
           "unseen": (0.0, 0.0, 0.0, "surface", {})}
ASKED = 30  # s after the begin
END = 60
SUSPEND = {"sentence": "agreement lantern becomes suspended", "reason": "inject 14"}


def ask(page, path, token, what=None):
    """The JSON of an answer, or the answer to what is not there."""
    request = urllib.request.Request(f"http://{page}{path}", data=what and json.dumps(what).encode(),
                                     headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    try:
        return json.loads(urllib.request.urlopen(request, timeout=20).read())
    except urllib.error.HTTPError as refused:
        return refused.read()


def truth_write(scene):
    lines = ["time_s,object,lat_deg,lon_deg,alt_m,category"]
    for t in range(1, END + 1):
        for name, (lat, lon, height, category, _) in OBJECTS.items():
            lines.append(f"{NINE // SECOND + t},{name},{lat},{lon},{height},{category}")
    pathlib.Path(scene.path("truth.csv")).write_text("\n".join(lines) + "\n")


class Told:
    """All that is asked in the second ASKED, as acts of a Run."""

    def __init__(self, scene):
        self.scene = scene

    def ask(self, daemon, _):
        page = daemon.page
        tokens = tokens_of(self.scene.path("tokens"))
        white = tokens["white-cell"]
        self.truth = ask(page, "/truth", white)
        self.sees = {name: ask(page, f"/sees/{name}", white) for name in OBJECTS}
        self.nobody = ask(page, "/sees/nobody", white)
        self.standing = ask(page, "/standing", white)
        self.suspended = ask(page, "/preview", white, SUSPEND)
        self.held = ask(page, "/preview", white, {"sentence": "hold sensor bro-ship", "reason": "a"})
        self.launch = ask(page, "/preview", white, {"sentence": "emergency launch", "reason": "a"})
        self.refused = ask(page, "/preview", white, {"sentence": "agreement nix becomes suspended", "reason": "a"})
        nothing = get(page, "/no-such", tokens["AVA"])
        for path in ("/sees/seven", "/sees/nobody", "/sees/", "/standing"):
            for token in (None, tokens["AVA"], tokens["bridge"], white[:-1]):
                check(get(page, path, token) == nothing, f"{path} is the white cell's")
        for token in (tokens["AVA"], tokens["BRO"], tokens["bridge"], "x" * 22):
            check(ask(page, "/preview", token, SUSPEND) == body(nothing), "a preview is the white cell's")
        check(ask(page, "/preview", white, {"sentence": "hold sensor bro-ship"}) == body(nothing), "no reason, no request")

    def act(self, daemon, _):
        white = tokens_of(self.scene.path("tokens"))["white-cell"]
        said = ask(daemon.page, "/says", white, SUSPEND)
        check(said["outcome"] == "done" and said["takes_effect"] == NINE // SECOND + ASKED + 1, f"it is said: {said}")

    def after(self, daemon, _):
        self.later = ask(daemon.page, "/standing", tokens_of(self.scene.path("tokens"))["white-cell"])


def numbered(scene, recording):
    """{(sensor, its number of the object, time): number of the report, as rules explain counts}"""
    found, count = {}, 0
    for packet in pcap_read(recording)[1]:
        if struct.unpack_from(">H", packet[0], 16 + 36)[0] != REPORTS:
            continue
        one = wire(scene)[1].Datagram.FromString(packet[2])
        for report in [*one.plots, *one.tracks]:
            found[one.sensor, getattr(report, "number", 0), report.time_ns] = count
            count += 1
    return found


def agrees_with_files(told, run):
    at = NINE // SECOND + ASKED
    tracks = {view: {row.split(",")[1] for row in run.rows(view).get(at, [])} for view in VIEWS}
    sights = {one["id"]: {pair["view"]: pair for pair in one["seen"]} for one in told.truth["objects"]}
    for name, sees in told.sees.items():
        check(sees["epoch_ns"] == at * SECOND, f"at the newest epoch: {sees['epoch_ns']}")
        check(sorted(one["view"] for one in sees["views"]) == sorted(VIEWS), f"each view: {sees['views']}")
        check({one["sensor"] for one in sees["reported_by"]} == set(OBJECTS[name][4]), f"{name} is reported by its sensors")
        for one in sees["views"]:
            pair = sights[name].get(one["view"], {"track": None, "error_m": None})
            check((one["track"], one["error_m"]) == (pair["track"], pair["error_m"]), f"{name} in {one['view']}: as truth has it")
            if one["track"]:
                check(f"{one['track']:012x}" in tracks[one["view"]], f"{name} in {one['view']}: a track of its file")
    seen = {name: {one["view"] for one in sees["views"] if one["track"]} for name, sees in told.sees.items()}
    check({"BRO.together", "BRO.alone"} == seen["seven"] and "BRO.together" in seen["eleven"], f"{seen}")
    check(seen["unseen"] == set() and told.nobody["views"] == [], "nobody sees what nobody reports")


def agrees_with_explain(scene, told, run):
    numbers = numbered(scene, run.recording)
    asked = set()
    for name, sees in told.sees.items():
        for one in sees["views"]:
            if not sees["reported_by"] or one["view"].startswith("bridge"):
                continue
            best = (one["given"] or sees["reported_by"])[0]["sensor"]
            age = next(each["age_s"] for each in sees["reported_by"] if each["sensor"] == best)
            number = numbers[best, OBJECTS[name][4][best], sees["epoch_ns"] - round(age * SECOND)]
            said = scene.picket("rules", "explain", run.recording, "-c", run.config, "--report", str(number),
                                "--view", one["view"], "--as", "white-cell", code=0 if one["given"] else 1)
            check(one["why"] in said, f"{name} in {one['view']}: {one['why']} | {said}")
            if one["given"] and one["given"][0]["clause"]:
                check(f"by {one['given'][0]['clause']} " in said and f"; {one['given'][0]['form']}" in said, f"{one['given']} | {said}")
                asked.add(one["given"][0]["clause"])
                aloud = next(each for each in sees["clauses"] if each["clause"] == one["given"][0]["clause"])
                check(re.match(r"AVA gives BRO, direct, tracks of missile and air|BRO gives AVA and OBS", aloud["aloud"]) and aloud["agreement"] == "lantern", f"{aloud}")
    check(asked == {"bro-low", "ava-bro-crisis"}, f"clauses that decide: {asked}")


def preview_holds(told, run):
    at = NINE // SECOND + ASKED
    views = {one["view"]: one for one in told.suspended["views"]}
    check(told.suspended["takes_effect"] == at + 1 and told.suspended["refused"] is None, "from the next epoch on")
    gone = 0
    for view, one in views.items():
        check(one["fewer"] == 0 and one["gained"] == 0, f"{view}: what was given is removed, nothing comes")
        before, then = run.rows(view).get(at + 1, []), run.rows(view).get(at + 2, [])
        check(len(before) - len(then) == one["gone"], f"{view}: {one['gone']} were to go, of {len(before)} {len(then)} are left")
        check(view.endswith("alone") <= (one["given"] == one["given_then"]), f"{view}: another rule is not concerned")
        gone += one["gone"]
    check(gone > 0, "something goes")
    fewer = {one["view"]: one["fewer"] for one in told.held["views"]}
    check(fewer["AVA.together"] > 0 and fewer["BRO.together"] == 0 and fewer["AVA.alone"] == 0,
          f"a hold takes nothing back, and keeps from others alone: {fewer}")
    gained = {one["view"]: one["gained"] for one in told.launch["views"] if one["gained"]}
    check(gained == {"BRO.together": 1, "bridge.together": 1}, f"what an emergency releases comes: {gained}")
    check(told.refused["refused"] == "sentence-unknown" and told.refused["views"] == [], "a refusal says which")


def standing_holds(told):
    before, after = (one["agreements"][0] for one in (told.standing, told.later))
    check((before["name"], before["state"], before["removed"]) == ("lantern", "in-force", True), f"{before}")
    check(before["parties"] == ["AVA", "BRO", "CYR", "DEL", "OBS"] and before["rules"] == ["together"], f"{before}")
    check((after["state"], after["since_ns"]) == ("suspended", NINE + (ASKED + 1) * SECOND), f"{after}")
    check(told.standing["emergencies"] == [{"name": "launch", "declared_by": ["AVA", "BRO"], "stands": False}], "emergencies")
    check([one["sentence"] for one in told.later["acts"]] == ["hold category mine"], f"{told.later['acts']}")
    check(told.later["acts"][0]["who"] == ["BRO"], f"{told.later['acts']}")


def main(scene):
    truth_write(scene)
    config = lantern(scene)
    config.write_text(config.read_text() + "tokens: tokens\nin-force: together\ntruth: truth.csv\n")
    told = Told(scene)
    crisis, held = ("AVA", "posture crisis"), ("BRO", "hold category mine")
    asked = Run(scene, "asked", {1: [crisis], ASKED: [told.ask, told.act], ASKED + 2: [held], ASKED + 5: [told.after]}, END, config)
    agrees_with_files(told, asked)
    agrees_with_explain(scene, told, asked)
    preview_holds(told, asked)
    standing_holds(told)
    silent = Run(scene, "silent", {1: [crisis], ASKED: [told.act], ASKED + 2: [held]}, END, config)
    check_same(asked.folder, silent.folder, 2 * len(VIEWS), "asked and not asked")
    logs = [pathlib.Path(scene.path(f"{run}.log")).read_bytes() for run in ("asked", "silent")]
    check(logs[0] == logs[1], "asked and not asked: the same log")
    # Ports, the wall time at which picketd began, and which of two ports was read first are the run's own.
    sizes = [sorted(len(packet[2]) for packet in pcap_read(run.recording)[1]) for run in (asked, silent)]
    check(sizes[0] == sizes[1], "asked and not asked: nothing more is recorded")
    print("who sees what, and what a sentence would change, as files and rules explain have it")


if __name__ == "__main__":
    with Scene() as scene:
        main(scene)
