#!/usr/bin/env node
// What is valid until a time stays until then, counted from its newest update, on a page that was open
// all along and on one that was loaded again in between; the page counts nothing by itself.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { finish, openBrowser, root, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const exercise = spawn('/usr/bin/python3', [path.join(root, 'tests/page/expiry.py'), build], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = once(exercise, 'exit');
const lines = createInterface({ input: exercise.stdout })[Symbol.asyncIterator]();
const address = (await lines.next()).value;
const BEGIN = 1930381200; // 2031-03-04 09:00:00 Z

const complaints = [];
async function open() {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`http://${address}/#AVA.alone`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  await page.getByRole('button', { name: /^Notices/ }).click();
  return page;
}
const [kept, loaded] = [await open(), await open()];

/* The exercise goes on to a second; what each page lists then. */
async function at(second) {
  exercise.stdin.write(`${second}\n`);
  assert.equal((await lines.next()).value, String(second));
  for (const page of [kept, loaded]) await page.waitForFunction((epoch) => picket.epoch() === epoch, BEGIN + second);
  return Promise.all([kept, loaded].map((page) => page.locator('.notices article').allTextContents()));
}
const both = (all, form) => all.every((listed) => listed.length === 1 && form.test(listed[0]));

await test('what is told is shown until its time', async () => assert.ok(both(await at(40), /mast seen.*until 09:01:00$/)));
await test('its place is brought into sight by the keyboard, which stays on it', async () => {
  const away = () => kept.evaluate(() => Math.abs(((picket.centre()[0] - 179.5 + 540) % 360) - 180)); // degrees of longitude
  for (let n = 0; n < 12; n++) await kept.keyboard.press('ArrowRight');
  const before = await away();
  await kept.locator('.notices button').press('Enter');
  await kept.waitForFunction((far) => Math.abs(((picket.centre()[0] - 179.5 + 540) % 360) - 180) < far, before);
  assert.ok(await away() > before / 4, 'no farther than to the edge of the map');
  await at(42);
  assert.equal(await kept.evaluate(() => document.activeElement.textContent), 'Notice: subsurface');
});
await test('an update renews it', async () => assert.ok(both(await at(65), /mast seen.*until 09:01:50$/)));
await test('a page that is loaded again keeps the newest time, not the first', async () => {
  await at(70);
  await loaded.reload();
  await loaded.waitForSelector('html[data-ready]', { timeout: 60_000 });
  await loaded.getByRole('button', { name: /^Notices/ }).click();
  assert.ok(both(await at(109), /mast seen.*until 09:01:50$/));
});
await test('while the clock stands nothing is over', async () => {
  await kept.waitForTimeout(1500); // the machine's time passes 09:01:50
  assert.ok(both(await at(109), /mast seen/));
});
await test('when it is over it is gone, from both alike', async () => assert.deepEqual(await at(112), [[], []]));
await test('the browser had no complaint', () => assert.deepEqual(complaints, []));

await browser.close();
exercise.stdin.end();
await test('picketd ends well', async () => assert.deepEqual(await ended, [0, null]));
finish();
