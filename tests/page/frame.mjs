#!/usr/bin/env node
// Where places fall on the screen, at the edge of the map, and where on it they can be seen.

import assert from 'node:assert/strict';
import { finish, modules, test } from './page.mjs';

const { Frame, nearestFree } = await modules('./src/frame', './src/free');
const WORLD = 4000; // pixels

/* Columns of two places 0.002 degree apart at 60 N, either side of 180, on a map centred at a
 * longitude, the second drawn beside the first. */
function stroke(centre) {
  const frame = new Frame(centre / 360 + 0.5, 0.5, WORLD, 1440, 860);
  const [west] = frame.project(60, 179.999);
  const [east] = frame.project(60, -179.999);
  return [west, frame.beside(east, west), east];
}

await test('a stroke over 180 degrees is short, wherever the map is centred', () => {
  for (const centre of [-179.9, -120, -0.001, 0, 0.001, 60, 180]) {
    const [west, beside] = stroke(centre);
    assert.ok(Math.abs(beside - west - (0.002 / 360) * WORLD) < 1e-6, `${beside - west} pixels, centred at ${centre}`);
  }
});

await test('each place by itself is nearest to the centre', () => {
  const [west, , east] = stroke(0); // so a line between them would cross the whole map
  assert.ok(east - west < -0.99 * WORLD);
});

/* A map of 100 by 80 with a plate at its upper left, and a box below it that leaves no gap. */
const MAP = [100, 80, [{ x: 0, y: 0, width: 50, height: 20 }, { x: 0, y: 26, width: 30, height: 10 }, { x: 0, y: 0, width: 0, height: 0 }], 4];

await test('what is in sight stays where it is', () => {
  for (const [x, y] of [[60, 40], [4, 76], [54, 4], [34, 24], [96, 76]]) assert.deepEqual(nearestFree(x, y, ...MAP), [x, y]);
});

await test('what is not is brought to the nearest place that is free', () => {
  assert.deepEqual(nearestFree(45, 10, ...MAP), [54, 10]); // out to the right of the plate
  assert.deepEqual(nearestFree(40, 18, ...MAP), [40, 24]); // below it
  assert.deepEqual(nearestFree(20, 15, ...MAP), [34, 24]); // between the two there is no room: round the corner
  assert.deepEqual(nearestFree(10, 30, ...MAP), [10, 40]);
  assert.deepEqual(nearestFree(-500, 60, ...MAP), [4, 60]); // from outside, to the edge
  assert.deepEqual(nearestFree(150, 500, ...MAP), [96, 76]);
  assert.deepEqual(nearestFree(20, -300, ...MAP), [54, 4]); // where the plate is, beside it
});

/* Every whole point of a map is tried, and none that is free is nearer. */
await test('no other free place is nearer', () => {
  const free = (x, y) => x >= 4 && x <= 96 && y >= 4 && y <= 76 && !(x < 54 && y < 24) && !(x < 34 && y > 22 && y < 40);
  for (const [x, y] of [[0, 0], [20, 15], [53, 23], [10, 30], [33, 39], [-20, 30], [120, 90], [30, 22]]) {
    const [toX, toY] = nearestFree(x, y, ...MAP);
    assert.ok(free(toX, toY), `${x}, ${y}`);
    let least = Infinity;
    for (let a = 0; a <= 100; a++) for (let b = 0; b <= 80; b++) if (free(a, b)) least = Math.min(least, Math.hypot(a - x, b - y));
    assert.equal(Math.hypot(toX - x, toY - y), least, `${x}, ${y}`);
  }
});

await test('where nothing is free, nothing is found', () => {
  assert.equal(nearestFree(5, 5, 100, 80, [{ x: 0, y: 0, width: 100, height: 80 }], 4), null);
  assert.equal(nearestFree(5, 5, 6, 6, [], 4), null);
});

finish();
