#!/usr/bin/python3
"""What is claimed of a sensor tenfold wrongly, either way, is said in plain words: by fuse, in the log, on the
metrics page, in /health; what is claimed rightly is not."""
import json
import pathlib
import re
from scene import ROOT, Scene, check

RADARS = [("alpha", "37.17678 N 128.09922 E", "733 m", 4), ("bravo", "36.54689 N 129.78175 E", "630 m", 5),
          ("charlie", "37.71971 N 129.11325 E", "9510 m", 10)]
SECONDS = 180  # alpha's 30 scans and some


def scenario(missed=0.1):
    """Alpha misses so much of what it looks at, the others a tenth."""
    lines = ["format: picket-scenario-1", "name: claimed", "starts: 2031-03-04T03:00:00Z",
             f"lasts: {SECONDS} s", "seed: 3", "sensors:"]
    for name, place, height, period in RADARS:
        lines += [f"  - name: {name}", "    looks: turning", "    sends: [plot]", "    sees: [air]",
                  "    identity: withheld", f"    place: {place}", f"    height: {height}",
                  f"    period: {period} s", "    range: 220 km", "    horizon: none", "    sector: all",
                  "    elevation: -45 deg to 89 deg",
                  "    noise: {range: 50 m, azimuth: 0.1 deg, elevation: 0.2 deg}", f"    missed: {missed if name == 'alpha' else 0.1}",
                  "    clutter: 6", "    latency: 0 s to 0 s", "    outages: none"]
    lines += ["objects:"]
    for i in range(12):
        lines += [f"  - name: aircraft-{i}", "    categories: [air]", "    identity: neutral",
                  f"    place: {36.6 + 0.2 * (i % 4):.1f} N {128.4 + 0.4 * (i // 4):.1f} E",
                  f"    height: {4000 + 500 * i} m", f"    course: {30 * i} deg", "    speed: 200 m/s",
                  "    legs: []", "    then: steady"]
    return "\n".join(lines) + "\n"


def expect(path, detection, false_plots):
    """Writes down what is expected of alpha."""
    text = pathlib.Path(path).read_text()
    text = re.sub(r"(?m)^    expected: .*\n", "", text)
    said = f"    expected: {{detection: {detection}, false-plots: {false_plots}}}\n"
    pathlib.Path(path).write_text(text.replace("    height: 733 m\n", "    height: 733 m\n" + said))


def claim_of(said):
    """{claim: the words of it} of alpha, of which there is one warning each."""
    found = re.findall(r"warning: (alpha (?:sees|gives) .*)\n", said)
    check(len(found) == said.count("warning"), f"only alpha is told of:\n{said}")
    return {"detection" if " sees " in words else "false-plots": words for words in found}


with Scene() as scene:
    pathlib.Path(scene.path("scenario.yaml")).write_text(scenario())
    feed = scene.path("feed.pcap")
    scene.picket("sim", scene.path("scenario.yaml"), "-o", feed, "--truth", scene.path("truth.csv"))
    unstarted = scene.picketd(config="three-radars.yaml")
    expect(unstarted.config, 0.9, 6)
    said = scene.picket("fuse", feed, "-c", unstarted.config, "-o", scene.path("right"))
    check("warning" not in said, f"what is right is not said:\n{said}")
    expect(unstarted.config, 0.09, 60)
    said = scene.picket("fuse", feed, "-c", unstarted.config, "-o", scene.path("wrong"))
    print(said, end="")
    check(said.count("warning: alpha ") == said.count("warning") == 2, f"two claims are said:\n{said}")
    for csv in ("ROK.national.csv", "ROK.national.settled.csv"):
        check(pathlib.Path(scene.path("right", csv)).read_bytes() == pathlib.Path(scene.path("wrong", csv)).read_bytes(),
              "no picture depends on what is expected")
    # A tenth of what there is, of the same feed; and nine tenths where there is a tenth, which was silent.
    expect(unstarted.config, 0.9, 0.6)
    said = scene.picket("fuse", feed, "-c", unstarted.config, "-o", scene.path("few"))
    check(list(claim_of(said)) == ["false-plots"] and said.count("and 0.6 are expected.") == 1, f"a tenth is said:\n{said}")
    pathlib.Path(scene.path("blind.yaml")).write_text(scenario(0.91))
    scene.picket("sim", scene.path("blind.yaml"), "-o", scene.path("blind.pcap"), "--truth", scene.path("blind.csv"))
    expect(unstarted.config, 0.9, 6)
    said = scene.picket("fuse", scene.path("blind.pcap"), "-c", unstarted.config, "-o", scene.path("blind"))
    words = claim_of(said).get("detection", "nothing")
    check(re.match(r"alpha sees 0\.[12]\d* of what it looks at, and a detection of 0\.9 is expected\.", words), f"it is all but blind:\n{said}")
    expect(unstarted.config, 0.09, 60)
    # Engines believe it at first; of a million times what there is they confirmed nothing, in silence.
    text = pathlib.Path(unstarted.config).read_text()
    pathlib.Path(scene.path("thick.yaml")).write_text(text.replace("expected: {detection: 0.09, false-plots: 60}", "") + "clutter: 100\n")
    said = scene.picket("fuse", feed, "-c", scene.path("thick.yaml"), "-o", scene.path("thick"))
    check("warning: alpha gives" in said and "clutter is configured as 100." in said and "e+" not in said, f"a clutter far too thick is said:\n{said}")
    with unstarted as daemon:
        scene.picket("replay", feed, "--to", daemon.reports, "--control", daemon.control, "--speed", "max")
        differs = {labels: value for (name, labels), value in daemon.metrics().items() if name == "sensor_differs"}
        health = json.loads(daemon.get("/health"))
        found = {one["sensor"]: {each["claim"]: each["words"] for each in one["findings"]} for one in health["sensors"]}
        check(daemon.stop() == 0, f"picketd stops with 0:\n{daemon.log()}")
        check(len(differs) == 18 and sum(differs.values()) == 2, f"metrics tell both: {differs}")
        check(found["bravo"] == found["charlie"] == {} and sorted(found["alpha"]) == ["detection", "false-plots"], f"/health tells both: {found}")
        check(found["alpha"]["detection"].endswith("of what it looks at, and a detection of 0.09 is expected"), f"in plain words: {found}")
        for claim in ("detection", "false-plots"):
            check(differs[("sensor", "alpha"), ("claim", claim)] == 1, f"alpha's {claim} is told")
        check(daemon.log().count("event=sensor.differs") == 2, f"each is said once:\n{daemon.log()}")
