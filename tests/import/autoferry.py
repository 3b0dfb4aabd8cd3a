#!/usr/bin/python3
"""Lidar, radar and the bearings of two cameras on a ferry under way: read right, and each sensor's part in the picture.

usage: autoferry.py BUILD

The shapes of the data set are tried on a file made here. Where the public scenarios are, they are fused with
one sensor alone and with more, and scored by GOSPA with a cutoff of 50 m, for the targets are as near as 12 m. A
swap is a track that was one target's for 5 s (the nearest, within 10 m) and is the other's for 5 s later.
"""
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import defaultdict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'sim'))
import feed  # noqa: E402

LAT, LON = 63.4389029083, 10.39908278
NORTH, EAST = 111463.0, 49909.0  # m of a degree there, to 1e-4: by the radii of WGS 84 at that latitude
SENSORS = {1: 'lidar', 2: 'radar', 3: 'infrared', 4: 'daylight'}
PARTS = ['lidar', 'radar', 'lidar+radar', 'lidar+daylight', 'lidar+infrared', 'lidar+radar+daylight', 'lidar+radar+infrared',
         'lidar+radar+infrared+daylight']
failed = []


def check(name, good, detail=''):
    if not good:
        failed.append(name)
    print(('pass' if good else 'FAIL'), name, detail)


def picket(build, *words):
    return subprocess.run([os.path.join(build, 'picket'), *words], capture_output=True, text=True)


def shapes(build, folder, report):
    """One set of each shape, out of order; two points look like two pairs and are not."""
    path, out, true_path = (os.path.join(folder, n) for n in ('a_detections.json', 'a.pcap', 'a.csv'))
    t, own = 1620207287.0, [100.0, -200.0]
    sets = [(1, 0.9, [[10.0, 20.0], [1.0, 2.0]]), (3, 0.5, -1.25), (2, 0.2, [30.0, 40.0]), (4, 0.7, [0.5, 3.0]), (1, 0.4, []),
            (2, 1.2, [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])]
    json.dump([{'sensorID': i, 'measurements': [], 'ownshipPosition': own, 'time': t + s, 'measurement': m} for i, s, m in sets], open(path, 'w'))
    json.dump([[{'targetID': k, 'position': [10.0 * k + s, 5.0, 0], 'time': t + s} for k in (1, 2)] for s in (0.0, 1.5, 0.5)],
              open(path.replace('detections', 'groundTruth'), 'w'))
    done = picket(build, 'import', '--format', 'autoferry', path, '-o', out, '--truth', true_path)
    check('it is taken', done.returncode == 0 and '6 rows: 9 reports' in done.stdout, done.stderr)
    got = [(d.sensor, d) for _, _, target, data in feed.packets(out) if target == 47800 for d in [report.Datagram.FromString(data)]]

    def points(sensor):
        return [[(round((p.geodetic.lat_deg - LAT) * NORTH), round((p.geodetic.lon_deg - LON) * EAST)) for p in d.plots]
                for s, d in got if s == sensor]
    check('one point is [n, e]', points('radar')[0] == [(130, -160)], points('radar')[:1])
    check('more are norths and easts', points('lidar') == [[(110, -199), (120, -198)]] and len(points('radar')[1]) == 3, points('lidar'))
    bearings = {s: [round(math.radians(b.azimuth_deg), 4) for b in d.bearings] for s, d in got if d.bearings}
    check('bearings are from north, clockwise', bearings == {'infrared': [round(2 * math.pi - 1.25, 4)], 'daylight': [0.5, 3.0]}, bearings)
    ferry = [(round((d.platform.lat_deg - LAT) * NORTH), round((d.platform.lon_deg - LON) * EAST)) for _, d in got]
    check('the ferry stands where it was', set(ferry) == {(100, -200)}, set(ferry))
    truth = [(r['object'], round((float(r['lat_deg']) - LAT) * NORTH, 1)) for r in csv.DictReader(open(true_path))]
    check('truth is at whole seconds', truth == [('target-1', 11.0), ('target-2', 21.0)], truth)
    open(path, 'w').write('[{"sensorID":1,"ownshipPosition":[1,2],"time":1620207287,"measurement":[[1,2],[3]]}]')
    done = picket(build, 'import', '--format', 'autoferry', path, '-o', out)
    check('two lists of two lengths are refused', done.returncode == 2 and 'two lists of one length' in done.stderr, done.stderr)


def refused(build, folder, name, sets, why, targets=None):
    """With the truth asked for where there are targets."""
    path, out, true_path = (os.path.join(folder, n) for n in ('b_detections.json', 'b.pcap', 'b.csv'))
    open(path, 'w').write(sets)
    if os.path.exists(out):
        os.unlink(out)
    if targets:
        open(path.replace('detections', 'groundTruth'), 'w').write(targets)
    words = [os.path.join(build, 'picket'), 'import', '--format', 'autoferry', path, '-o', out] + (['--truth', true_path] if targets else [])
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=3)
        check(name, done.returncode in (1, 2) and why in done.stderr and not os.path.exists(out), f'exit {done.returncode}: {done.stderr}')
    except subprocess.TimeoutExpired:
        check(name, False, 'it goes on and on')


def ranges(build, folder):
    def one(sensor, time):
        return f'{{"sensorID":{sensor},"ownshipPosition":[1,2],"time":{time},"measurement":[30,40]}}'

    def target(number):
        return f'[[{{"targetID":{number},"position":[1,2,0],"time":{t}}}] ' + f',[{{"targetID":{number},"position":[1,2,0],"time":{t + 9}}}]]'
    t = 1620207287
    for sensor in ('1e300', '-1e300', '1.5', '0', '5'):
        refused(build, folder, f'sensor {sensor} is none', f'[{one(sensor, t)}]', 'set 1: a set needs sensorID 1 to 4')
    for time in ('1e15', '1e300', '4102444800', '946684799', '-1'):
        refused(build, folder, f'time {time} is none', f'[{one(2, t)},{one(2, time)}]', 'set 2: time is not within the years 2000 to 2100')
    refused(build, folder, 'no sets are no feed', '[]', 'none of 0 rows')
    refused(build, folder, 'target 1e300 is none', f'[{one(2, t)},{one(2, t + 9)}]', 'targetID is not a whole number from 0 to 1,000,000',
            target('1e300'))
    # One wrong time once had truth sought for each second of fifteen years.
    refused(build, folder, 'truth over years is refused', f'[{one(2, t + 473385600)},{one(2, t)}]',
            'b_detections.json spans more than 24 hours: set 2 is of 2021-05-05 09:34:47 Z, set 1 of 2036-05-05 09:34:47 Z. '
            'Is a time wrong?', target(1))


def places(path, name):
    at = defaultdict(list)
    for r in csv.DictReader(open(path)):
        at[round(float(r['time_s']))].append((r[name], float(r['lat_deg']) * NORTH, float(r['lon_deg']) * EAST))
    return at


def swaps(truth_path, picture_path):
    truth, picture = places(truth_path, 'object'), places(picture_path, 'track')
    run, held, count = {}, {}, 0
    for second in sorted(truth):
        for target, north, east in truth[second]:
            near = min(((math.hypot(t[1] - north, t[2] - east), t[0]) for t in picture.get(second, [])), default=(99, ''))
            track, since = run.get(target, ('', 0))
            track, since = (near[1], since + 1 if near[1] == track else 1) if near[0] < 10 else ('', 0)
            run[target] = track, since
            if since == 5:
                count += held.get(track, target) != target
                held[track] = target
    return count


def fused(build, folder, scenario, names, truth):
    chosen, feed_path, out = (os.path.join(folder, n) for n in ('x_detections.json', 'x.pcap', 'out'))
    sets = [s for s in json.load(open(scenario)) if SENSORS[s['sensorID']] in names.split('+')]
    json.dump(sets, open(chosen, 'w'))
    for step in (['import', '--format', 'autoferry', chosen, '-o', feed_path],
                 ['fuse', feed_path, '-c', 'testdata/autoferry.yaml', '-o', out],
                 ['score', '--json', '--cutoff=50m', '--from', '+5s', '--truth', truth, os.path.join(out, 'ROK.national.csv')]):
        done = picket(build, *step, '-q')
        if done.returncode:
            sys.exit(f'picket {step[0]}: {done.stderr}')
    return json.loads(done.stdout) | {'swaps': swaps(truth, os.path.join(out, 'ROK.national.csv'))}


def table(build, folder, number, scenario):
    print(f"scenario {number}{'':20}{'GOSPA m':>9}{'RMSE m':>8}{'missed':>8}{'false':>7}{'complete':>10}{'swaps':>7}")
    got = {}
    # That of all sets: with the truth of its own span each part was scored over other seconds.
    truth = os.path.join(folder, 'whole.csv')
    picket(build, 'import', '--format', 'autoferry', scenario, '-o', os.path.join(folder, 'whole.pcap'), '--truth', truth, '-q')
    for names in PARTS:
        g = got[names] = fused(build, folder, scenario, names, truth)
        rmse = '-' if g['rmse_m'] is None else f"{g['rmse_m']:.1f}"
        print(f"{names:30}{g['gospa_m']:9.1f}{rmse:>8}{g['missed']:8.2f}{g['false']:7.2f}{g['completeness']:10.2f}{g['swaps']:7}", flush=True)
    alone, together = min(got[n]['gospa_m'] for n in PARTS if '+' not in n), got[PARTS[-1]]
    check(f'scenario {number}: all together are better than the best alone', together['gospa_m'] < alone, f"{together['gospa_m']:.1f}, {alone:.1f}")
    radar, lidar = got['lidar+radar']['gospa_m'], got['lidar']['gospa_m']
    check(f'scenario {number}: the radar makes the lidar better', radar < lidar, f'{radar:.1f}, {lidar:.1f}')
    check(f'scenario {number}: no swap', together['swaps'] == 0)


def main(build):
    made = feed.messages()
    if not made:
        print('skipped: needs protoc and python3-protobuf')
        return 77
    data = os.environ.get('PICKET_TEST_DATA', '../shared/data')
    with tempfile.TemporaryDirectory() as folder:
        shapes(build, folder, made[0])
        ranges(build, folder)
        for number in (4, 22):
            scenario = os.path.join(data, f'tracks_with_truth/autoferry_scenario{number}_detections.json')
            if os.path.exists(scenario):
                table(build, folder, number, scenario)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
