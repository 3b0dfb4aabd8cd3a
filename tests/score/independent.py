#!/usr/bin/python3
"""picket score against figures worked out here, by other means, on random pictures.

usage: independent.py BUILD [--seed N]      needs numpy and scipy, else skipped (77)

Truth and pictures are drawn at random: crossing objects, tracks with noise that swap, split, vanish
and stand where nothing is, epochs without any, identities that are right, wrong and not said. Everything that
picket score prints is worked out again from the files: with scipy's assignment on the whole padded matrix, the
window of OSPA(2) from its definition, the fewest tracks by trying all ways to cut, GOSPA of trajectories by the
linear programme of its paper, as a whole, with scipy's solver. Tolerance: 1e-6 relative, since places
are written with 1e-9 degree, which is 0.1 mm of distances that are some 100 m.
"""
import collections
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from scipy.optimize import linear_sum_assignment, linprog
    from scipy.sparse import coo_matrix
    from scipy.stats import chi2
except ImportError:
    print("skipped: needs python3-numpy and python3-scipy")
    sys.exit(77)

A, F = 6378137.0, 1 / 298.257223563
E2 = F * (2 - F)
SIDES = {"friend": "friend", "assumed-friend": "friend", "neutral": "neutral", "suspect": "hostile", "hostile": "hostile"}
IDENTITIES = ["", "pending", "unknown", *SIDES]
CATEGORIES = ["missile", "air", "surface", "subsurface"]


def ecef(lat_deg, lon_deg, height):
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    normal = A / math.sqrt(1 - E2 * math.sin(lat) ** 2)
    return np.array([(normal + height) * math.cos(lat) * math.cos(lon),
                     (normal + height) * math.cos(lat) * math.sin(lon),
                     (normal * (1 - E2) + height) * math.sin(lat)])


def axes(lat_deg, lon_deg):
    """Rows east, north, up."""
    lat, lon = math.radians(lat_deg), math.radians(lon_deg)
    return np.array([[-math.sin(lon), math.cos(lon), 0],
                     [-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat)],
                     [math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)]])


def write(path, head, rows):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        out.writerows(rows)


def draw(rng, folder, truth_path, picture_path):
    """A truth of 12 objects and a picture of it, around a random place, the date line included."""
    lat0, lon0 = rng.uniform(-70, 70), rng.choice([rng.uniform(-179, 179), 179.98])
    epochs = int(rng.integers(40, 90))
    start = float(rng.choice([0, 1930359600]))
    east = lambda metres: metres / (111320 * math.cos(math.radians(lat0)))
    wrap = lambda lon: (lon + 180) % 360 - 180
    objects = [dict(p=rng.uniform(-6000, 6000, 2), v=rng.uniform(-200, 200, 2), h=rng.uniform(0, 1e4),
                    born=int(rng.integers(0, 50)), name=f"o{i}", category=rng.choice(CATEGORIES),
                    identity=str(rng.choice(IDENTITIES)), track=f"{rng.integers(1, 2**48):012x}", seen=bool(rng.random() < 0.9)) for i in range(12)]
    truth, picture = [], []
    blind = set(rng.integers(0, epochs, 4).tolist())
    for k in range(epochs):
        for o in objects:
            if rng.random() < 0.03:
                other = objects[int(rng.integers(0, 12))]
                o["track"], other["track"] = other["track"], o["track"]
        for o in objects:
            if k < o["born"] or o["born"] > epochs - 3:
                continue
            place = o["p"] + o["v"] * k
            truth.append([start + k, o["name"], f"{lat0 + place[1] / 111320:.9f}", f"{wrap(lon0 + east(place[0])):.9f}",
                          f"{o['h']:.4f}", f"{o['v'][0]:.4f}", f"{o['v'][1]:.4f}", "0", o["category"], o["identity"]])
            if k in blind or not o["seen"] or rng.random() < 0.15:
                continue
            for copy in range(2 if rng.random() < 0.05 else 1):
                spread = np.array([rng.uniform(50, 300), rng.uniform(50, 300), rng.uniform(20, 100)])
                noise = rng.normal(size=3) * spread
                at = place + noise[:2]
                picture.append([f"{start + k:.4f}", o["track"] if copy == 0 else f"{rng.integers(1, 2**48):012x}",
                                f"{lat0 + at[1] / 111320:.9f}", f"{wrap(lon0 + east(at[0])):.9f}", f"{o['h'] + noise[2]:.4f}",
                                f"{o['v'][0] + rng.normal():.4f}", f"{o['v'][1] + rng.normal():.4f}", "0.5",
                                o["identity"] if rng.random() < 0.6 else str(rng.choice(IDENTITIES)),
                                *(f"{x:.4f}" for x in (spread[0] ** 2, 0.1 * spread[0] * spread[1], 0, spread[1] ** 2, 0, spread[2] ** 2)),
                                *("1.2 0.3 0.1 0.9 -0.2 0.25".split() if rng.random() < 0.8 else [""] * 6)])
        for _ in range(int(rng.poisson(0.5))):
            at = rng.uniform(-8000, 8000, 2)
            picture.append([start + k, f"{rng.integers(1, 2**48):012x}", f"{lat0 + at[1] / 111320:.9f}",
                            f"{wrap(lon0 + east(at[0])):.9f}", "5000", "", "", "", str(rng.choice(IDENTITIES)), *[""] * 12])
    picture.append([start - 5, "before", "0", "0", "0"] + [""] * 16)  # epochs without truth are left out
    rng.shuffle(picture)
    write(truth_path, "time_s object lat_deg lon_deg alt_m ve_m_per_s vn_m_per_s vu_m_per_s category identity".split(), truth)
    write(picture_path, "time_s track lat_deg lon_deg alt_m ve_m_per_s vn_m_per_s vu_m_per_s identity ee en eu nn nu uu vee ven veu vnn vnu vuu".split(), picture)


def load(path, key):
    epochs = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            turn = axes(float(row["lat_deg"]), float(row["lon_deg"]))
            one = dict(name=row[key], p=ecef(float(row["lat_deg"]), float(row["lon_deg"]), float(row["alt_m"])),
                       category=row.get("category"), side=SIDES.get(row["identity"]), v=None, P=None, V=None)
            if row["ve_m_per_s"]:
                one["v"] = turn.T @ [float(row[c]) for c in ("ve_m_per_s", "vn_m_per_s", "vu_m_per_s")]
            for which, columns in ("P", "ee en eu nn nu uu"), ("V", "vee ven veu vnn vnu vuu"):
                if row.get(columns.split()[0]):
                    ee, en, eu, nn, nu, uu = (float(row[c]) for c in columns.split())
                    one[which] = turn.T @ np.array([[ee, en, eu], [en, nn, nu], [eu, nu, uu]]) @ turn
            epochs.setdefault(round(float(row["time_s"]) * 1000), []).append(one)
    return epochs


def pairs_of(X, Y, c):
    """GOSPA's assignment on the square matrix in which everyone may also stay alone."""
    n, m = len(X), len(Y)
    cost = np.zeros((n + m, n + m))
    cost[:n, m:] = cost[n:, :m] = c * c / 2
    for i, x in enumerate(X):
        for j, y in enumerate(Y):
            cost[i, j] = np.sum((x["p"] - y["p"]) ** 2)
    return [(i, j) for i, j in zip(*linear_sum_assignment(cost)) if i < n and j < m and cost[i, j] < c * c]


def ospa(d, c):
    """OSPA of a matrix of distances that are at most c, from its definition: p = 2."""
    n = max(d.shape)
    if n == 0:
        return 0.0
    whole = np.full((n, n), c * c)
    whole[:d.shape[0], :d.shape[1]] = d ** 2
    return math.sqrt(whole[linear_sum_assignment(whole)].sum() / n)


def distances(X, Y, c):
    return np.array([[min(c, np.linalg.norm(x["p"] - y["p"])) for y in Y] for x in X]).reshape(len(X), len(Y))


def ospa2(truth, picture, times, c):
    """OSPA of whole tracks over these epochs; their distance is the mean over those in which either is."""
    X = [{x["name"]: x["p"] for x in truth[t]} for t in times]
    Y = [{y["name"]: y["p"] for y in picture.get(t, [])} for t in times]

    def base(f, g):
        cuts = []
        for k in range(len(times)):
            if f in X[k] and g in Y[k]:
                cuts.append(min(c, np.linalg.norm(X[k][f] - Y[k][g])))
            elif f in X[k] or g in Y[k]:
                cuts.append(c)
        return np.mean(cuts)
    names = [sorted(set().union(*side)) for side in (X, Y)]
    return ospa(np.array([[base(f, g) for g in names[1]] for f in names[0]]).reshape(len(names[0]), len(names[1])), c)


def owners(X, Y, pairs, c):
    """[(i, j)]: each track with the object it is paired with, else the nearest under c."""
    paired = {j: i for i, j in pairs}
    owned = []
    for j, y in enumerate(Y):
        d = [np.linalg.norm(x["p"] - y["p"]) for x in X]
        if j in paired:
            owned.append((paired[j], j))
        elif d and min(d) < c:
            owned.append((int(np.argmin(d)), j))
    return owned


def fewest(sets):
    """The fewest tracks that cover all epochs: over all ways to cut them into stretches that one covers."""
    least = [0] + [math.inf] * len(sets)
    for end in range(1, len(sets) + 1):
        common = set(sets[end - 1])
        for begin in range(end - 1, -1, -1):
            common &= sets[begin]
            if not common:
                break
            least[end] = min(least[end], least[begin] + 1)
    return least[-1]


def longest(rows):
    """The longest row of epochs in each of which one track belongs to the object; None: the object is not there."""
    best = 0
    for track in set().union(*(row for row in rows if row)):
        run = 0
        for row in rows:
            run = run + 1 if row and track in row else 0
            best = max(best, run)
    return best


def trajectory(truth, picture, times, c, gamma):
    """T-GOSPA over the epochs, as the paper's linear programme. Variables: how much each pair holds at each epoch,
    then by how much that changes to the next one. Pairs that are never near are left out: none can gain by them."""
    gains, alone, steps = {}, 0, len(times)
    for k, t in enumerate(times):
        X, Y = truth[t], picture.get(t, [])
        alone += (len(X) + len(Y)) * c * c / 2
        for i, j in zip(*np.nonzero(distances(X, Y, c) < c)):
            gains.setdefault((X[i]["name"], Y[j]["name"]), {})[k] = c * c - np.sum((X[i]["p"] - Y[j]["p"]) ** 2)
    if not gains:
        return math.sqrt(alone / steps)
    pairs = list(gains)
    n = len(pairs) * steps
    cost, rows, columns, values, limits = np.full(2 * n, gamma ** 2 / 2), [], [], [], []

    def add(terms, limit):
        for column, value in terms:
            rows.append(len(limits))
            columns.append(column)
            values.append(value)
        limits.append(limit)
    of = [{}, {}]
    for p, pair in enumerate(pairs):
        for side in (0, 1):
            of[side].setdefault(pair[side], []).append(p)
        for k in range(steps):
            cost[p * steps + k] = -gains[pair].get(k, 0)
            if k + 1 < steps:
                here = p * steps + k
                add([(here, 1), (here + 1, -1), (n + here, -1)], 0)
                add([(here, -1), (here + 1, 1), (n + here, -1)], 0)
    for side in of:
        for members in side.values():
            for k in range(steps):
                add([(p * steps + k, 1) for p in members], 1)
    found = linprog(cost, A_ub=coo_matrix((values, (rows, columns)), shape=(len(limits), 2 * n)), b_ub=limits, method="highs")
    return math.sqrt((alone + found.fun) / steps)


def judge(truth, picture, c, from_ms):
    born, found, last, category, judged = {}, {}, {}, {}, collections.Counter()
    visits = {}  # of a track: the object that it belongs to, and how often it has come to one
    sums = {key: [] for key in "gospa ospa ospa2 location square velocity missed false complete ambiguity spurious nees inside"
            " accuracy speed velocity_nees identified rightly doubt".split()}
    switches = objects = 0
    times = sorted(truth)
    counted = [t for t in times if t >= from_ms]
    held = {x["name"]: [None] * len(counted) for t in times for x in truth[t]}
    for order, t in enumerate(times):
        X, Y = truth[t], picture.get(t, [])
        pairs = pairs_of(X, Y, c)
        for x in X:
            born.setdefault(x["name"], t)
            category[x["name"]] = x["category"]
        for i, j in pairs:
            name, track = X[i]["name"], Y[j]["name"]
            found.setdefault(name, t)
            switches += t >= from_ms and last.get(name, track) != track
            last[name] = track
        if t < from_ms:
            continue
        objects += len(X)
        d2 = [np.sum((X[i]["p"] - Y[j]["p"]) ** 2) for i, j in pairs]
        v2 = [np.sum((X[i]["v"] - Y[j]["v"]) ** 2) for i, j in pairs if Y[j]["v"] is not None]
        missed, false = len(X) - len(pairs), len(Y) - len(pairs)
        sums["gospa"].append(math.sqrt(sum(d2) + c * c / 2 * (missed + false)))
        sums["ospa"].append(ospa(distances(X, Y, c), c))
        sums["ospa2"].append(ospa2(truth, picture, times[max(0, order - 9):order + 1], c))
        sums["location"].append(math.sqrt(sum(d2)))
        sums["square"].append(np.mean(d2) if d2 else 0)
        sums["velocity"].append(np.mean(v2) if v2 else 0)
        sums["missed"].append(missed)
        sums["false"].append(false)
        sums["complete"].append(len(pairs) / len(X))
        near = distances(X, Y, c) < c
        if near.any():
            sums["ambiguity"].append(near.any(0).sum() / near.any(1).sum())
        if Y:
            sums["spurious"].append(1 - near.any(0).sum() / len(Y))
        judged.update(X[i]["name"] for i, j in pairs if Y[j]["P"] is not None)
        errors = [(X[i]["p"] - Y[j]["p"], Y[j]["P"]) for i, j in pairs if Y[j]["P"] is not None]
        squares = [e @ np.linalg.solve(P, e) for e, P in errors]
        sums["nees"] += squares
        faults = [(X[i]["v"] - Y[j]["v"], Y[j]["V"]) for i, j in pairs if Y[j]["v"] is not None and Y[j]["V"] is not None]
        sums["velocity_nees"] += [e @ np.linalg.solve(V, e) for e, V in faults]
        if squares:
            low, high = chi2.ppf([0.025, 0.975], 3 * len(squares)) / len(squares)
            sums["inside"].append(low <= np.mean(squares) <= high)
        said = {}
        for i, j in owners(X, Y, pairs, c):
            sums["accuracy"].append(np.linalg.norm(X[i]["p"] - Y[j]["p"]))
            if Y[j]["v"] is not None:
                sums["speed"].append(np.linalg.norm(X[i]["v"] - Y[j]["v"]))
            said.setdefault(i, []).append(Y[j]["side"])
            row = held[X[i]["name"]]
            k = len(sums["gospa"]) - 1
            owner, visit = visits.get(Y[j]["name"], (None, 0))
            visits[Y[j]["name"]] = X[i]["name"], visit + (owner != X[i]["name"])
            row[k] = (row[k] or set()) | {(Y[j]["name"], visits[Y[j]["name"]][1])}
        for i, x in enumerate(X):
            held[x["name"]][len(sums["gospa"]) - 1] = held[x["name"]][len(sums["gospa"]) - 1] or set()
            if i in said and x["side"]:
                sums["identified"].append(any(said[i]))
                sums["rightly"].append(all(side == x["side"] for side in said[i]))
                wrong = all(side and side != x["side"] for side in said[i])
                sums["doubt"].append(any(said[i]) and not sums["rightly"][-1] and not wrong)
    mean = {key: float(np.mean(values)) if values else None for key, values in sums.items()}
    n = sum(judged.values()) ** 2 // sum(x * x for x in judged.values()) if judged else 0  # Kish 1965
    delays = lambda wanted: [(found[o] - born[o]) / 1000 for o in found if wanted(category[o])]
    median = lambda values: float(np.median(values)) if values else None
    needed = [fewest([row for row in rows if row]) for rows in held.values()]
    tracked = sum(bool(row) for rows in held.values() for row in rows)
    changes = sum(max(0, one - 1) for one in needed)
    return dict(epochs=len(counted), gospa_m=mean["gospa"], ospa_m=mean["ospa"], ospa2_m=mean["ospa2"],
                gospa_location_m=mean["location"], rmse_m=math.sqrt(mean["square"]),
                velocity_rmse_m_per_s=math.sqrt(mean["velocity"]), missed=mean["missed"], false=mean["false"],
                completeness=mean["complete"], ambiguity=mean["ambiguity"], spuriousness=mean["spurious"], switches=switches,
                switches_per_object_hour=switches / (objects / 3600), median_first_s=median(delays(lambda k: True)),
                median_first_s_by_category={k: median(delays(lambda c, k=k: c == k)) for k in set(category.values())},
                never=len(born) - len(found), nees=mean["nees"], nees_low=chi2.ppf(0.025, 3 * n) / n, nees_high=chi2.ppf(0.975, 3 * n) / n,
                nees_inside=mean["inside"], velocity_nees=mean["velocity_nees"], position_accuracy_m=mean["accuracy"], velocity_accuracy_m_per_s=mean["speed"],
                identity_completeness=mean["identified"], identity_correctness=mean["rightly"], identity_ambiguity=mean["doubt"],
                number_changes=changes, number_changes_per_tracked_hour=changes / (tracked / 3600),
                longest_segment=sum(longest(rows) for rows in held.values()) / objects)


def differs(key, got, want):
    if isinstance(want, dict):
        return set(got) != set(want) or any(differs(key, got[k], want[k]) for k in want)
    if got is None or want is None:
        return got is not want
    tolerance = 1e-4 if key in ("nees_low", "nees_high") else 1e-6  # bounds: Wilson and Hilferty's formula
    return abs(got - want) > tolerance * max(1e-9, abs(want))


def main():
    build = sys.argv[1]
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 100 * int(os.environ.get("PICKET_SEED", 1))
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        truth_path, picture_path = f"{folder}/truth.csv", f"{folder}/JPN.hub.csv"
        for one in range(seed, seed + 12):
            rng = np.random.default_rng(one)
            draw(rng, folder, truth_path, picture_path)
            cutoff, after = float(rng.choice([500, 1000, 2500])), int(rng.choice([0, 10, 30]))
            run = subprocess.run([f"{build}/picket", "score", f"--truth={truth_path}", picture_path, "--json",
                                  f"--cutoff={cutoff:.0f}m", f"--from=+{after}s"], capture_output=True, text=True)
            if run.returncode != 0:
                print(f"seed {one}: exit {run.returncode}: {run.stderr}")
                return 1
            got = json.loads(run.stdout)
            truth = load(truth_path, "object")
            want = judge(truth, load(picture_path, "track"), cutoff, min(truth) + 1000 * after)
            if one % 3 == 0:
                best = trajectory(truth, load(picture_path, "track"), [t for t in sorted(truth) if t >= min(truth) + 1000 * after],
                                  cutoff, got["switching_m"])
                low, high = got["trajectory_gospa_low_m"], got["trajectory_gospa_m"]
                print(f"seed {one}: trajectories: linear programme {best:.6f} m, picket {low:.6f} to {high:.6f} m")
                # Both solvers stop at about 1e-9 of the costs. Bounds that are 1 % apart would be of little use.
                if not low <= best * (1 + 1e-7) or not best <= high * (1 + 1e-7) or high > 1.01 * low:
                    failed = True
            for key, value in want.items():
                if differs(key, got[key], value):
                    print(f"seed {one}: {key}: picket {got[key]}, here {value}")
                    failed = True
    print(f"seeds {seed} to {seed + 11}; again: tests/score/independent.py BUILD --seed {seed}")
    return failed


sys.exit(main())
