#!/usr/bin/env node
// Nothing grows in the page while tracks are born and end: what each of its threads holds, on a server
// of the test's own (crowd.mjs).
//
//     kept.mjs BUILD              some seconds, with 2,000 tracks of which 400 end in each epoch
//     kept.mjs BUILD --minutes 10 ten minutes of replay, with 20,000 tracks; as fast as they are drawn,
//                                 which is some three minutes

import assert from 'node:assert/strict';
import path from 'node:path';
import { openCrowd, shows } from './crowd.mjs';
import { finish, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const minutes = process.argv[3] === '--minutes' ? Number(process.argv[4]) : 0;
const browser = await openBrowser(build);
const MANY = 20_000;

const complaints = [];

/* MiB of each thread that it holds, once its garbage is gone: objects, and columns. */
async function heaps({ threads }) {
  const held = {};
  for (const [name, devtools] of threads.all) {
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
    held[name] = { objects: usedSize / 2 ** 20, columns: backingStorageSize / 2 ** 20 };
  }
  return held;
}

/* Least squares: units a sample. */
function slope(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const middle = (values.length - 1) / 2;
  const part = (n) => n - middle;
  return values.reduce((sum, value, n) => sum + part(n) * (value - mean), 0) / values.reduce((sum, _, n) => sum + part(n) ** 2, 0);
}

/* Where tracks were is kept for twenty minutes, ever more coarsely: so many epochs fill it, and from
 * then on as much goes as comes. */
const FILL = [...Array(40).fill(30), ...Array(24).fill(5)];

/* Objects: the browser's own (compiled code) is another by some half MiB from run to run; what milsymbol
 * kept of each new look made steps of a quarter, 1.7 in all. Columns: those
 * of a picture come and go whole, and a worker may hold one more or one less. */
const GROWS = { objects: () => 1, columns: (count) => 3 * (count * 100) / 2 ** 20 };

await test('no thread keeps more while tracks are born and end', async () => {
  const view = await openCrowd(browser, build, minutes ? { count: MANY, turnover: 40 } : { count: 2000, turnover: 400 }, complaints);
  const step = async (seconds) => {
    view.crowd.step(seconds);
    await shows(view);
  };
  for (const seconds of FILL) await step(seconds);
  const samples = [];
  for (let n = 0; n < (minutes ? 6 * minutes : 10); n++) {
    for (let epoch = 0; epoch < 10; epoch++) await step(1);
    samples.push(await heaps(view));
    if (minutes) console.log(`        ${10 * (n + 1)} s: ${Object.entries(samples[n]).map(([name, { objects, columns }]) => `${name} ${objects.toFixed(1)} + ${columns.toFixed(1)}`).join(', ')} MiB`);
  }
  const settled = samples.slice(2);
  assert.ok(Object.keys(settled[0]).includes('reader'), 'the reader is measured, too');
  for (const name of Object.keys(settled[0]))
    for (const [part, bound] of Object.entries(GROWS)) {
      const values = settled.map((one) => one[name][part]);
      const grown = slope(values) * values.length;
      console.log(`        ${name}, ${part}: ${values[0].toFixed(1)} to ${values.at(-1).toFixed(1)} MiB, trend ${grown.toFixed(2)} MiB in ${10 * values.length} epochs`);
      assert.ok(grown < bound(minutes ? MANY : 2000), `${name}, ${part}: ${values.map((size) => size.toFixed(2)).join(' ')}`);
    }
  view.crowd.stop();
});

await test('the browser had no complaint', async () => assert.deepEqual(complaints, []));

await browser.close();
finish();
