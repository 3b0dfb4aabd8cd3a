#!/usr/bin/env node
// A daemon that falls silent with its sockets open, and one that is killed: every page says so within
// three seconds of the last word, and recovers by itself on its return.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon } from './daemon.mjs';
import { finish, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const WITHIN_S = 3;
const ADDRESSES = ['/board', '/view', '/compare', '/rooms'];

/* The stock book has a room, so that all of these pages are there. Nothing plays: no sensor is needed for a link. */
const place = await configure();
let daemon = new Daemon(build, place);
await daemon.ready();
const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 0.5 });
const pages = await Promise.all(ADDRESSES.map(async (address) => {
  const page = await context.newPage();
  await page.goto(`http://${daemon.address}/#${address}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return page;
}));

const live = () => Promise.all(pages.map((page) => page.locator('.link.live').waitFor({ timeout: 30_000, state: 'attached' })));

/* Each page keeps what its link says when it turns to a state, of which it is asked at leisure: it counts
 * from the last word that came to it, so nothing here depends on how fast the browser answers. */
const watch = (state) => Promise.all(pages.map((page) => page.evaluate((wanted) => {
  const link = document.querySelector('.link');
  const kept = (window.kept = { words: '' });
  new MutationObserver(() => link.matches(wanted) && (kept.words ||= link.textContent)).observe(link, { attributes: true });
}, state)));
/* The longest of these silences, in whole seconds. */
async function silence() {
  const words = await Promise.all(pages.map(async (page) =>
    (await page.waitForFunction(() => window.kept.words, null, { timeout: 30_000 })).jsonValue()));
  console.log(`        ${words.join(', ')}`);
  return Math.max(...words.map((one) => Number(/ (\d+) s$/.exec(one)[1])));
}

await test('every page is live', async () => {
  await live();
  assert.equal(await pages[ADDRESSES.indexOf('/compare')].locator('.seen-bar').isVisible(), false); // nothing is counted yet
  for (const [n, page] of pages.entries()) assert.ok((await page.evaluate(() => location.hash)).startsWith(`#${ADDRESSES[n]}`));
});

await test('a daemon that falls silent is told within three seconds, and its return too', async () => {
  await watch(':is(.late, .lost)');
  daemon.child.kill('SIGSTOP');
  assert.ok((await silence()) <= WITHIN_S);
  daemon.child.kill('SIGCONT');
  await live();
});

await test('one that is killed likewise, and its pages find the next', async () => {
  await watch('.lost');
  daemon.child.kill('SIGKILL');
  assert.ok((await silence()) <= WITHIN_S);
  await daemon.gone;
  /* A browser makes a page that has failed to open sockets wait before it may open more: none is tried. */
  let tried = 0;
  for (const page of pages) page.on('websocket', () => tried++);
  await new Promise((go) => setTimeout(go, 5000));
  assert.equal(tried, 0);
  await Promise.all(pages.map((page) => page.evaluate(() => {
    const link = document.querySelector('.link');
    new MutationObserver(() => link.matches('.live') && (window.livedAt ||= Date.now())).observe(link, { attributes: true });
  })));
  daemon = new Daemon(build, place);
  await daemon.ready();
  const ready = Date.now();
  await live();
  const after = await Promise.all(pages.map(async (page) => (await page.evaluate(() => window.livedAt)) - ready));
  console.log(`        ${after.map((ms) => `${ms} ms`).join(', ')}`);
  assert.ok(Math.max(...after) <= 1000 * WITHIN_S);
  assert.ok(tried >= pages.length); // sockets are seen here
});

await browser.close();
await daemon.stop();
rmSync(place.folder, { recursive: true });
finish();
