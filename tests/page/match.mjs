#!/usr/bin/env node
// Which tracks of two pictures are taken for one object, by their places alone.

import assert from 'node:assert/strict';
import { finish, modules, test } from './page.mjs';

const { match, difference, truthOf } = await modules('./src/match', './src/difference', './src/truth');

const METRES = 111_195; // a degree
const CONFIRMED = 2;
const TENTATIVE = 1;

/* q of a sigma on the wire: 1 cm times 2^(q/64). */
const q = (sigma) => Math.round(64 * Math.log2(sigma / 0.01));

/* A picture of tracks { east, north (m from 36 N, lon), major, minor (m), turn (deg), categories, status }. */
function picture(tracks, lon = 132) {
  const of = (value) => Float64Array.from(tracks, value);
  const narrow = Math.cos((36 * Math.PI) / 180);
  const wrap = (degrees) => ((degrees + 540) % 360) - 180;
  return {
    count: tracks.length, notices: [],
    columns: {
      number: of((_, n) => n + 1), status: of((track) => track.status ?? CONFIRMED), categories: of((track) => track.categories ?? 2),
      latE7: of((track) => Math.round((36 + (track.north ?? 0) / METRES) * 1e7)),
      lonE7: of((track) => Math.round(wrap(lon + (track.east ?? 0) / METRES / narrow) * 1e7)),
      major: of((track) => q(track.major ?? 100)), minor: of((track) => q(track.minor ?? 100)), turnCdeg: of((track) => (track.turn ?? 0) * 100),
    },
  };
}
const pairs = (a, b, lon) => [...match(picture(a, lon), picture(b, lon))];

await test('what stands within 3 km is one, whatever its ellipse says', () => {
  assert.deepEqual(pairs([{}], [{ east: 2990 }]), [0]);
  assert.deepEqual(pairs([{}], [{ east: 3010 }]), [-1]);
});

await test('what lies in the joint ellipse is one: as far along it, not across', () => {
  /* Sigmas of 3 and 4 km make one of 5 km; 95 % of two dimensions is 2.448 of them: 12.24 km. */
  const long = { major: 3000, minor: 100, turn: 90 };
  const other = (east, north) => ({ major: 4000, minor: 100, turn: 90, east, north });
  assert.deepEqual(pairs([long], [other(12_100, 0)]), [0]);
  assert.deepEqual(pairs([long], [other(12_400, 0)]), [-1]);
  assert.deepEqual(pairs([long], [other(0, 3500)]), [-1]);
});

await test('an ellipse that covers half the sea pairs nothing', () => {
  assert.deepEqual(pairs([{ major: 200_000, minor: 200_000 }], [{ east: 60_000 }]), [-1]);
});

await test('each is taken once, the nearest first', () => {
  assert.deepEqual(pairs([{ east: 0 }, { east: 1000 }], [{ east: 900 }]), [-1, 0]);
  assert.deepEqual(pairs([{ east: 0 }, { east: 1000 }], [{ east: 900 }, { east: 2500 }]), [1, 0]);
});

await test('a ship is no aircraft; what has no category may be either', () => {
  assert.deepEqual(pairs([{ categories: 2 }], [{ categories: 4 }]), [-1]);
  assert.deepEqual(pairs([{ categories: 2 }], [{ categories: 6 }]), [0]);
  assert.deepEqual(pairs([{ categories: 0 }], [{ categories: 4 }]), [0]);
});

await test('a tentative track is nobody\'s other', () => {
  assert.deepEqual(pairs([{ status: TENTATIVE }], [{}]), [-1]);
  assert.deepEqual(pairs([{}], [{ status: TENTATIVE }]), [-1]);
});

await test('neighbours over 180 degrees are found', () => {
  assert.deepEqual(pairs([{ east: -1000 }], [{ east: 1000 }], 180), [0]);
});

await test('where truth is known it decides, wherever the two stand', () => {
  const of = (name, tracks) => Object.assign(picture(tracks), { audience: name, rule: 'hub' });
  /* Far apart and one object; near and two; one that truth does not know. Numbers are 1, 2, 3 in both. */
  const [a, b] = [of('A', [{}, { east: 100_000 }, { east: 300_000 }]), of('B', [{ east: 100_500 }, { east: 40_000 }, { east: 300_100 }])];
  const truth = truthOf({ objects: [
    { id: 'x', seen: [{ view: 'A.hub', track: 1 }, { view: 'B.hub', track: 2 }] },
    { id: 'y', seen: [{ view: 'A.hub', track: 2 }] }, { id: 'z', seen: [{ view: 'B.hub', track: 1 }] }] });
  assert.deepEqual([...match(a, b)], [-1, 0, 2]);
  assert.deepEqual([...match(a, b, truth)], [1, -1, 2]);
});

await test('added, lost and seen by both are all there is, each once', () => {
  const seed = Number(process.argv[3] ?? 90210);
  console.log(`        seed ${seed}`);
  let state = seed;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const some = (count) => picture(Array.from({ length: count }, () => ({
    east: 2e5 * random(), north: 2e5 * random(), major: 100 + 5000 * random(), minor: 100, turn: 180 * random(),
    categories: [2, 4, 0][Math.floor(3 * random())], status: random() < 0.2 ? TENTATIVE : CONFIRMED })));
  for (let n = 0; n < 20; n++) {
    const [a, b] = [some(200), some(150)];
    const there = (of) => [...of.columns.status.keys()].filter((i) => of.columns.status[i] !== TENTATIVE);
    const { both, added, lost } = difference(a, b, null, match(a, b));
    assert.deepEqual([...both, ...added].sort((x, y) => x - y), there(a));
    assert.equal(both.length + lost.length, there(b).length);
    const others = [...match(a, b)].filter((j) => j >= 0);
    assert.equal(new Set(others).size, both.length);
    assert.deepEqual([...others, ...lost].sort((x, y) => x - y), there(b));
    assert.ok(both.length > 10 && added.length > 10);
  }
});

finish();
