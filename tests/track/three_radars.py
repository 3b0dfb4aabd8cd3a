#!/usr/bin/python3
"""Three radars, forty aircraft that turn and climb, clutter: how good is the picture?

usage: three_radars.py BUILD [--seeds 31-40] [--settings stock,hard|all]     needs numpy, else skipped (77)

Radars turn in 4, 5 and 10 s; of ten looks one sees nothing, and each round has six false plots.
Straight legs of 40 to 160 s are joined by turns of 15 to 45 s at 1 to 3 degrees/s; three legs of ten climb or
descend, at up to 15 m/s; every eighth aircraft has a companion 1.1 km away; ten minutes. Judged each
second from 30 s on by GOSPA (p 2, alpha 2, cutoff 1000 m) and its parts. The other settings are the
same but for what their line in SETTINGS says; nothing is configured for any of them.

Without options two seeds of the stock setting are held against limits, a twentieth above what they came
to, so that what costs more is seen. Two seeds of straight and level flight are held
against the 95 % bounds of NEES, of position and of velocity, that one of them has by its forty aircraft.
"""
import json
import math
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("skipped: needs python3-numpy")
    sys.exit(77)

STOCK = {"missed": 0.1, "clutter": 6, "spacing": 1.0, "turn": 1.0, "climb": 0.3}
SETTINGS = {
    "stock": {},
    "level": {"climb": 0.0},
    "missed": {"missed": 0.3},
    "clutter": {"clutter": 60},
    "close": {"spacing": 0.5},
    "turns": {"turn": 2.0},
    "hard": {"missed": 0.3, "clutter": 30, "spacing": 0.5},
    "straight": {"turn": 0.0, "climb": 0.0},
}
AIRCRAFT, SECONDS, LAT, LON = 40, 600, 37.0, 129.0
RADARS = [  # name, place, height, period, range m, azimuth deg, elevation deg (one sigma)
    ("alpha", "37.17678 N 128.09922 E", "733 m", 4, 40, 0.12, 0.2),
    ("bravo", "36.54689 N 129.78175 E", "630 m", 5, 60, 0.15, 0.25),
    ("charlie", "37.71971 N 129.11325 E", "9510 m", 10, 90, 0.3, 0.4),
]
FIGURES = [("gospa_m", "GOSPA m", "{:.0f}"), ("rmse_m", "RMSE m", "{:.1f}"),
           ("missed", "missed", "{:.3f}"), ("false", "false", "{:.3f}"),
           ("switches_per_object_hour", "switches/h", "{:.2f}"),
           ("median_first_s", "first s", "{:.1f}"), ("nees", "NEES of 3", "{:.2f}"),
           ("velocity_nees", "speed NEES", "{:.2f}")]
# Of the two seeds; one switch is 0.1 an hour.
LIMITS = {"gospa_m": 863, "rmse_m": 132, "missed": 0.121, "false": 0.142,
          "switches_per_object_hour": 0.35, "median_first_s": 3.7, "nees": 3.0, "velocity_nees": 3.0}


def aircraft(rng, setting):
    """East, north, height, course and speed at the start, and legs of (seconds, turn deg, climb)."""
    legs, t = [], 0
    start = [*rng.uniform(-9e4, 9e4, 2), rng.uniform(3000, 11000), rng.uniform(0, 360),
             rng.uniform(120, 280)]
    height = start[2]
    while t < SECONDS:
        lasts, rate = int(rng.uniform(40, 160)), 0.0
        if rng.random() < 0.4:
            lasts = int(rng.uniform(15, 45))
            rate = rng.choice([-1, 1]) * rng.uniform(1, 3) * setting["turn"]
        climb = rng.uniform(-15, 15) if rng.random() < setting["climb"] else 0.0
        if not 2000 < height + climb * lasts < 13000:
            climb = -climb
        height += climb * lasts
        legs.append((lasts, rate * lasts, height))
        t += lasts
    begins = int(rng.uniform(0, 120)) if rng.random() < 0.4 else 0
    ends = SECONDS - int(rng.uniform(0, 120)) if rng.random() < 0.3 else None
    return start, legs, begins, ends


def object_text(name, start, legs, begins, ends):
    east, north, height, course, speed = start
    lat = LAT + north / 111000
    lon = LON + east / (111320 * math.cos(math.radians(LAT)))
    lines = [f"  - name: {name}", "    categories: [air]", "    identity: neutral",
             f"    place: {lat:.6f} N {lon:.6f} E", f"    height: {height:.1f} m",
             f"    course: {course:.3f} deg", f"    speed: {speed:.2f} m/s"]
    if begins:
        lines.append(f"    starts: {begins} s")
    if ends:
        lines.append(f"    ends: {ends} s")
    lines.append("    legs:")
    lines += [f"      - {{lasts: {lasts} s, turn: {turn:.3f} deg, height: {to:.1f} m}}"
              for lasts, turn, to in legs]
    return lines + ["    then: steady"]


def objects_text(rng, setting):
    lines, flights = [], [aircraft(rng, setting) for _ in range(AIRCRAFT)]
    for i in range(0, AIRCRAFT - 1, 8):
        start, legs, begins, ends = flights[i]
        east, north, up = (apart * setting["spacing"] for apart in (900, 600, 150))
        beside = [start[0] + east, start[1] + north, start[2] + up, *start[3:]]
        flights[i + 1] = (beside, [(s, turn, to + up) for s, turn, to in legs], begins, ends)
    for i, flight in enumerate(flights):
        lines += object_text(f"aircraft-{i}", *flight)
    return lines


def scenario_text(seed, setting):
    lines = ["format: picket-scenario-1", "name: three-radars", "starts: 2031-03-04T03:00:00Z",
             f"lasts: {SECONDS} s", f"seed: {seed}", "sensors:"]
    for name, place, height, period, across, azimuth, elevation in RADARS:
        lines += [f"  - name: {name}", "    looks: turning", "    sends: [plot]",
                  "    sees: [air]", "    identity: withheld", f"    place: {place}",
                  f"    height: {height}", f"    period: {period} s", "    range: 220 km",
                  "    horizon: none", "    sector: all", "    elevation: -45 deg to 89 deg",
                  f"    noise: {{range: {across} m, azimuth: {azimuth} deg, elevation: {elevation} deg}}",
                  f"    missed: {setting['missed']}", f"    clutter: {setting['clutter']}",
                  "    latency: 0 s to 0 s", "    outages: none"]
    return "\n".join(lines + ["objects:"] + objects_text(np.random.default_rng(seed), setting)) + "\n"


def run(build, folder, seed, setting):
    path = lambda name: os.path.join(folder, name)
    with open(path("scenario.yaml"), "w") as file:
        file.write(scenario_text(seed, setting))
    picket = os.path.join(build, "picket")
    for step in (["sim", path("scenario.yaml"), "-o", path("feed.pcap"), "--truth", path("truth.csv")],
                 ["fuse", path("feed.pcap"), "-c", "testdata/three-radars.yaml", "-o", path("out")],
                 ["score", "--json", "--truth", path("truth.csv"), "--from", "+30s",
                  path("out/ROK.national.csv")]):
        done = subprocess.run([picket, *step, "-q"], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"picket {step[0]}: {done.stderr}")
    return json.loads(done.stdout)


def option(name, default):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


def wrong(name, mean, rows):
    """What of these means is not as it should be."""
    if name == "straight":
        low, high = (rows[0][key] for key in ("nees_low", "nees_high"))
        return [f"{head} {mean[key]:.3g} beyond {low:.3g} to {high:.3g}" for key, head, _ in FIGURES
                if "nees" in key and not low <= mean[key] <= high]
    return [f"{head} {mean[key]:.3g} over {LIMITS[key]:.3g}" for key, head, _ in FIGURES
            if mean[key] > LIMITS[key]]


def main():
    build = sys.argv[1]
    low, _, high = option("--seeds", "1-2").partition("-")
    seeds = range(int(low), int(high or low) + 1)
    names = option("--settings", "stock,straight")
    names = list(SETTINGS) if names == "all" else names.split(",")
    print(f"seeds {seeds[0]} to {seeds[-1]}, means")
    print(f"{'':8}" + "".join(f"{head:>12}" for _, head, _ in FIGURES))
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            rows = [run(build, folder, seed, {**STOCK, **SETTINGS[name]}) for seed in seeds]
        mean = {key: float(np.mean([row[key] for row in rows])) for key, _, _ in FIGURES}
        print(f"{name:8}" + "".join(f"{form.format(mean[key]):>12}" for key, _, form in FIGURES),
              flush=True)
        found = wrong(name, mean, rows) if len(sys.argv) == 2 else []
        if found:
            sys.exit(f"{name}: " + ", ".join(found))


main()
