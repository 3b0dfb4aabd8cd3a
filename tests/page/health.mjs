#!/usr/bin/env node
// Health: a sensor falls silent, one is late, one sends what is refused; what a person sees of it, and
// that a nation sees its own sensors and no more.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, simulate, tokensOf } from './daemon.mjs';
import { finish, modules, openAt, openBrowser, root, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);
const { REFUSALS } = await modules('./src/health_words');

const SILENT_FROM = 110; // s
const LENGTH = 180;
const place = await configure(['tokens: tokens', 'in-force: bilateral', 'opened: [JPN.national]']);
const whole = simulate(build, place.folder, `${LENGTH}s`);
const feed = path.join(place.folder, 'trouble.pcap');
const made = spawnSync('/usr/bin/python3', [path.join(root, 'tests/page/trouble.py'), whole, feed, SILENT_FROM], { encoding: 'utf8' });
assert.equal(made.status, 0, made.stderr);
const daemon = new Daemon(build, place);
await daemon.ready();
const tokens = tokensOf(place);
const complaints = [];

async function openAs(who, more = {}) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, ...more });
  const page = await context.newPage();
  page.asked = [];
  page.on('request', (request) => page.asked.push(new URL(request.url()).pathname));
  page.on('websocket', (socket) => page.asked.push(new URL(socket.url()).search));
  page.on('pageerror', (error) => complaints.push(`${who}: ${error}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${who}: ${message.text()}`));
  await openAt(page, `http://${daemon.address}`, tokens[who], '/health');
  await page.waitForFunction(() => picket?.drawn?.() > 0);
  return page;
}
const fetchAs = (who, door) => fetch(`http://${daemon.address}${door}`, who ? { headers: { authorization: `Bearer ${tokens[who] ?? who}` } } : {});
const healthOf = async (who) => (await fetchAs(who, '/health')).json();
const row = (page, sensor) => page.locator(`tr[data-sensor="${sensor}"]`);
const cells = async (page, sensor) => (await row(page, sensor).locator('td, th').allTextContents()).map((text) => text.trim());
const order = (page) => page.locator('.sensors tbody th').allTextContents();

/* {name: {labels: value}} of /metrics. */
async function metrics() {
  const all = {};
  for (const line of (await (await fetchAs('white-cell', '/metrics')).text()).split('\n')) {
    const found = /^picket_(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (found) (all[found[1]] ??= {})[found[2] ?? ''] = Number(found[3]);
  }
  return all;
}
const sum = (counts, form = /./) => Object.entries(counts).filter(([labels]) => form.test(labels)).reduce((all, [, value]) => all + value, 0);
const number = (text) => Number(text.replaceAll('\u2009', ''));

const page = await openAs('white-cell', { reducedMotion: 'reduce' });

await test('before the exercise begins nobody is called silent', async () => {
  assert.equal(await page.locator('.summary').textContent(), '21 sensors normal, 13 engines on time');
  assert.equal(await page.locator('.health-bar .badge:visible').count(), 0);
  assert.equal(await page.getByText('Nothing changed.').isVisible(), true);
});

await test('one that falls silent, one that is late and one that is refused stand first, larger, in a word and a shape', async () => {
  await daemon.play(feed, 'max');
  await page.waitForFunction(() => document.querySelectorAll('.sensors .abnormal').length >= 3 && document.querySelector('.clock').textContent === '03:03:00');
  await page.waitForFunction(() => picket.told().clock.time_s === 1930359780);
  assert.equal((await order(page))[0], 'jpn-coast');
  assert.deepEqual(new Set((await order(page)).slice(0, 3)), new Set(['jpn-coast', 'rok-east', 'jpn-ship']));
  const words = async (sensor) => (await cells(page, sensor))[0];
  assert.deepEqual([await words('jpn-coast'), await words('rok-east'), await words('jpn-ship'), await words('rok-sky')], ['silent', 'late', 'refused', 'normal']);
  const look = (sensor) => row(page, sensor).locator('.badge').evaluate((one) => {
    const { backgroundColor, color } = getComputedStyle(one);
    return { ground: backgroundColor, shape: getComputedStyle(one, '::before').content !== 'none', ink: color, size: getComputedStyle(one.closest('tr').querySelector('th')).fontSize };
  });
  const [silent, late, normal] = [await look('jpn-coast'), await look('rok-east'), await look('rok-sky')];
  assert.deepEqual([silent.ground, silent.shape], ['rgb(207, 47, 47)', true]);
  assert.deepEqual([late.ground, late.shape], ['rgb(245, 179, 1)', true]);
  assert.deepEqual([normal.ground, normal.shape, normal.ink], ['rgba(0, 0, 0, 0)', false, 'rgb(185, 194, 201)']);
  assert.ok(parseFloat(silent.size) > parseFloat(normal.size));
  assert.equal(await page.locator('.health-bar .badge:visible').allTextContents().then((all) => all.join()), '1 silent,2 degraded');
});

await test('on a small screen no column is cut off', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  const table = await page.locator('.sensors').evaluate((one) => ({ wide: one.scrollWidth, room: one.clientWidth }));
  assert.ok(table.wide <= table.room, `${table.wide} of ${table.room} px`);
  await page.setViewportSize({ width: 1600, height: 1000 });
});

await test('an irregular sensor is never silent', async () => {
  for (const sensor of ['rok-desk', 'usa-eye']) assert.equal((await cells(page, sensor))[0], 'normal');
});

await test('the identity adds up, and is that of the metrics of the same moment', async () => {
  const counts = await metrics();
  const parts = Object.fromEntries((await page.locator('.identity .part').evaluateAll((all) => all.map((one) => [one.querySelector('.name').textContent, one.querySelector('strong').textContent]))));
  const [received, fused, refused, dropped] = [sum(counts.reports_received_total), sum(counts.reports_fused_total), sum(counts.reports_refused_total), sum(counts.reports_dropped_total)];
  assert.deepEqual(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, number(text)])), { Received: received, Fused: fused, Refused: refused, Dropped: dropped });
  assert.ok(received > 1000 && refused > 10);
  assert.equal(received - fused - refused - dropped, 0);
  assert.match(await page.locator('.identity .beside p').first().textContent(), /^Difference 0$/);
});

await test('each sensor has its own row of the metrics', async () => {
  const counts = await metrics();
  for (const told of (await healthOf('white-cell')).sensors) {
    const of = (name, label = '') => sum(counts[name], new RegExp(`^sensor="${told.sensor}"${label}`));
    assert.equal(told.received, of('reports_received_total'));
    assert.equal(told.difference, 0);
    assert.equal(told.received, told.fused + Object.values(told.refused).reduce((a, b) => a + b, 0) + told.dropped + told.waiting);
    assert.equal(told.bins.reduce((a, b) => a + b, 0), told.received + Object.values(told.datagrams_refused).reduce((a, b) => a + b, 0), `ten minutes of ${told.sensor} are all there was`);
    const last = counts.sensor_last_report_timestamp_seconds[`sensor="${told.sensor}"`];
    assert.ok(last === 0 || last <= told.heard_s, `${told.sensor} was heard at ${told.heard_s}, its newest report is of ${last}`);
  }
  const [, , rate, , , , , heard] = await cells(page, 'jpn-coast');
  const told = (await healthOf('white-cell')).sensors.find((one) => one.sensor === 'jpn-coast');
  assert.deepEqual([rate, heard], ['0/s', `${Math.round(1930359780 - told.heard_s)} s`]);
  assert.ok(1930359780 - told.heard_s >= LENGTH - SILENT_FROM - 1);
  assert.match((await cells(page, 'rok-east'))[4], /^\u2264 5 s$/); // three seconds and the way: over 2, under 5
  assert.match((await cells(page, 'jpn-ship'))[5], /^covariance-not-positive \d/);
});

await test('the bars fall where the sensor fell silent', async () => {
  const bars = await row(page, 'jpn-coast').locator('path').getAttribute('d');
  const at = [...bars.matchAll(/M(\d+) /g)].map((found) => Number(found[1]) / 4);
  const from = (await healthOf('white-cell')).bins_from_s;
  const last = from + 10 * at.at(-1) - 1930359600;
  assert.ok(last <= SILENT_FROM && last >= SILENT_FROM - 10, `the last bar begins at ${last} s`);
});

await test('a row opens what is wrong and what to do about it, by the keyboard', async () => {
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await page.screenshot({ path: path.join(build, 'screenshots/health-dark.png') });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const panel = page.locator('.sensor-panel');
  await panel.waitFor();
  assert.equal(await panel.locator('h2').textContent(), 'jpn-coast');
  assert.match(await panel.locator('.troubles').textContent(), /Nothing came since 03:01:\d\d, \d+ s; its period is 3 s\.Is it switched on/);
  await page.keyboard.press('Escape');
  assert.equal(await panel.isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'jpn-coast');
  await row(page, 'jpn-ship').getByRole('button').click();
  const count = (await metrics()).reports_refused_total['sensor="jpn-ship",reason="covariance-not-positive"'];
  assert.match((await panel.locator('.troubles').textContent()).replaceAll('\u2009', ''), new RegExp(`${count} reports covariance-not-positive: a covariance that cannot be\\.Send variances above 0`));
  await page.screenshot({ path: path.join(build, 'screenshots/health-sensor-dark.png') });
  await page.keyboard.press('Escape');
});

await test('every reason of the metrics has its words', async () => {
  const reasons = Object.keys((await metrics()).reports_refused_total).map((labels) => /reason="([^"]+)"/.exec(labels)[1]);
  assert.ok(new Set(reasons).size > 50);
  for (const reason of reasons) assert.ok(REFUSALS[reason]?.every((text) => text.length > 4), reason);
});

await test('what nobody has seen blinks for five seconds and then stands, and Seen acknowledges it', async () => {
  const moving = await openAs('white-cell');
  assert.match(await row(moving, 'jpn-coast').locator('.badge.fresh').evaluate((one) => getComputedStyle(one).animation), /^1s steps\(1(, end)?\).* 5 .*blink/);
  await moving.context().close();
  assert.equal(await row(page, 'jpn-coast').locator('.badge.fresh').evaluate((one) => getComputedStyle(one).animationName), 'none'); // who asked for no motion
  await page.getByRole('button', { name: 'Seen: jpn-coast silent' }).click();
  assert.equal(await row(page, 'jpn-coast').locator('.badge.fresh').count(), 0);
  assert.equal(await page.locator('.since li', { hasText: 'jpn-coast' }).first().locator('span').textContent(), 'seen 03:03:00');
  assert.equal(await row(page, 'jpn-ship').locator('.badge.fresh').count(), 1);
  await page.keyboard.press('s');
  assert.equal(await page.locator('.badge.fresh').count(), 0);
  assert.equal(await page.locator('.since button', { hasText: /^Seen$/ }).count(), 0);
});

await test('what was seen stands while another page is shown, and in no storage', async () => {
  await page.keyboard.press('2');
  await page.waitForFunction(() => picket.view?.());
  await page.keyboard.press(await page.locator('.head nav a').count().then(String));
  await page.waitForFunction(() => picket.drawn?.() > 0);
  assert.equal(await page.locator('.badge.fresh').count(), 0);
  assert.equal(await page.locator('.since li', { hasText: 'jpn-coast silent' }).count(), 1);
  assert.deepEqual(await page.evaluate(() => [{ ...localStorage }, Object.keys(sessionStorage)]), [{}, ['picket.token']]);
});

await test('a nation sees its own sensors, no totals, no engine, by page, door and guessed address', async () => {
  const japan = await openAs('JPN');
  assert.deepEqual(new Set((await order(japan)).map((name) => name.slice(0, 3))), new Set(['jpn']));
  assert.equal((await order(japan)).length, 8);
  assert.equal(await japan.locator('.health-bar .badge:visible').allTextContents().then((all) => all.join()), '1 silent,1 degraded');
  assert.equal(await japan.locator('.identity').isVisible(), false);
  const text = await japan.evaluate(() => document.body.innerText);
  for (const word of ['rok-', 'usa-', 'Dropped', 'Engines', 'engine', 'Received', 'Difference', 'Waiting', 'Queues', 'Datagrams:'])
    assert.ok(!text.includes(word), `${word} is on the page of JPN`);
  await japan.screenshot({ path: path.join(build, 'screenshots/health-partner.png') });
  await japan.evaluate(() => (location.hash = '/health/rok-sky'));
  await japan.waitForTimeout(300);
  assert.equal(await japan.locator('.sensor-panel').isVisible(), false);
  assert.deepEqual(japan.asked.filter((one) => /metrics|scores|truth/.test(one)), []);
  assert.deepEqual(new Set(japan.asked.filter((one) => one.startsWith('?')).map((one) => one.slice(0, 9))), new Set(['?view=JPN']));
  const socket = await japan.evaluate(() => new Promise((done) => {
    const guess = new WebSocket(`ws://${location.host}/health`, ['pictures', `token.${sessionStorage['picket.token']}`]);
    guess.onmessage = ({ data }) => done(data);
    guess.onclose = () => done('closed');
  }));
  assert.equal(socket, 'closed');
  await japan.context().close();
  const told = await healthOf('JPN');
  assert.deepEqual(Object.keys(told), ['clock', 'bin_s', 'bins_from_s', 'sensors']);
  for (const one of told.sensors) {
    assert.equal(one.nation, 'JPN');
    assert.deepEqual(['fused', 'dropped', 'waiting', 'difference'].filter((name) => name in one), []);
    assert.ok(one.heard_s === null || Number.isInteger(one.heard_s), `${one.sensor} was heard in whole epochs`);
    assert.ok(one.late_p95_s === null || Number.isInteger(one.late_p95_s), 'and is late by whole ones');
  }
  const nothing = await (await fetchAs('JPN', '/no-such')).text();
  for (const [who, doors] of [[null, ['/health']], ['x'.repeat(22), ['/health']], ['JPN', ['/health/', '/health.json', '/metrics', '/health/rok-sky']]])
    for (const door of doors) {
      const answer = await fetchAs(who, door);
      assert.deepEqual([answer.status, await answer.text()], [404, nothing], `${who}: ${door}`);
    }
  assert.deepEqual((await (await fetchAs('JPN', '/health?nation=ROK')).json()).sensors.map((one) => one.nation).filter((one) => one !== 'JPN'), []);
});

await test('when it is heard again, that is told, and a new run begins with nothing', async () => {
  await daemon.play(whole, 'max'); // without the trouble
  await page.waitForFunction(() => document.querySelector('.clock').textContent === '03:03:00' && picket.told().clock.time_s === 1930359780 && picket.told().sensors.every((one) => one.states.length === 0));
  assert.equal(await page.locator('.summary').textContent(), '21 sensors normal, 13 engines on time');
  assert.equal(await page.locator('.sensors .abnormal').count(), 0);
  assert.equal(await page.locator('.health-bar .badge:visible').count(), 0);
  await page.keyboard.press('d');
  await page.screenshot({ path: path.join(build, 'screenshots/health-light.png') });
});

await test('a daemon that is gone is said to be gone, and its figures of when they are', async () => {
  await daemon.stop();
  await page.locator('.summary', { hasText: 'Not live: figures of 03:03:00' }).waitFor({ timeout: 15_000 });
});

await test('where there is no truth nobody asks for one', () => assert.deepEqual(page.asked.filter((one) => /scores|truth/.test(one)), []));

await test('the browser had no complaint', () => {
  const of = ['ERR_CONNECTION_REFUSED', '/health\' failed']; // the daemon that was stopped, the socket that was guessed
  assert.deepEqual(complaints.filter((text) => !of.some((part) => text.includes(part))), []);
});

await browser.close();
rmSync(place.folder, { recursive: true });
finish();
