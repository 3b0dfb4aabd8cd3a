#!/usr/bin/env node
// The white cell's clock, time line and audit log, in Chromium, on a daemon that a replay follows: what a
// person presses, and what the pictures then show.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Daemon, configure, rowsAt, simulate, tokensOf } from './daemon.mjs';
import { finish, modules, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const BEGIN = 1930359600; // 2031-03-04T03:00:00Z
const VIEW = 'JPN.integrated';
const setup = await configure(['tokens: tokens', 'in-force: bilateral', 'truth: truth.csv', 'audit: audit.log']);
const feed = simulate(build, setup.folder, '60s');
let daemon = new Daemon(build, setup);
await daemon.ready();
const tokens = tokensOf(setup);

const complaints = [];
const page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
page.setDefaultTimeout(15_000);
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
await page.goto(`http://${daemon.address}/#${tokens['white-cell']}`);
await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
daemon.follow(feed, '1'); // now, for a browser may take as long to start as the recording lasts
await page.evaluate((view) => (location.hash = `#/white/${view}`), VIEW);

const line = page.getByRole('slider', { name: 'Time line' });
const state = (words) => page.locator('.clock-line [role=status]', { hasText: new RegExp(`^${words}`) }).waitFor({ timeout: 60_000 });
const epoch = () => page.evaluate(() => picket.epoch());
const epochIs = (wanted) => page.waitForFunction((at) => picket.epoch() === at, wanted, { timeout: 60_000 });
/* Keys count from where the line says it is, which is not where the newest picture is before it is told. */
const lineIs = (words) => page.locator(`[role=slider][aria-valuetext="${words}"]`).waitFor({ timeout: 60_000 });

await test('Space stops the epochs', async () => {
  await state('Runs at 1x');
  await page.waitForFunction((at) => picket.epoch() > at, BEGIN + 2);
  await page.keyboard.press('Space');
  await state('Paused');
  await page.locator('.events li', { hasText: 'paused' }).waitFor();
  const timeline = await fetch(`http://${daemon.address}/timeline`, { headers: { Authorization: `Bearer ${tokens['white-cell']}` } });
  const stood = Math.floor((await timeline.json()).now); // the page's own time runs on until the next beat
  await epochIs(stood); // what was on its way
  await page.waitForTimeout(1200); // an epoch and more
  assert.equal(await epoch(), stood);
});

await test('a step moves one epoch, by key and by button', async () => {
  const stood = await epoch();
  await page.keyboard.press(']');
  await epochIs(stood + 1);
  await page.getByRole('button', { name: 'An epoch on' }).click();
  await epochIs(stood + 2);
  await state('Paused');
});

await test('the audit log tells it, newest first', async () => {
  const first = page.locator('.audit-list li', { hasText: 'clock' }).first();
  await first.getByText('clock seek').waitFor({ timeout: 15_000 });
  assert.match(await first.textContent(), /^03:00:\d\dwhite cellclock seek 03:00:\d\d, pause/);
  await page.getByLabel('Which entries').selectOption('begin');
  await page.locator('.audit-list li', { hasText: 'run 1 begins' }).waitFor({ timeout: 15_000 });
  assert.equal(await page.locator('.audit-list li').count(), 1);
  await page.getByLabel('Which entries').selectOption({ label: 'Said and in force' });
});

await test('events are flags with words, and a list that the keyboard reaches', async () => {
  const titles = await page.locator('.time-line title').allTextContents();
  assert.ok(titles.includes('03:00:00 exercise begins'), titles.join());
  assert.match((await page.locator('.events li').allTextContents()).join(), /paused.*exercise begins/);
});

await test('a time that is typed is gone to, forward', async () => {
  await page.getByLabel('Go to').fill('03:00:45');
  await page.getByLabel('Go to').press('Enter');
  await epochIs(BEGIN + 45);
  await lineIs('03:00:45');
  await state('Paused');
  const foot = async () => (await page.locator('.clock-line').boundingBox()).y;
  const before = await foot();
  await page.getByLabel('Go to').fill('3 am');
  await page.getByLabel('Go to').press('Enter');
  assert.equal(await page.locator('#clock-wrong').textContent(), 'Write a time such as 03:00:45, from 03:00:00 to 03:01:00.');
  assert.equal(await foot(), before, 'the map keeps its size');
  assert.equal(await page.getByLabel('Go to').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Go to').fill('');
  assert.equal(await page.locator('#clock-wrong').textContent(), '');
  assert.equal(await page.getByLabel('Go to').getAttribute('aria-invalid'), 'false');
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(build, 'screenshots/clock-dark.png') });
  await page.getByRole('button', { name: 'Dark or light' }).click();
  await page.screenshot({ path: path.join(build, 'screenshots/clock-light.png') });
  await page.getByRole('button', { name: 'Dark or light' }).click();
});

await test('drag, arrow and button go back, and the tracks are those of the file at that epoch', async () => {
  const box = await line.boundingBox();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 3 });
  await page.mouse.up();
  await epochIs(BEGIN + 30);
  await lineIs('03:00:30');
  await line.press('ArrowLeft');
  await epochIs(BEGIN + 20);
  await state('Paused');
  const out = path.join(setup.folder, 'feed');
  mkdirSync(out);
  const fused = spawnSync(path.join(build, 'picket'), ['fuse', feed, '-c', setup.file, '-o', path.join(out, 'pictures'), '-q'], { encoding: 'utf8' });
  assert.equal(fused.status, 0, fused.stderr);
  await page.evaluate((view) => (location.hash = `#/view/${view}`), VIEW);
  await page.waitForFunction((at) => picket.epoch() === at && picket.tracks().length > 0, BEGIN + 20);
  const shown = await page.evaluate(() => picket.tracks().filter((one) => one.status !== 1).map((one) => one.track.toLowerCase()).sort());
  const rows = rowsAt(out, VIEW, BEGIN + 20);
  assert.ok(rows.size > 3);
  assert.deepEqual(shown, [...rows.keys()].map((track) => track.toLowerCase()).sort());
  await page.evaluate((view) => (location.hash = `#/white/${view}`), VIEW);
});

await test('started again while the exercise stands, picketd is at that time on every page, and whoever plays finds it', async () => {
  await state('Paused');
  const { player } = daemon;
  daemon.child.kill('SIGKILL');
  await daemon.gone;
  await state('No word from the daemon');
  daemon = new Daemon(build, setup);
  daemon.player = player;
  await daemon.ready();
  await state('Paused');
  for (const [tab, address] of [['Rooms', '/rooms'], ['Board', '/board'], ['View', `/view/${VIEW}`]]) {
    await page.evaluate((to) => (location.hash = to), address);
    await page.locator('nav a[aria-current=page]', { hasText: tab }).waitFor();
    await page.waitForFunction(() => ['.clock', '.pace'].map((part) => document.querySelector(part).textContent).join(' ') ===
      '03:00:20 Z, paused'); // no epoch has ended since
  }
  await page.evaluate((view) => (location.hash = `#/white/${view}`), VIEW);
});

await test('a new run is at the begin, and goes on as the one before did', async () => {
  await page.getByRole('button', { name: 'New run', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('.time-line').getAttribute('aria-valuenow') === '1930359600');
  await state('Paused');
});

await test('faster by a key, and on', async () => {
  await state('Paused');
  await page.keyboard.press('>');
  await page.getByRole('button', { name: '4x', pressed: true }).waitFor();
  /* Its words are kept: the rest is over in ten seconds, which may be before a busy machine looks. */
  await page.evaluate(() => {
    const words = document.querySelector('.clock-line [role=status]');
    window.kept = [];
    new MutationObserver(() => window.kept.push(words.textContent)).observe(words, { childList: true, characterData: true, subtree: true });
  });
  await page.getByRole('button', { name: 'Play' }).press(' ');
  await page.waitForFunction(() => window.kept.some((words) => words.startsWith('Runs at 4x')));
  await page.keyboard.press('>');
});

await test('at the end nobody plays any more, and there is nothing to press', async () => {
  await state('No replay follows this clock');
  assert.equal(await page.getByRole('button', { name: 'Play' }).count(), 0);
  assert.equal(await line.count(), 0);
});

await test('where time goes back, trails begin anew', async () => {
  const { Histories } = await modules('./src/history');
  const one = new Histories();
  const picture = (s) => ({ epochNs: BigInt(s) * 1_000_000_000n, count: 1, forms: [{ circleM: 0 }],
    columns: { number: [7], latE7: [0], lonE7: [0], heightCm: [0], major: [0], form: [0] } });
  for (const s of [100, 110, 120]) one.add(picture(s));
  assert.deepEqual(one.get(7).map(({ s }) => s), [100, 110, 120]);
  one.add(picture(111));
  assert.deepEqual(one.get(7).map(({ s }) => s), [111]);
});

/* A socket that cannot be opened is the browser's to report, while the daemon is gone. */
await test('the browser had no complaint', async () => assert.deepEqual(complaints.filter((text) => !/ERR_CONNECTION_(REFUSED|RESET)/.test(text)), []));

await browser.close();
await test('picketd ends well', () => daemon.stop());
finish();
