#!/usr/bin/env node
// Which tracks are symbols on the map and which are dots.

import assert from 'node:assert/strict';
import { finish, modules, test } from './page.mjs';

const { Sights, Frame, mercatorX, mercatorY, AWAY, DOT, SYMBOL, ordered } = await modules('./src/sight', './src/frame', './src/order');
const [WIDTH, HEIGHT] = [1200, 900];
const [AIR, MISSILE] = [2, 1];
const HOSTILE = 7;

/* A map on which a degree is so many units wide at 0 N 0 E. */
const frame = (degree) => new Frame(mercatorX(0), mercatorY(0), degree * 360, WIDTH, HEIGHT);
const TEN = frame(10);

/* Tracks at [lat, lon], numbered from 1, friends in the air unless told. */
function picture(tracks) {
  const of = (Kind, value) => Kind.from(tracks, value);
  return { count: tracks.length, columns: {
    number: of(Float64Array, (one, i) => one.number ?? i + 1), latE7: of(Int32Array, ({ lat }) => lat * 1e7), lonE7: of(Int32Array, ({ lon }) => lon * 1e7),
    categories: of(Uint8Array, (one) => one.categories ?? AIR), identity: of(Uint8Array, (one) => one.identity ?? 4),
    marks: of(Uint8Array, (one) => one.marks ?? 0), ageDs: of(Uint32Array, (one) => one.age ?? 0),
  } };
}
const crowd = (count, more = () => ({})) => Array.from({ length: count }, (_, i) => ({ lat: 0.001 * (i % 100), lon: 0.001 * Math.floor(i / 100), ...more(i) }));
const look = (sights, shown, wanted = {}, on = TEN) => [...sights.look(on, shown, { selected: 0, search: '', hits: null, ...wanted }).level];
const symbols = (levels) => levels.flatMap((level, i) => (level === SYMBOL ? [i] : []));

await test('numbers are ordered as a comparison would order them, equal ones as they stand', () => {
  const seed = Number(process.env.PICKET_SEED ?? 8);
  let state = seed;
  const chance = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0); // Numerical Recipes, 2nd ed., 7.1
  for (const bits of [0, 3, 11, 12, 22, 23, 32])
    for (const count of [0, 1, 2, 3000]) {
      const keys = Uint32Array.from({ length: count }, () => Math.floor(chance() / 2 ** (32 - bits)));
      const wanted = [...keys.keys()].sort((a, b) => keys[a] - keys[b]);
      assert.deepEqual([...ordered(keys)], wanted, `PICKET_SEED=${seed}, ${count} of ${bits} bits`);
    }
});

await test('of a crowd four hundred are symbols, the rest dots', () => {
  const levels = look(new Sights(), picture(crowd(1000)));
  assert.equal(symbols(levels).length, 400);
  assert.equal(levels.filter((level) => level === DOT).length, 600);
});

await test('where two or fewer stand in a square of the map, all are symbols', () => {
  /* Squares are 48 units wide: on a grid of 48 units each has one track. */
  const grid = Array.from({ length: 20 * 24 }, (_, i) => ({ lat: 4.8 * (Math.floor(i / 24) - 9), lon: 4.8 * ((i % 24) - 11.5) }));
  const levels = look(new Sights(), picture(grid));
  assert.ok(grid.length > 400 && levels.filter((level) => level !== AWAY).length > 400);
  assert.equal(levels.filter((level) => level === DOT).length, 0);
});

await test('the most telling are symbols wherever they stand', () => {
  const told = { 990: { categories: MISSILE }, 991: { categories: 8 }, 992: { identity: HOSTILE }, 993: { identity: 6 }, 994: { marks: 1 } };
  const shown = picture(crowd(1000, (i) => told[i]));
  const first = symbols(look(new Sights(), shown, { selected: 996, hits: new Set([997]), search: 'x' }));
  assert.equal(first.length, 400);
  for (const i of [990, 991, 992, 993, 994, 995, 996]) assert.ok(first.includes(i), String(i));
  assert.deepEqual([...new Sights().look(TEN, shown, { selected: 996, search: 'x', hits: new Set([997]) }).symbols].slice(0, 7),
    [995, 990, 991, 992, 993, 994, 996]); // selected, missile, subsurface, hostile, suspect, conflict, found
});

await test('of the rest the newest are', () => {
  const levels = look(new Sights(), picture(crowd(1000, (i) => ({ age: 1000 - i }))));
  assert.deepEqual(symbols(levels), Array.from({ length: 400 }, (_, i) => 600 + i));
});

await test('who is a symbol stays one, though others become newer', () => {
  const sights = new Sights();
  const before = look(sights, picture(crowd(1000, (i) => ({ age: i }))));
  for (let n = 0; n < 4; n++) assert.deepEqual(look(sights, picture(crowd(1000, (i) => ({ age: 1000 - i })))), before);
});

await test('what a track is changes in the third epoch that says so, and not before', () => {
  const sights = new Sights();
  const calm = () => picture(crowd(1000, (i) => ({ age: i })));
  const alarmed = () => picture(crowd(1000, (i) => ({ age: i, ...(i === 900 && { identity: HOSTILE }) })));
  const before = look(sights, calm());
  assert.deepEqual(look(sights, alarmed()), before);
  assert.deepEqual(look(sights, alarmed()), before);
  assert.deepEqual(look(sights, calm()), before); // so the count begins anew
  assert.deepEqual(look(sights, alarmed()), before);
  assert.deepEqual(look(sights, alarmed()), before);
  assert.equal(look(sights, alarmed())[900], SYMBOL);
});

await test('a redrawing of the same epoch is no epoch', () => {
  const sights = new Sights();
  const before = look(sights, picture(crowd(1000, (i) => ({ age: i }))));
  const alarmed = picture(crowd(1000, (i) => ({ age: i, ...(i === 900 && { identity: HOSTILE }) })));
  for (let n = 0; n < 5; n++) assert.deepEqual(look(sights, alarmed), before);
});

await test('a step of the zoom, a selection and a search answer at once', () => {
  const shown = picture(crowd(1000, (i) => ({ age: i })));
  for (const [wanted, on] of [[{ selected: 901 }, TEN], [{ search: 'x', hits: new Set([901]) }, TEN]]) {
    const sights = new Sights();
    assert.equal(look(sights, shown)[900], DOT);
    assert.equal(look(sights, shown, wanted, on)[900], SYMBOL);
  }
  const sights = new Sights();
  assert.equal(look(sights, shown)[900], DOT);
  assert.equal(look(sights, shown, {}, frame(60_000))[900] === DOT, false); // far apart now
});

await test('tracks keep what they are while others come and go before them', () => {
  const sights = new Sights();
  const numbered = crowd(1000, (i) => ({ number: 10 * (i + 1), age: i }));
  const before = symbols(look(sights, picture(numbered))).map((i) => numbered[i].number);
  const next = [{ lat: 0, lon: 0, number: 5, age: 5000 }, ...numbered.slice(3)];
  const after = symbols(look(sights, picture(next))).map((i) => next[i].number);
  assert.deepEqual(before.filter((number) => number > 30).filter((number) => !after.includes(number)), []);
});

finish();
