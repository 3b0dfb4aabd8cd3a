#!/usr/bin/python3
"""AIS with its numbers taken away: do tracks stay with their ships?

usage: ais.py BUILD

Each feed is fused twice, with and without MMSI, and held against where the MMSIs say the ships were, each
second. The public feed is that of the Solent, where it is there; the other is made here: a marina of twelve
boats 100 m apart that tell their place each three minutes, a ferry and two launches that pass between them. A ship keeps
its track while that is within 100 m and nobody else's (CLEAR MOT, Bernardin and Stiefelhagen 2008);
a switch is another track than its last; "longest" is the share of its time that a ship spends with the
one track that it has longest. Stone Soup's demo of the Solent feed, with MMSI and the hours behind
this part as well, ends with 121 tracks.
"""
import csv
import math
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import datetime, timedelta

NEAR = 100.0  # m
METRES = 111195.0  # of a degree
failed = []


def check(name, good, detail=''):
    if not good:
        failed.append(name)
    print(('pass' if good else 'FAIL'), name, detail)


def places(path, name):
    at = defaultdict(list)
    with open(path, encoding='ascii') as rows:
        for row in csv.DictReader(rows):
            lat, lon = float(row['lat_deg']), float(row['lon_deg'])
            at[round(float(row['time_s']))].append((row[name], lat * METRES, lon * METRES * math.cos(math.radians(50.8))))
    return at


def pairs(ships, tracks, last):
    """Ship to track: first those that go on, then the nearest."""
    found, free = {}, {t[0]: t for t in tracks}
    for ship, north, east in ships:
        t = free.get(last.get(ship))
        if t and math.hypot(t[1] - north, t[2] - east) < NEAR:
            found[ship] = t[0]
            del free[t[0]]
    near = sorted((math.hypot(t[1] - north, t[2] - east), ship, t[0]) for ship, north, east in ships if ship not in found
                  for t in free.values() if abs(t[1] - north) < NEAR and abs(t[2] - east) < NEAR)
    for distance, ship, track in near:
        if distance < NEAR and ship not in found and track in free:
            found[ship] = track
            del free[track]
    return found


def continuity(truth_path, picture_path):
    truth, picture = places(truth_path, 'object'), places(picture_path, 'track')
    last, switches, seconds, kept = {}, 0, Counter(), defaultdict(Counter)
    for second in sorted(truth):
        found = pairs(truth[second], picture.get(second, []), last)
        seconds.update(ship[0] for ship in truth[second])
        for ship, track in found.items():
            switches += ship in last and last[ship] != track
            kept[ship][track] += 1
        last.update(found)
    whole = sum(seconds.values())
    return {'ships': len(seconds), 'tracks': len({t[0] for at in picture.values() for t in at}),
            'complete': sum(sum(c.values()) for c in kept.values()) / whole, 'switches': switches,
            'per_hour': switches / whole * 3600, 'longest': sum(max(c.values()) for c in kept.values()) / whole}


def picket(build, *words):
    done = subprocess.run([os.path.join(build, 'picket'), *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'picket {words[0]}: {done.stderr}')
    return done.stdout


def fused(build, folder, path, *options):
    feed, truth, out = (os.path.join(folder, n) for n in ('feed.pcap', 'truth.csv', 'out'))
    picket(build, 'import', '--format', 'ais-csv', path, '-o', feed, '--truth', truth, *options)
    picket(build, 'fuse', feed, '-c', 'testdata/ais.yaml', '-o', out, '-q')
    return continuity(truth, os.path.join(out, 'ROK.national.csv'))


def both(build, folder, path):
    got = [fused(build, folder, path), fused(build, folder, path, '--without-numbers')]
    print(f"{os.path.basename(path)}, {got[0]['ships']} ships")
    print(f"{'':14}{'tracks':>8}{'complete':>10}{'switches':>10}{'an hour':>9}{'longest':>9}")
    for name, g in zip(('with MMSI', 'without'), got):
        print(f"{name:14}{g['tracks']:8}{g['complete']:10.3f}{g['switches']:10}{g['per_hour']:9.2f}{g['longest']:9.3f}")
    return got


def ship_rows(mmsi, where, period, phase):
    """Rows of a ship at where(t) = north, east, m; course and speed over its last second. Places are told to 1e-4 minutes."""
    rows, t = [], phase
    while t < 1200:
        (n, e), (n0, e0) = where(t), where(t - 1)
        speed, course = math.hypot(n - n0, e - e0), math.degrees(math.atan2(e - e0, n - n0)) % 360
        lat, lon = 50.8 + n / METRES, -1.1 + e / METRES / math.cos(math.radians(50.8))
        rows.append((t, mmsi, round(lat * 6e5) / 6e5, round(lon * 6e5) / 6e5, course if speed > 0.1 else 360, speed / 0.514444))
        t += period
    return rows


def marina(path):
    draw = random.Random(4)
    rows = []
    for i in range(12):
        place = (100.0 * (i // 4), 100.0 * (i % 4))
        rows += ship_rows(235000001 + i, lambda t, p=place: p, 180, draw.uniform(0, 180))
    rows += ship_rows(235000101, lambda t: (-2000 + 4.0 * t, 150 + 20 * math.sin(t / 60)), 10, 3)
    rows += ship_rows(235000102, lambda t: (50.0, -3000 + 5.0 * t), 10, 5)
    rows += ship_rows(235000103, lambda t: (60 + 300 * math.cos(t / 100), 80 + 300 * math.sin(t / 100)), 6, 1)
    start = datetime(2026, 3, 4, 5, 6, 7)
    with open(path, 'w', encoding='ascii') as out:
        print('Time,MMSI,Latitude_degrees,Longitude_degrees,COG_degrees,SOG_knots', file=out)
        for t, mmsi, lat, lon, course, speed in sorted(rows):
            stamp = (start + timedelta(seconds=t)).isoformat(sep=' ', timespec='milliseconds')
            print(f'{stamp},{mmsi},{lat:.7f},{lon:.7f},{course:.1f},{speed:.1f}', file=out)


def moored(build, folder):
    """A receiver that knows no course leaves it empty: what lies still stands where it is."""
    path, feed, truth = (os.path.join(folder, n) for n in ('moored.csv', 'moored.pcap', 'moored-truth.csv'))
    with open(path, 'w', encoding='ascii') as out:
        print('Time,MMSI,Latitude_degrees,Longitude_degrees,COG_degrees,SOG_knots', file=out)
        for second in (0, 60, 120):
            print(f'2026-03-04 05:{second // 60:02d}:00.000,235000001,50.8000000,-1.1000000,,0.1', file=out)
    said = picket(build, 'import', '--format', 'ais-csv', path, '-o', feed, '--truth', truth)
    check('an empty course is no course', '3 rows: 3 reports' in said, said.splitlines()[0])
    with open(truth, encoding='ascii') as rows:
        seconds = list(csv.DictReader(rows))
    check('what is moored stays where it is', len(seconds) == 121 and all(
        abs(float(r['lat_deg']) - 50.8) < 1e-6 and abs(float(r['lon_deg']) + 1.1) < 1e-6 and float(r['ve_m_per_s'] or 'nan') == 0 for r in seconds),
        f'{len(seconds)} rows, such as {seconds[len(seconds) // 2] if seconds else None}')
    fuse = os.path.join(folder, 'moored')
    done = subprocess.run([os.path.join(build, 'picket'), 'fuse', feed, '-c', 'testdata/ais.yaml', '-o', fuse], capture_output=True, text=True)
    check('and none of its reports is refused', '3 = fused 3 + refused 0' in done.stdout, done.stderr)


def wrong_date(build, folder):
    """One wrong date once had truth written for each second of fifteen years."""
    path, feed, truth = (os.path.join(folder, n) for n in ('dates.csv', 'dates.pcap', 'dates-truth.csv'))
    with open(path, 'w', encoding='ascii') as out:
        print('Time,MMSI,Latitude_degrees,Longitude_degrees,COG_degrees,SOG_knots', file=out)
        print('2041-03-04 05:00:00,235000001,50.8,-1.1,90,5\n2026-03-04 05:00:00,235000001,50.8,-1.1,90,5', file=out)
    words = [os.path.join(build, 'picket'), 'import', '--format', 'ais-csv', path, '-o', feed, '--truth', truth]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=3)
        check('truth over years is refused', done.returncode == 2 and not os.path.exists(truth) and not os.path.exists(feed))
        check('and told with the rows', f'error: the truth of {path} spans more than 24 hours: line 3 is of 2026-03-04 05:00:00 Z, '
              'line 2 of 2041-03-04 05:00:00 Z. Is a time wrong?' in done.stderr, done.stderr)
    except subprocess.TimeoutExpired:
        check('truth over years is refused', False, 'it goes on and on')


def main(build):
    public = os.path.join(os.environ.get('PICKET_TEST_DATA', '../shared/data'), 'solent_ais_part1.csv')
    with tempfile.TemporaryDirectory() as folder:
        made = os.path.join(folder, 'marina.csv')
        moored(build, folder)
        wrong_date(build, folder)
        marina(made)
        named, unnamed = both(build, folder, made)
        check('each ship has a track, and keeps it', named['tracks'] == 15 and named['switches'] == 0 and named['complete'] > 0.8)
        check('and so without its number', unnamed['tracks'] == 15 and unnamed['switches'] <= 1 and unnamed['complete'] > 0.8)
        if os.path.exists(public):
            named, unnamed = both(build, folder, public)
            check('with MMSI, as good as one track a ship', named['tracks'] < 1.1 * named['ships'] and named['per_hour'] < 0.5)
            # Before those that say their place one by one were taken as such: 951 switches, longest 0.39.
            check('without, most of the continuity is kept', unnamed['per_hour'] < 0.6 and unnamed['longest'] > 0.75)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
