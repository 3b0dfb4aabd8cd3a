#!/usr/bin/python3
"""Aircraft of a recording, seen by three notional radars: what they report, and how good the picture is.

usage: radars.py BUILD [--seeds 1-2]

The recording is the public one where it is there, and in any case one of twelve aircraft made here: legs and
turns, two that fly 1.2 km apart, one with a gap of 70 s. Its states are 10 s apart, rounded as in the
public one. Judged from 30 s on against where the recording says the aircraft were, each second.
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile

RADIUS = 6371008.8
START = 1900000000
# Issued for the public recording; what is made here, all of it within reach, has to do as well.
LEAST_COMPLETE, MOST_SWITCHES = 0.95, 2.0
COLUMNS = 'time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,alert,spi,squawk,baroaltitude,geoaltitude,lastposupdate,lastcontact'
failed = []


def check(name, good, detail=''):
    if not good:
        failed.append(name)
    print(('pass' if good else 'FAIL'), name, detail)


def flight(k):
    """States (t, lat, lon, speed, heading, climb, height) each second of 600: even legs joined by even turns."""
    heading, speed, height = 30.0 * k, 120.0 + 10 * k, 2000.0 + 700 * k
    lat, lon = 51.5 + 0.15 * k, -2.4 + 0.2 * k
    if k == 11:  # beside number 10
        heading, speed, height, lat, lon = 300.0, 220.0, 9100.0, 51.5 + 1.5 + 0.0104, -0.4 + 0.005
    for t in range(600):
        turn = 1.5 if 200 <= t % 300 < 240 else 0.0
        climb = 8.0 if k % 3 == 0 and 60 <= t < 160 else 0.0
        yield t, lat, lon, speed, heading % 360, climb, height
        middle = math.radians(heading + turn / 2)
        lat += math.degrees(speed * math.cos(middle) / RADIUS)
        lon += math.degrees(speed * math.sin(middle) / RADIUS / math.cos(math.radians(lat)))
        heading, height = heading + turn, height + climb


def recording(path):
    with open(path, 'w', encoding='ascii') as out:
        print(COLUMNS, file=out)
        for k in range(12):
            for t, lat, lon, speed, heading, climb, height in flight(k):
                if t % 10 != k % 10 or (k == 5 and 300 <= t < 370):
                    continue
                at = START + t
                print(f'{at + 1},{0xf00100 + k:06x},{lat:.6f},{lon:.6f},{speed:.2f},{heading:.3f},{climb:.3f},,False,False,False,,'
                      f'{height:.2f},{height:.2f},{at},{at + 1}', file=out)


def picket(build, *words):
    done = subprocess.run([os.path.join(build, 'picket'), *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f'picket {words[0]}: {done.stderr}')
    return done.stdout


def looked_at(build, folder, path, seed):
    """Feed and truth of the radars."""
    feed, truth = (os.path.join(folder, n) for n in ('feed.pcap', 'truth.csv'))
    picket(build, 'import', '--format', 'opensky', '--radars', 'testdata/notional-radars.yaml', '--seed', str(seed), path, '-o', feed,
           '--truth', truth)
    return feed, truth


def truth_is_of_the_recording(truth):
    """Where a turn of 6 m/s2 begins a quarter on between two states 10 s apart, the cubic strays by 6 * 10^2 / 64 m."""
    rows = {}
    for row in csv.DictReader(open(truth)):
        rows[(row['object'], round(float(row['time_s'])))] = row
    worst = 0.0
    for k in range(12):
        for t, lat, lon, *_ in flight(k):
            row = rows.get((f'{0xf00100 + k:06x}', START + t))
            if row:
                north = math.radians(float(row['lat_deg']) - lat) * RADIUS
                east = math.radians(float(row['lon_deg']) - lon) * RADIUS * math.cos(math.radians(lat))
                worst = max(worst, math.hypot(north, east))
    check('truth is where the aircraft were', worst < 10.0, f'{worst:.2f} m')
    gap = [t for t in range(600) if ('f00105', START + t) in rows]
    check('in a gap there is no truth', [(a, b) for a, b in zip(gap, gap[1:]) if b > a + 1] == [(295, 375)])
    check('truth is each second', len(rows) > 12 * 580 - 80, f'{len(rows)} rows')


def score(build, folder, path, seed):
    feed, truth = looked_at(build, folder, path, seed)
    out = os.path.join(folder, 'out')
    picket(build, 'fuse', feed, '-c', 'testdata/opensky-radars.yaml', '-o', out, '-q')
    got = json.loads(picket(build, 'score', '--json', '--truth', truth, '--from', '+30s', os.path.join(out, 'ROK.national.csv')))
    name = os.path.basename(path)
    print(f"{name}, seed {seed}: GOSPA {got['gospa_m']:.0f} m, RMSE {got['rmse_m']:.0f} m, missed {got['missed']:.2f}, false {got['false']:.2f}, "
          f"complete {got['completeness']:.3f}, {got['switches_per_object_hour']:.2f} switches a target hour, NEES {got['nees']:.2f}")
    check('complete', got['completeness'] > LEAST_COMPLETE, f"{got['completeness']:.3f}")
    check('switches a target hour', got['switches_per_object_hour'] < MOST_SWITCHES, f"{got['switches_per_object_hour']:.2f}")


def same_seed_same_bytes(build, folder, path):
    def feed(seed):
        return open(looked_at(build, folder, path, seed)[0], 'rb').read()
    one = feed(5)
    check('same seed, same bytes', one == feed(5))
    check('another seed, other bytes', one != feed(6))


def main(build):
    low, _, high = (sys.argv[sys.argv.index('--seeds') + 1] if '--seeds' in sys.argv else '1-2').partition('-')
    public = os.path.join(os.environ.get('PICKET_TEST_DATA', '../shared/data'), 'opensky_plane_states.csv')
    with tempfile.TemporaryDirectory() as folder:
        made = os.path.join(folder, 'made.csv')
        recording(made)
        truth_is_of_the_recording(looked_at(build, folder, made, 1)[1])
        same_seed_same_bytes(build, folder, made)
        for seed in range(int(low), int(high or low) + 1):
            score(build, folder, made, seed)
            if os.path.exists(public):
                score(build, folder, public, seed)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
