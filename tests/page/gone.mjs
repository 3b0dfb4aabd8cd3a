#!/usr/bin/env node
// A daemon that falls silent with its sockets open, and one that is killed: every page says so within
// three seconds, and recovers by itself within three seconds of its return.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon } from './daemon.mjs';
import { finish, packages, root, skip, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const chromium = '/usr/bin/chromium';
if (!existsSync(chromium)) skip('chromium is not installed');
if (!existsSync(path.join(build, 'page/index.html'))) skip('the page is not built (cmake -DPICKET_PAGE=ON)');
const playwright = packages()('playwright-core');

const WITHIN_S = 3;
const ADDRESSES = ['/board', '/view', '/compare', '/rooms'];

/* A book with a room, so that all of these pages are there. No sensor is needed for a link. */
const place = await configure();
const kept = readFileSync(place.file, 'utf8').split('\n').filter((line) => /^(format|reports|control|page|clock):/.test(line));
writeFileSync(place.file, `${kept.join('\n')}
book: ${path.join(root, 'testdata/agreements/lantern.yaml')}
views: all
sensors:
  - {name: ava-sky, nation: AVA, kind: air-search, sends: [track], period: 10 s, place: 12.0 N 179.0 W, height: 100 m}
`);
let daemon = new Daemon(build, place);
await daemon.ready();
const browser = await playwright.chromium.launch({ executablePath: chromium });
const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
const pages = await Promise.all(ADDRESSES.map(async (address) => {
  const page = await context.newPage();
  await page.goto(`http://${daemon.address}/#${address}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return page;
}));

/* How long it takes until the last of the pages shows this of its link; s. */
async function until(state) {
  const begun = performance.now();
  await Promise.all(pages.map((page) => page.waitForSelector(`.link${state}`, { timeout: 20_000, state: 'attached' })));
  const took = (performance.now() - begun) / 1000;
  console.log(`        ${state} after ${took.toFixed(2)} s`);
  return took;
}

await test('every page is live', async () => {
  await until('.live');
  for (const [n, page] of pages.entries()) assert.ok((await page.evaluate(() => location.hash)).startsWith(`#${ADDRESSES[n]}`));
});

await test('a daemon that falls silent is told within three seconds, and its return too', async () => {
  daemon.child.kill('SIGSTOP');
  assert.ok((await until(':is(.late, .lost)')) <= WITHIN_S);
  daemon.child.kill('SIGCONT');
  assert.ok((await until('.live')) <= WITHIN_S);
});

await test('one that is killed likewise, and its pages find the next', async () => {
  daemon.child.kill('SIGKILL');
  assert.ok((await until('.lost')) <= WITHIN_S);
  await daemon.gone;
  daemon = new Daemon(build, place);
  await daemon.ready();
  assert.ok((await until('.live')) <= WITHIN_S);
});

await browser.close();
await daemon.stop();
rmSync(place.folder, { recursive: true });
finish();
