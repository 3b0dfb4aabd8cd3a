#!/usr/bin/env node
// Where places fall on the screen, at the edge of the map.

import assert from 'node:assert/strict';
import { finish, modules, test } from './page.mjs';

const { Frame } = await modules('./src/frame');
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

finish();
