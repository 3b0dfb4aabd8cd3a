#!/usr/bin/python3
"""Imported feeds, read back from the recording by code of its own and held against their rows."""
import csv
import math
import os
import random
import struct
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'sim'))
import feed  # noqa: E402

YEAR_2000 = 946684800
COLUMNS = 'time_s sensor lat_deg lon_deg alt_m ee en eu nn nu uu track category identity ve vn vu'.split()
failed = []


def check(name, good, detail=''):
    if not good:
        failed.append(name)
    print(('pass' if good else 'FAIL'), name, detail)


def single(x):
    return struct.unpack('<f', struct.pack('<f', x))[0]


def import_rows(build, form, path, out, *more):
    got = subprocess.run([os.path.join(build, 'picket'), 'import', '--format', form, path, '-o', out, *more],
                         capture_output=True, text=True)
    return got.returncode, got.stdout, got.stderr


def plots_of(report, path):
    return [(stamp, port, p, d) for stamp, port, target, data in feed.packets(path) if target == 47800
            for d in [report.Datagram.FromString(data)] for p in d.plots]


def made_up_rows(count):
    """Rows with positive covariances, some without height, velocity or number. Seed 1."""
    g = random.Random(1)
    rows = []
    for i in range(count):
        a = [[g.uniform(-50, 50) for _ in range(3)] for _ in range(3)]
        c = [[sum(a[i][k] * a[j][k] for k in range(3)) + (i == j) for j in range(3)] for i in range(3)]
        row = {'time_s': f'{g.uniform(0, 60):.6f}', 'sensor': g.choice(['alpha', 'bravo', 'charlie']),
               'lat_deg': f'{g.uniform(-90, 90):.8f}', 'lon_deg': f'{g.uniform(-180, 180):.8f}', 'alt_m': f'{g.uniform(0, 12000):.3f}',
               'ee': c[0][0], 'en': c[0][1], 'eu': c[0][2], 'nn': c[1][1], 'nu': c[1][2], 'uu': c[2][2]}
        row |= {'track': g.randint(1, 2**53 - 1)} if g.random() < .5 else {}
        row |= {'category': 'surface', 'identity': 'friend'} if g.random() < .5 else {}
        row |= {'ve': '12.5', 'vn': '-3.25', 'vu': '0.5'} if g.random() < .5 else {}
        if g.random() < .2:
            row['alt_m'] = ''
        rows.append(row)
    return rows


def write(path, rows):
    with open(path, 'w', newline='') as f:
        w = csv.DictWriter(f, COLUMNS, restval='')
        w.writeheader()
        w.writerows(rows)


def same(row, stamp, p):
    """Is this plot that row, number by number?"""
    g = p.geodetic
    known = row['alt_m'] != ''
    cov = [row[k] for k in (('ee', 'en', 'eu', 'nn', 'nu', 'uu') if known else ('ee', 'en', 'nn'))]
    t = YEAR_2000 * 10**9 + round(float(row['time_s']) * 1e6) * 1000
    return (p.time_ns == t and 0 <= stamp - t <= 10**8 and stamp // 10**9 == t // 10**9
            and abs(g.lat_deg - float(row['lat_deg'])) < 1e-8 and abs(g.lon_deg - float(row['lon_deg'])) < 1e-8
            and g.height_m == (float(row['alt_m']) if known else 0) and list(g.covariance) == [single(float(x)) for x in cov]
            and p.number == row.get('track', 0) and list(p.categories) == [3 if 'category' in row else 2]
            and p.identity == (4 if 'identity' in row else 0)
            and p.HasField('velocity') == ('ve' in row) and (p.velocity.east_mps, p.velocity.north_mps) == ((12.5, -3.25) if 've' in row else (0, 0)))


def csv_comes_back(build, folder, report):
    rows = made_up_rows(500)
    path, out, again = (os.path.join(folder, n) for n in ('rows.csv', 'rows.pcap', 'again.pcap'))
    write(path, rows)
    code, said, wrong = import_rows(build, 'csv', path, out)
    check('every row is taken', code == 0 and '500 rows: 500 reports' in said and not wrong, said + wrong)
    plots = plots_of(report, out)
    order = sorted(rows, key=lambda r: float(r['time_s']))
    by_time = {round(float(r['time_s']) * 1e6): r for r in order}
    check('every number comes back', len(plots) == 500 and all(
        same(by_time[(p.time_ns - YEAR_2000 * 10**9) // 1000], stamp, p) for stamp, _, p, _ in plots))
    check('sensors have ports by name', {(d.sensor, port) for _, port, _, d in plots} ==
          {('alpha', 48001), ('bravo', 48002), ('charlie', 48003)})
    packets = feed.packets(out)
    check('stamps never fall', all(a[0] <= b[0] for a, b in zip(packets, packets[1:])))
    check('the exercise is of whole seconds', packets[0][0] % 10**9 == 0 == packets[-1][0] % 10**9 and
          packets[-1][0] == (packets[-2][0] // 10**9 + 1) * 10**9)
    random.Random(2).shuffle(rows)
    write(path, rows)
    import_rows(build, 'csv', path, again)
    check('the order of rows changes no byte', open(out, 'rb').read() == open(again, 'rb').read())


def opensky_expected(path):
    """What should become of each row, read independently: reports by height reference, refusals by name."""
    seen, heights, refused = set(), Counter(), Counter()
    for r in sorted(csv.DictReader(open(path)), key=lambda r: float(r['time'])):
        try:
            number, lat = int(r['icao24'], 16), float(r['lat'] or 'nan')
        except ValueError:
            refused['number-range'] += 1
            continue
        t = r['lastposupdate'] or r['time']
        if math.isnan(lat) or not r['lon']:
            refused['geometry-missing'] += 1
        elif abs(lat) > 90:
            refused['position-range'] += 1
        elif (number, t) in seen:
            refused['repeat'] += 1
        else:
            seen.add((number, t))
            ground = r['onground'] == 'True'
            heights['none' if ground or not (r['geoaltitude'] or r['baroaltitude']) else 'ellipsoid' if r['geoaltitude'] else 'pressure'] += 1
    return heights, refused


def opensky_counts(build, folder, report, path):
    out, true_path = os.path.join(folder, 'sky.pcap'), os.path.join(folder, 'sky.csv')
    code, said, _ = import_rows(build, 'opensky', path, out, '--truth', true_path)
    heights, refused = opensky_expected(path)
    plots = plots_of(report, out)
    got = Counter('none' if len(p.geodetic.covariance) == 3 else {1: 'ellipsoid', 2: 'pressure'}[p.geodetic.height_reference]
                  for _, _, p, _ in plots)
    name = os.path.basename(path)
    check(f'{name}: reports by reference of height', code == 0 and got == heights, f'{dict(got)}, expected {dict(heights)}')
    check(f'{name}: refused by name', all(f'{n:,} {why}' in said for why, n in refused.items()), said.splitlines()[0])
    check(f'{name}: nothing is received before it was measured', all(stamp >= p.time_ns for stamp, _, p, _ in plots))
    return plots, list(csv.DictReader(open(true_path)))


def opensky_sample(build, folder, report):
    plots, truth = opensky_counts(build, folder, report, 'testdata/opensky-sample.csv')
    by = {}
    for _, _, p, _ in plots:
        by.setdefault(p.number, []).append(p)
    check('longitude 0.0 is a longitude', by[0xf00001][-1].geodetic.lon_deg == 0.0 and by[0xf00001][-1].label == 'PICK1')
    check('(0, 0) and height 0.0 are a place', by[0xf00005][0].geodetic.height_m == 0.0 and len(by[0xf00005][0].geodetic.covariance) == 6)
    # Heights of two references once made a zigzag of 76 m and a vertical speed of their own.
    a, b = by[0xf00004]
    check('heights of two references are not mixed', (a.geodetic.height_m, a.geodetic.height_reference, b.geodetic.height_m,
          b.geodetic.height_reference) == (1188.72, 2, 1234.92, 1) and a.geodetic.covariance[5] > 100 * b.geodetic.covariance[5] * .99)
    check('on the ground no height is taken', len(by[0xf00003][0].geodetic.covariance) == 3 and len(by[0xf00003][0].velocity.covariance) == 3)
    check('east is east', abs(by[0xf00001][0].velocity.east_mps - 200) < 1e-3 and abs(by[0xf00001][0].velocity.north_mps) < 1e-3)
    # 200 m/s due east for the half second since the position was sent, at 51.48 N: 100 m are 0.001444 degree.
    check('truth stands for the time of the state', [r['lon_deg'] for r in truth if r['object'] == 'f00001'] == ['-0.024356', '0.001444'])


def opensky_speeds(build, folder, report):
    """12 km/s are the most that the daemon takes; of a row beyond that nothing is sent."""
    path, out = os.path.join(folder, 'speeds.csv'), os.path.join(folder, 'speeds.pcap')
    speeds = [('11999', '0'), ('12001', '0'), ('-12001', '0'), ('1e300', '0'), ('200', '12001'), ('9000', '-9000'), ('200', '1e300'), ('200', '')]
    with open(path, 'w') as f:
        print('time,icao24,lat,lon,velocity,heading,vertrate', file=f)
        for k, (speed, climb) in enumerate(speeds):
            print(f'1900000000,{0xf00001 + k:06x},51.5,0.1,{speed},90,{climb}', file=f)
    code, said, wrong = import_rows(build, 'opensky', path, out)
    check('a speed over 12 km/s is refused', code == 0 and 'refused 6 velocity-range' in said, said.splitlines()[0])
    check('and told', 'speeds.csv:3: warning: velocity "12001" makes a speed over 12 km/s. Row left out (velocity-range), 1 of 8.' in wrong, wrong)
    check('others are taken', sorted(p.velocity.east_mps for _, _, p, _ in plots_of(report, out)) == [200.0, 11999.0])


def main(build):
    made = feed.messages()
    if not made:
        print('skipped: needs protoc and python3-protobuf')
        return 77
    with tempfile.TemporaryDirectory() as folder:
        csv_comes_back(build, folder, made[0])
        opensky_sample(build, folder, made[0])
        opensky_speeds(build, folder, made[0])
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
