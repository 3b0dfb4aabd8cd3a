#!/usr/bin/env node
// The page in a browser, on a daemon that plays the stock exercise: what the map holds at an epoch is
// what the view's file has at it; nothing of another view, nothing from another host.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { configure, Daemon, rowsAt, simulate } from './daemon.mjs';
import { finish, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const place = await configure();
const feed = simulate(build, place.folder, '4min'); // much more than is played, so a slow machine finds no end
const daemon = new Daemon(build, place);
await daemon.ready();

const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
const complaints = [];
const foreign = [];
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
page.on('request', (request) => {
  const { protocol, host } = new URL(request.url());
  if (!['data:', 'blob:'].includes(protocol) && host !== daemon.address) foreign.push(request.url());
});
page.on('websocket', (socket) => new URL(socket.url()).host !== daemon.address && foreign.push(socket.url()));

/* What the page holds, all of one moment. */
const held = () => page.evaluate(() => ({ view: picket.view(), epoch: picket.epoch(), tracks: picket.tracks() }));
const seen = [];
async function look() {
  await page.waitForFunction(() => picket.tracks().some((one) => one.status !== 1), null, { timeout: 60_000 });
  seen.push(await held());
}
async function choose(name, value) {
  await page.getByLabel(name, { exact: true }).selectOption(value);
  const next = await held();
  assert.ok(next.tracks.length === 0 || next.view.split('.').includes(value), 'tracks of the old view are left');
}

/* Everything that a raw connection gets for a request. */
function raw(lines) {
  return new Promise((done) => {
    let got = '';
    const socket = net.connect(place.ports.page, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.on('data', (data) => (got += data.toString('latin1')));
    socket.on('close', () => done(got));
    socket.on('error', () => done(got));
    setTimeout(() => socket.destroy(), 3000);
  });
}
const upgrade = (target, host, origin) => raw([`GET ${target} HTTP/1.1`, `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket',
  'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...(origin ? [`Origin: ${origin}`] : [])]);

await test('the page opens before the first epoch and says that it waits', async () => {
  await page.goto(`http://${daemon.address}/#JPN.national`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  assert.equal(await page.getByText('Waiting for the first epoch').isVisible(), true);
  assert.equal(await page.getByText('EXERCISE, SYNTHETIC DATA').isVisible(), true);
});

/* Without tokens everyone is the white cell. A time is where the exercise is brought, as fast as it can. */
async function clock(order) {
  const answer = await fetch(`http://${daemon.address}/clock`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(order) });
  assert.equal((await answer.json()).outcome, 'done');
}

await test('partner and rule are chosen between one moment of the exercise and the next', async () => {
  daemon.follow(feed, '10');
  await look();
  await clock({ mode: 'pause' });
  for (const [name, value] of [['Rule', 'hub'], ['Rule', 'bilateral'], ['Partner', 'ROK'], ['Partner', 'USA'],
    ['Rule', 'integrated'], ['Partner', 'JPN']]) {
    await choose(name, value);
    await look();
    const later = Math.floor(seen.at(-1).epoch) + 5;
    await clock({ mode: 'pause', time_s: later });
    await page.waitForFunction((at) => picket.epoch() >= at, later, { timeout: 60_000 });
    await look(); // after some changes, too
  }
  assert.equal(seen.at(-1).view, 'JPN.integrated');
});

await test('the link says that it is live, and what the pace is', async () => {
  await clock({ mode: 'run', rate: 10 });
  await page.locator('.pace', { hasText: /^Z, 10x/ }).waitFor({ timeout: 60_000 });
  await page.locator('.link', { hasText: /^live$/ }).waitFor({ timeout: 60_000 });
  await clock({ mode: 'pause' });
  await look();
});

await test('a row is selected by keys, and its panel is filled', async () => {
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('.detail h2').waitFor();
  const name = await page.locator('.detail h2').textContent();
  const track = seen.at(-1).tracks.map((one) => one.track.toUpperCase());
  assert.ok(track.some((one) => one.startsWith(name)), `no track ${name}`);
  assert.match(await page.locator('.detail dd').first().textContent(), /^\d+\.\d{3} N \d+\.\d{3} E$/);
});

await test('every ground is drawn and a picture of the page is kept', async () => {
  await page.waitForFunction(() => picket.still(), null, { timeout: 30_000 });
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await page.screenshot({ path: path.join(build, 'screenshots/view-dark.png') });
  await page.keyboard.press('d');
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(build, 'screenshots/view-light.png') });
  await page.keyboard.press('d');
});

await test('an unknown view, another path and another site get nothing', async () => {
  const ours = daemon.address;
  for (const target of ['/pictures', '/pictures?view=', '/pictures?view=JPN', '/pictures?view=jpn.hub', '/pictures?view=JPN.hubs', '/'])
    assert.equal(await upgrade(target, ours), '', target);
  assert.equal(await upgrade('/pictures?view=JPN.hub', ours, 'http://elsewhere.example'), '');
  assert.equal(await upgrade('/pictures?view=JPN.hub', 'elsewhere.example'), '');
  assert.equal(await raw(['GET /page.json HTTP/1.1', 'Host: elsewhere.example']), '');
  assert.match(await upgrade('/pictures?view=JPN.hub', ours, `http://${ours}`), /^HTTP\/1.1 101 /); // and ours does
});

await test('what is not there and what lies outside the folder have one answer', async () => {
  const get = async (target) => (await raw([`GET ${target} HTTP/1.1`, `Host: ${daemon.address}`, 'Connection: close'])).replace(/^date:.*\r\n/im, '');
  const answers = new Set(await Promise.all(['/nothing', '/../picketd', '/assets/../../picketd.html', '/view.json?view=JPN.hub', '/assets/'].map(get)));
  assert.equal(answers.size, 1);
  assert.match([...answers][0], /^HTTP\/1.1 404 /);
});

await test('the pages of the daemon answer, under a strict policy', async () => {
  const answer = async (name) => fetch(`http://${daemon.address}/${name}`);
  assert.equal(await (await answer('healthz')).text(), 'ok\n');
  assert.equal((await answer('readyz')).status, 200);
  assert.match(await (await answer('metrics')).text(), /^picket_page_clients 1$/m);
  const policy = (await answer('')).headers.get('content-security-policy');
  assert.match(policy, /^default-src 'self';/);
  assert.ok(!policy.includes('unsafe'));
});

await test('a daemon that is gone is seen to be gone, and nothing moves', async () => {
  const before = await held();
  await daemon.stop();
  await page.waitForSelector('.link.lost', { timeout: 10_000 });
  assert.match(await page.locator('.link').textContent(), /^NOT LIVE \d+ s$/);
  assert.equal(await page.getByText('Nothing is predicted').isVisible(), true);
  assert.deepEqual(await held(), before);
  await page.screenshot({ path: path.join(build, 'screenshots/view-not-live.png') });
});

await test('each picture has the tracks that its view\'s file has at that epoch', async () => {
  assert.ok(seen.length >= 14 && new Set(seen.map((one) => one.view)).size >= 6);
  for (const { view, epoch, tracks } of seen) {
    const rows = rowsAt(place.folder, view, epoch);
    const asserted = tracks.filter((one) => one.status !== 1); // tentative tracks have no row
    assert.ok(asserted.length > 0, `${view} at ${epoch}`);
    assert.deepEqual(asserted.map((one) => one.track), [...rows.keys()], `${view} at ${epoch}`);
    for (const one of asserted) {
      const row = rows.get(one.track);
      /* The file rounds to 1e-8 degree and 1 mm, the wire to 1e-7 and 1 cm. */
      assert.ok(Math.abs(one.lat_deg - row.lat_deg) < 6e-8 && Math.abs(one.lon_deg - row.lon_deg) < 6e-8, `${view} ${one.track}`);
      if (one.alt_m !== null) assert.ok(Math.abs(one.alt_m - row.alt_m) < 6e-3, `${view} ${one.track}`);
    }
  }
});

/* Sigma along the longer axis of a row's horizontal covariance, m. */
function longest({ ee, en, nn }) {
  const [middle, half] = [(Number(ee) + Number(nn)) / 2, (Number(ee) - Number(nn)) / 2];
  return Math.sqrt(middle + Math.hypot(half, Number(en)));
}

await test('each track is told as its row tells it: what it is, how sure, how fast, how old', async () => {
  const STATUS = ['', 'tentative', 'confirmed', 'coasting'];
  for (const { view, epoch, tracks } of seen) {
    const rows = rowsAt(place.folder, view, epoch);
    for (const one of tracks.filter((track) => track.status !== 1)) {
      const row = rows.get(one.track);
      const of = `${view} ${one.track} at ${epoch}`;
      assert.equal(STATUS[one.status], row.status, of);
      assert.deepEqual(one.categories.split(' and ').sort(), row.categories.split('+').sort(), of);
      assert.equal(['not stated', 'not released'].includes(one.identity) ? '' : one.identity, row.identity.replace('-', ' '), of);
      assert.equal(one.velocity === null, row.ve_m_per_s === '', of);
      /* On the wire 1 cm/s, 0.1 s, and a sigma at most 1.1 % too large, which the file has to four decimals of its square. */
      one.velocity?.forEach((value, n) => assert.ok(Math.abs(value - row[['ve_m_per_s', 'vn_m_per_s', 'vu_m_per_s'][n]]) < 6e-3, of));
      assert.ok(Math.abs(one.age_s - row.age_s) < 0.051, of);
      const sigma = longest(row);
      assert.ok(one.major_m > sigma - 0.01 && one.major_m < 1.012 * sigma + 0.01, `${of}: ${one.major_m} m, in the file ${sigma} m`);
    }
  }
});

await test('views of one exercise have no track number in common', async () => {
  const last = new Map(seen.map((one) => [one.view, one]));
  const numbers = [...last.values()].flatMap((one) => one.tracks.map((track) => track.track));
  assert.equal(new Set(numbers).size, numbers.length);
});

await test('nothing was asked of another host, and the browser had no complaint', async () => {
  assert.deepEqual(foreign, []);
  /* A socket that cannot be opened is the browser's to report, once the daemon is gone. */
  assert.deepEqual(complaints.filter((text) => !text.includes('ERR_CONNECTION_REFUSED')), []);
});

await browser.close();
rmSync(place.folder, { recursive: true });
finish();
