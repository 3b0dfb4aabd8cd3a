#!/usr/bin/env node
// Compare, on the stock exercise: what one view shows and the other does not is marked on both maps,
// counted in the bar, and gone through by a key; maps move together.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, rowsAt, simulate, tokensOf } from './daemon.mjs';
import { finish, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const END = 1930359720; // two minutes after the exercise began
const place = await configure(['tokens: tokens', 'in-force: hub', 'opened: [JPN.bilateral]']);
const feed = simulate(build, place.folder, '2min');
const daemon = new Daemon(build, place);
await daemon.ready();
await daemon.play(feed, 'max');
const tokens = tokensOf(place);
const complaints = [];

async function openAs(who) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${who}: ${error}`));
  await page.goto(`http://${daemon.address}/#${tokens[who]}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return page;
}
const until = (page, form, value) => page.waitForFunction(form, value, { timeout: 30_000 });
const laid = (page) => page.evaluate(() => ({ views: picket.views(), epoch: picket.epoch(), both: picket.both(), only: picket.only() }));
async function compares(page, left, right) {
  await page.evaluate((address) => (location.hash = address), `/compare/${left}/${right}`);
  await until(page, ([names, end]) => picket.views?.().join() === names && picket.epoch() === end && picket.still(), [`${left},${right}`, END]);
  return laid(page);
}
/* Pixels of the hue of the difference on a map. */
const hued = (page, which) => page.locator('.side-of-compare canvas.overlay').nth(which).evaluate((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let hue = 0;
  for (let n = 0; n < data.length; n += 4) hue += data[n] > 200 && data[n + 1] < 160 && data[n + 2] > 180;
  return hue;
});

const page = await openAs('white-cell');

await test('a key on the Board compares a cell with the baseline', async () => {
  await until(page, (end) => picket.cells?.().length === 12 && picket.cells().every((one) => one.epoch === end), END);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'c']) await page.keyboard.press(key);
  await until(page, () => picket.views?.().join() === 'JPN.national,JPN.bilateral');
  assert.equal(await page.title(), 'JPN under national, JPN under bilateral - Picket');
  assert.equal(await page.locator('.head nav a[aria-current]').textContent(), '3Compare');
});

let shown;
await test('both and only one are all tracks of both views, each once', async () => {
  shown = await compares(page, 'USA.national', 'USA.integrated');
  assert.ok(shown.both.length > 3 && shown.only.length > 20);
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await page.screenshot({ path: path.join(build, 'screenshots/compare-dark.png') });
});

await test('the bar has the counts', async () => {
  const words = await page.locator('.seen-bar').textContent();
  const right = shown.only.filter(([left]) => left === null).length;
  assert.match(words, new RegExp(`${shown.both.length} seen by both${right} only under integrated$`));
  assert.match(await page.locator('.below-bar').textContent(), new RegExp(`^${shown.only.length - right} only under national`));
  const counts = await page.locator('.side-of-compare .count').allTextContents();
  assert.deepEqual(counts, [`${shown.both.length + shown.only.length - right} tracks`, `${shown.both.length + right} tracks`]);
});

await test('words stand in their part of the bar wherever they have room there, and are whole', async () => {
  const before = await page.evaluate(() => location.hash);
  await page.setViewportSize({ width: 2800, height: 900 });
  await page.evaluate(() => (location.hash = '/compare/JPN.hub/JPN.bilateral'));
  await page.locator('.seen-bar', { hasText: 'seen by both' }).waitFor();
  const parts = await page.evaluate(() => [...document.querySelectorAll('.seen-bar .only')].map((part, n) => {
    const said = part.textContent;
    part.textContent = said || document.querySelectorAll('.below-bar span')[n].textContent;
    const room = part.clientWidth - part.scrollWidth;
    part.textContent = said;
    return { said, room, wide: part.clientWidth };
  }));
  for (const { said, room, wide } of parts) assert.ok(said ? room >= 0 : wide < 280, JSON.stringify(parts));
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.evaluate((hash) => (location.hash = hash), before);
  await page.waitForFunction(() => picket.still() && picket.both().length > 0);
});

await test('the figures under a histogram stand apart', async () => {
  /* Another page's style sheet once laid them one upon the other. */
  for (const row of await page.locator('.histogram .ticks').all()) {
    const boxes = await row.locator('span').evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect()).map(({ left, right }) => [left, right]));
    for (let n = 1; n < boxes.length; n++) assert.ok(boxes[n][0] > boxes[n - 1][1], JSON.stringify(boxes));
  }
});

await test('what one has and the other has not is marked on both maps', async () => {
  assert.ok((await hued(page, 0)) > 200 && (await hued(page, 1)) > 500);
  const same = await compares(page, 'USA.integrated', 'USA.integrated');
  assert.deepEqual(same.only, []);
  assert.deepEqual([await hued(page, 0), await hued(page, 1)], [0, 0]);
});

await test('N goes through the differences and P goes back', async () => {
  const { only } = await compares(page, 'USA.national', 'USA.integrated');
  const selected = () => page.evaluate(() => picket.selected());
  for (const [key, at] of [['n', 0], ['n', 1], ['n', 2], ['p', 1], ['p', 0], ['p', only.length - 1], ['n', 0]]) {
    await page.keyboard.press(key);
    await until(page, (wanted) => JSON.stringify(picket.selected()) === wanted, JSON.stringify(only[at]));
  }
  await page.locator('.place-in-list', { hasText: new RegExp(`^1 of ${only.length}: .*, only under `) }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await selected(), null);
  await page.locator('.place-in-list', { hasText: `${only.length} differences` }).waitFor();
});

await test('a press on a mark of either map selects the object on both', async () => {
  const [chosen] = (await laid(page)).only;
  for (const which of [0, 1]) {
    /* Where it is, is found by its brackets: the only white there is. */
    await page.keyboard.press('n');
    await until(page, () => picket.selected() !== null && picket.still());
    const white = await page.locator('.side-of-compare canvas.overlay').nth(which).evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let [x, y, count] = [0, 0, 0];
      for (let n = 0; n < data.length; n += 4)
        if (data[n] === 255 && data[n + 1] === 255 && data[n + 2] === 255 && data[n + 3] === 255)
          [x, y, count] = [x + (n / 4) % canvas.width, y + Math.floor(n / 4 / canvas.width), count + 1];
      const box = canvas.getBoundingClientRect();
      return { x: box.left + x / count / devicePixelRatio, y: box.top + y / count / devicePixelRatio, count };
    });
    assert.ok(white.count > 40, 'brackets');
    await page.keyboard.press('Escape');
    await page.mouse.click(white.x, white.y);
    await until(page, () => picket.selected() !== null);
    assert.deepEqual(await page.evaluate(() => picket.selected()), chosen);
    await page.keyboard.press('Escape');
  }
});

await test('maps move together, until M lets them go', async () => {
  const centres = () => page.evaluate(() => picket.centres());
  const [before] = await centres();
  await page.keyboard.press('ArrowRight');
  await until(page, (was) => picket.centres()[0][0] !== was, before[0]);
  let [left, right] = await centres();
  assert.deepEqual(left, right);
  await page.keyboard.press('m');
  const box = await page.locator('.side-of-compare .ground').nth(1).boundingBox();
  await page.mouse.move(box.x + 200, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 260, { steps: 4 });
  await page.mouse.up();
  await until(page, (was) => picket.centres()[1][0] !== was, right[0]);
  [left, right] = await centres();
  assert.notDeepEqual(left, right);
  await page.keyboard.press('m');
  await until(page, () => String(picket.centres()[0]) === String(picket.centres()[1]));
});

await test('X swaps the two', async () => {
  await page.keyboard.press('x');
  await until(page, (end) => picket.views().join() === 'USA.integrated,USA.national' && picket.epoch() === end, END);
  const swapped = await laid(page);
  assert.deepEqual(swapped.only.map(([left, right]) => [right, left]).sort(), [...shown.only].sort());
});

await test('another view is chosen on its plate', async () => {
  await page.getByLabel('Right Rule', { exact: true }).selectOption('hub');
  await until(page, () => picket.views().join() === 'USA.integrated,USA.hub');
  assert.equal(await page.evaluate(() => location.hash), '#/compare/USA.integrated/USA.hub');
});

await test('a partner compares its own views, and no address opens another\'s', async () => {
  const japan = await openAs('JPN');
  await japan.keyboard.press('3');
  await until(japan, () => picket.views?.().join() === 'JPN.hub,JPN.bilateral');
  for (const address of ['JPN.hub/ROK.hub', 'JPN.hub/JPN.national', 'JPN.hub', 'JPN.hub/JPN.bilateral/JPN.hub']) {
    await japan.evaluate((to) => (location.hash = to), `/compare/${address}`);
    await japan.getByText('This link opens nothing here.').waitFor();
  }
  await japan.context().close();
});

await daemon.stop();

await test('a daemon that is gone is seen to be gone on both maps', async () => {
  await page.waitForSelector('.link.lost', { timeout: 15_000 });
  await page.waitForFunction(() => [...document.querySelectorAll('.side-of-compare .edge')].every((edge) => !edge.hidden));
});

await test('each side has the tracks that its view\'s file has at that epoch', () => {
  const [left, right] = [0, 1].map((side) => [...shown.both, ...shown.only].map((one) => one[side]).filter((one) => one !== null).sort());
  assert.deepEqual(left, [...rowsAt(place.folder, shown.views[0], shown.epoch).keys()].sort());
  assert.deepEqual(right, [...rowsAt(place.folder, shown.views[1], shown.epoch).keys()].sort());
});

await test('the browser had no complaint', () => assert.deepEqual(complaints, []));

await browser.close();
rmSync(place.folder, { recursive: true });
finish();
