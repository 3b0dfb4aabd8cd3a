#!/usr/bin/env node
// A room in a browser, on its own screen, on its owner's View and on the Rooms page: one press lets a
// visitor in, and from the next epoch on what he may not see is nowhere: map, list, panel, trails,
// search, back button, storage, memory. Let out and restored, it is back. Lanes tell what was cut.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { heldBy } from './memory.mjs';
import { finish, openAt, openBrowser, packages, root, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);
const require = packages();

/* Ships and aircraft that AVA and BRO look at, at the speed of life. */
const exercise = spawn('/usr/bin/python3', [path.join(root, 'tests/page/exercise.py'), build], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = once(exercise, 'exit');
const { page: address, tokens } = JSON.parse((await Promise.race([once(exercise.stdout, 'data'), ended]))[0]);

const complaints = [];
async function openAs(who, place) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, bypassCSP: true }); // axe is put in as a script
  const page = await context.newPage();
  await page.addInitScript({ path: require.resolve('axe-core/axe.min.js') });
  page.on('pageerror', (error) => complaints.push(`${who}: ${error}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${who}: ${message.text()}`));
  if (place) {
    await openAt(page, `http://${address}`, tokens[who], place);
    return page;
  }
  await page.goto(`http://${address}/#${tokens[who]}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return page;
}
const plate = (page) => page.locator('.plate h1 .pick span').first().textContent();
const reads = (page, form) => page.locator('.plate h1 .pick span', { hasText: form }).waitFor({ timeout: 10_000 });
const held = (page) => page.evaluate(() => ({ epoch: picket.epoch(), tracks: picket.tracks().map((one) => one.track) }));
const present = (page, words) => page.locator('.present', { hasText: words }).waitFor({ timeout: 10_000 });
const exerciseTime = async () =>
  (await (await fetch(`http://${address}/timeline`, { headers: { authorization: `Bearer ${tokens['white-cell']}` } })).json()).now;

/* All that a page shows or keeps as text, besides the numbers that the map draws. */
const written = (page) => page.evaluate(() => JSON.stringify([document.documentElement.outerHTML, document.title, location.href,
  [...document.querySelectorAll('input')].map((input) => input.value), { ...localStorage }, { ...sessionStorage }, history.state]));
/* Dots and frames on the canvas above the map: pixels that are not clear. */
const drawn = (page) => page.evaluate(() => {
  const canvas = document.querySelector('canvas.overlay');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let n = 3; n < data.length; n += 4) count += data[n] > 0;
  return count;
});

const goTo = (page, address) => page.evaluate((to) => (location.hash = to), address);

/* The Rooms page: the one room of this exercise. */
const ofRooms = (page) => page.evaluate(() => picket.rooms()[0]);
const lane = (page, name) => page.locator('.lane.bars', { has: page.locator(`b:text-is("${name}")`) });
/* Pixels of a track's colours on the room's own screen. */
const tracksDrawn = (page) => page.evaluate(() => {
  const canvas = document.querySelector('.screen canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = ['friend', 'neutral', 'unknown', 'hostile'].map((name) =>
    parseInt(getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim().slice(1), 16));
  let count = 0;
  for (let n = 0; n < data.length; n += 4) count += colours.includes((data[n] << 16) | (data[n + 1] << 8) | data[n + 2]);
  return count;
});

const room = await openAs('bridge');
const owner = await openAs('AVA');
await owner.getByLabel('Partner', { exact: true }).selectOption('bridge');
const staff = await openAs('white-cell', '/rooms');

await test('a room\'s plate says for whom the picture is, and since when', async () => {
  await room.waitForFunction(() => picket.tracks().filter((one) => one.status !== 1).length >= 2, null, { timeout: 30_000 });
  assert.match(await plate(room), /^Picture for AVA \+ BRO since \d\d:\d\d:\d\d$/);
  assert.equal(await room.locator('.plate .under').isVisible(), false);
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await room.screenshot({ path: path.join(build, 'screenshots/room.png') });
});

/* The panel of a track without the track: its heads alone. */
const EMPTY_PANEL = 'Follow FPositionHeightVelocityIdentityLast reportContributingHeight, km95 % radius, km';

await test('the Rooms page has a lane for each who is there, and for each feed', async () => {
  await staff.locator('.lane').first().waitFor({ timeout: 10_000 });
  await staff.waitForFunction(() => picket.rooms()[0].tracks.length >= 2, null, { timeout: 10_000 });
  await staff.locator('.room-plate', { hasText: /^Picture for AVA \+ BRO since \d\d:\d\d:\d\d$/ }).waitFor({ timeout: 10_000 });
  assert.deepEqual(await staff.locator('.lane:not(.bars) b').allTextContents(), ['AVA', 'BRO']);
  assert.deepEqual(await staff.locator('.lane.bars b').allTextContents(), ['AVA', 'BRO']);
  assert.equal(await lane(staff, 'BRO').locator('.state').textContent(), 'narrowed');
  await staff.locator('.reaches', { hasText: 'BRO air, surface: velocity withheld' }).waitFor();
  assert.ok((await tracksDrawn(staff)) > 0, 'tracks are on the screen');
  const share = await staff.evaluate(() => document.querySelector('.screen-field').clientHeight / document.querySelector('.room-cards').clientHeight);
  assert.ok(share > 0.8, `a room alone has the page: its screen is ${share.toFixed(2)} of the height`);
});

let before, names, stood;
const top = () => staff.locator('.let-in').first().evaluate((buttons) => buttons.getBoundingClientRect().top);
await test('one press lets a visitor in, and what he may not see is gone within two epochs', async () => {
  before = await held(room);
  names = await room.locator('.list td.name').allTextContents();
  assert.ok(names.length >= 2 && names.every((name) => name.length >= 4));
  await room.keyboard.press('j');
  await room.keyboard.press('Enter');
  await room.locator('.detail h2').waitFor();
  await room.getByLabel('Search tracks').fill(names[0]);
  assert.ok((await drawn(room)) > 100, 'something is on the map');
  for (const page of [room, staff]) {
    const found = await heldBy(page, before.tracks);
    for (const where of ['in an object', 'in an object of reader']) assert.ok(found.some((one) => one.endsWith(where)), `what a page holds is found ${where}`);
  }
  await owner.evaluate(() => document.addEventListener('click', () => (window.pressed = picket.epoch()), { capture: true, once: true }));
  await room.evaluate(() => new MutationObserver(() => {
    if (picket.tracks().length === 0) window.goneAt ??= picket.epoch();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true }));
  stood = await top();
  await owner.getByRole('button', { name: 'Let in DEL' }).click();
  await reads(room, /^Picture for AVA \+ BRO \+ DEL since \d\d:\d\d:\d\d$/);
  const pressed = await owner.evaluate(() => window.pressed);
  const goneAt = await (await room.waitForFunction(() => window.goneAt, null, { timeout: 10_000 })).jsonValue();
  assert.ok(goneAt <= pressed + 2, `pressed after ${pressed}, gone at ${goneAt}`);
  assert.deepEqual((await held(room)).tracks, []);
  for (const page of [room, owner]) {
    await page.waitForFunction(() => picket.tracks().length === 0);
    const text = await written(page);
    for (const gone of [...names, ...before.tracks])
      assert.ok(!text.toLowerCase().includes(`>${gone.toLowerCase()}`) && !text.toLowerCase().includes(`"${gone.toLowerCase()}`), `${gone} is still there`);
    assert.equal(await page.locator('.list tbody tr').count(), 0);
    assert.equal(await page.locator('.detail .body').textContent(), EMPTY_PANEL);
    assert.equal(await page.getByLabel('Search tracks').inputValue(), '');
    assert.equal(await drawn(page), 0, 'the map is empty');
  }
});

await test('the feed that he may not see goes dark by itself, and the Rooms page shows why', async () => {
  await staff.waitForFunction(() => picket.rooms()[0].tracks.length === 0, null, { timeout: 10_000 });
  await staff.locator('.room-plate', { hasText: /^Picture for AVA \+ BRO \+ DEL since/ }).waitFor({ timeout: 10_000 });
  await lane(staff, 'BRO').locator('.state', { hasText: /^dark \d+ s$/ }).waitFor({ timeout: 10_000 });
  assert.equal(await staff.locator('.comings span').count(), 1, 'one entry');
  assert.equal(await lane(staff, 'BRO').locator('.feed.dark').textContent(), 'dark');
  assert.equal(await staff.locator('.people li', { hasText: 'DEL' }).locator('.number').textContent(), '1');
  assert.equal(await top(), stood, 'no button moved under a pointer');
  assert.equal(await staff.locator('.door').isVisible(), false, 'what is intended is no alarm');
  assert.equal(await tracksDrawn(staff), 0, 'nothing of what went is on the screen');
  await staff.screenshot({ path: path.join(build, 'screenshots/rooms-dark.png') });
});

/* By axe-core, as accessible.mjs asks of every page; that one has no room. */
const serious = async (page) => (await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))).violations
  .filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);

await test('the Rooms page has no serious finding, dark or light, and all of its controls a place in the order of Tab', async () => {
  for (const theme of ['light', 'dark']) {
    await staff.evaluate(() => document.activeElement.blur());
    await staff.keyboard.press('d');
    assert.equal(await staff.evaluate(() => document.documentElement.style.colorScheme), theme);
    assert.deepEqual(await serious(staff), [], theme);
  }
  assert.equal(await staff.evaluate(() => [...document.querySelectorAll('main button, main a, main input')].filter((one) => one.tabIndex < 0).length), 0);
});

await test('no page that showed what went holds it in memory', async () => {
  for (const [who, page] of Object.entries({ room, owner, staff })) assert.deepEqual(await heldBy(page, before.tracks, 3), [], who);
});

await test('the back button brings nothing back', async () => {
  await room.goBack();
  await room.goForward();
  await room.waitForSelector('html[data-ready]', { timeout: 30_000 });
  await room.waitForFunction(() => window.picket?.epoch() > 0, null, { timeout: 30_000 });
  const text = await written(room);
  for (const gone of [...names, ...before.tracks]) assert.ok(!text.toLowerCase().includes(gone.toLowerCase()), `${gone} is back`);
});

await test('a tab keeps its token and nothing else', async () => {
  const kept = await room.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, location.href]);
  assert.deepEqual(kept.slice(0, 2), [{}, { 'picket.token': tokens.bridge }]);
  assert.ok(!kept[2].includes(tokens.bridge));
});

await test('the panel says what was done, with no count of what went', async () => {
  assert.match(await owner.locator('.room [role=status]').textContent(), /^DEL is let in\.$/);
  assert.equal(await owner.getByLabel('Reason').inputValue(), 'let in by the operator');
});

await test('an act without a reason is told beside the field, and not said', async () => {
  await owner.getByLabel('Reason').fill(' ');
  await owner.getByRole('button', { name: 'Let out DEL' }).click();
  assert.match(await owner.locator('.room [role=alert]').textContent(), /^A reason is needed\./);
  await owner.getByLabel('Reason').fill('let in by the operator');
  assert.equal(await owner.getByLabel('Reason').getAttribute('aria-invalid'), 'false');
});

await test('let out and restored by the keyboard, the room has its picture again', async () => {
  await owner.getByRole('button', { name: 'Let out DEL' }).press('Enter');
  await owner.locator('.room [role=status]', { hasText: 'DEL is let out, and counts as present until you press Restore.' }).waitFor({ timeout: 10_000 });
  assert.equal(await owner.getByLabel('Reason').inputValue(), 'let out by the operator');
  await owner.getByRole('button', { name: 'Restore' }).press(' ');
  await present(owner, 'Present: AVA, BRO');
  await room.waitForFunction(() => picket.tracks().filter((one) => one.status !== 1).length >= 2, null, { timeout: 10_000 });
  assert.match(await plate(room), /^Picture for AVA \+ BRO since \d\d:\d\d:\d\d$/);
});

await test('with a visitor who may see something, that stays', async () => {
  await owner.getByRole('button', { name: 'Let in OBS' }).click();
  await reads(room, /^Picture for AVA \+ BRO \+ OBS since \d\d:\d\d:\d\d$/);
  await room.waitForFunction(() => picket.tracks().length > 0, null, { timeout: 10_000 }); // OBS may see what BRO looks at
});

await test('somebody unknown darkens the room', async () => {
  await owner.getByRole('button', { name: 'Let in unknown' }).click();
  await reads(room, /^No picture$/);
  await room.waitForFunction(() => picket.tracks().length === 0);
  await present(owner, 'No picture. Somebody unknown is there, or left and the room was not restored since; or the reader at the door is silent.');
  assert.equal(await owner.getByRole('button', { name: 'Let out unknown' }).isVisible(), true);
});

await test('the Rooms page lets people in and out by the keyboard, and says what was done', async () => {
  const press = (name) => staff.getByRole('button', { name, exact: true }).press('Enter');
  await press('Let out unknown');
  await staff.getByText(/^bridge: unknown is let out, and counts as present until you press Restore\.$/).waitFor({ timeout: 10_000 });
  await press('Let out OBS');
  await staff.getByText(/^bridge: OBS is let out/).waitFor({ timeout: 10_000 });
  await press('Restore');
  await staff.waitForFunction(() => picket.rooms()[0].plate.startsWith('Picture for AVA + BRO since'), null, { timeout: 10_000 });
  await lane(staff, 'BRO').locator('.state', { hasText: 'narrowed' }).waitFor({ timeout: 10_000 });
  await staff.getByLabel('Reason').fill(' ');
  await press('Let in DEL');
  const alert = staff.locator('.told [role=alert]');
  assert.match(await alert.textContent(), /^A reason is needed\./);
  await staff.getByLabel('Reason').fill('\uac00'.repeat(100)); // three bytes each
  await press('Let in DEL');
  assert.match(await alert.textContent(), /at most 200 bytes: 100 too many\./);
});

/* What is gone for the audience that stands there now, and was on the page a moment ago. */
async function isGone(page, gone) {
  assert.deepEqual(await page.evaluate(() => picket.tracks()), []);
  const text = (await written(page)).toLowerCase();
  for (const one of gone) assert.ok(!text.includes(`>${one.toLowerCase()}`) && !text.includes(`"${one.toLowerCase()}`), `${one} is still there`);
  assert.equal(await page.locator('.list tbody tr').count(), 0);
  assert.equal(await page.locator('.detail .body').textContent(), EMPTY_PANEL);
  assert.equal(await page.getByLabel('Search tracks').inputValue(), '');
  assert.equal(await drawn(page), 0, 'the map is empty');
}

const COMES = 'The picture for those who are here comes with the next epoch';
await test('while the exercise is paused, whoever is let in finds an empty screen, and nothing is left on it or in memory', async () => {
  await staff.getByLabel('Reason').fill('a test');
  await staff.getByRole('button', { name: 'Restore', exact: true }).click();
  for (const page of [room, owner]) await page.waitForFunction(() => picket.tracks().filter((one) => one.status !== 1).length >= 2, null, { timeout: 10_000 });
  exercise.stdin.write('pause\n');
  for (const page of [owner, staff]) await page.locator('.pace', { hasText: /^Z, paused$/ }).waitFor({ timeout: 10_000 });
  await room.waitForFunction((at) => picket.epoch() === at, Math.floor(await exerciseTime()), { timeout: 10_000 }); // the last picture
  const last = await held(room);
  const shown = await room.locator('.list td.name').allTextContents();
  await room.keyboard.press('j');
  await room.keyboard.press('Enter');
  await room.locator('.detail h2').waitFor();
  await room.getByLabel('Search tracks').fill(shown[0]);
  await room.getByLabel('Search tracks').blur();
  await room.keyboard.press('h');
  await room.locator('.plate .held', { hasText: /^HELD/ }).waitFor();
  await owner.getByLabel('Reason').fill('a test');
  await owner.getByRole('button', { name: 'Let in DEL' }).click();
  await reads(room, /^Picture for AVA \+ BRO \+ DEL since \d\d:\d\d:\d\d$/);
  assert.equal((await held(room)).epoch, last.epoch, 'no epoch has ended');
  for (const page of [room, owner]) {
    await page.waitForFunction(() => picket.tracks().length === 0);
    await isGone(page, [...shown, ...last.tracks]);
  }
  assert.equal(await room.locator('.plate .held').isVisible(), false);
  await room.getByText(COMES, { exact: true }).waitFor();
  await room.keyboard.press('h'); // there is nothing to hold
  await room.waitForTimeout(300);
  assert.equal(await room.locator('.plate .held').isVisible(), false);
  assert.equal(await room.getByText(COMES, { exact: true }).isVisible(), true);
  assert.equal(await room.locator('.tabs button').first().textContent(), 'Tracks ');
  await staff.waitForFunction(() => picket.rooms()[0].tracks.length === 0, null, { timeout: 10_000 });
  await staff.locator('.no-picture', { hasText: COMES }).waitFor();
  assert.deepEqual(await heldBy(room, last.tracks, 3), []);
  await owner.locator('.room [role=status]', { hasText: /^DEL is let in\. The exercise is paused: the picture for who is there comes with the next epoch\./ }).waitFor();
});

await test('meanwhile the Rooms page shows him, and what he cuts; let out, the feed stays dark until the clock goes on', async () => {
  await staff.locator('.people li', { hasText: 'DEL' }).locator('.number', { hasText: '1' }).waitFor({ timeout: 10_000 });
  await lane(staff, 'BRO').locator('.state', { hasText: /^dark/ }).waitFor({ timeout: 10_000 });
  await staff.getByRole('button', { name: 'Let out DEL', exact: true }).click();
  await staff.getByText(/^bridge: DEL is let out/).waitFor();
  assert.equal(await top(), stood, 'nor do words move one');
  await staff.getByRole('button', { name: 'Restore', exact: true }).click();
  await reads(room, /^Picture for AVA \+ BRO since \d\d:\d\d:\d\d$/);
  await isGone(room, []);
  exercise.stdin.write('pause\n'); // goes on
  await room.waitForFunction(() => picket.tracks().filter((one) => one.status !== 1).length >= 2, null, { timeout: 10_000 });
});

await test('a reader that falls silent is amber, and its screen is black', async () => {
  exercise.stdin.write('reader\n');
  await staff.locator('.door', { hasText: /^Door reader silent \d+ s\. Feeds cut until it answers\.$/ }).waitFor({ timeout: 20_000 });
  await staff.locator('.room-plate', { hasText: /^No picture$/ }).waitFor({ timeout: 10_000 });
  assert.equal(await staff.locator('.no-picture').textContent(), "No pictureWaiting for the room's presence");
  await lane(staff, 'AVA').locator('.state', { hasText: /^dark/ }).waitFor();
  await staff.evaluate(() => document.activeElement.blur());
  await staff.keyboard.press('d');
  await staff.screenshot({ path: path.join(build, 'screenshots/rooms-light.png') });
  exercise.stdin.write('reader\n');
  await staff.waitForFunction(() => picket.rooms()[0].plate.startsWith('Picture for AVA + BRO since'), null, { timeout: 10_000 });
});

await test('the Rooms page is not there for a room\'s own screen, nor for who only sits in it', async () => {
  const guest = await openAs('BRO', '/health');
  for (const page of [room, guest]) {
    assert.equal(await page.locator('.head nav a', { hasText: 'Rooms' }).count(), 0);
    await goTo(page, '/rooms');
    await page.getByText('This link opens nothing here.').waitFor();
  }
  assert.equal(await owner.locator('.head nav a', { hasText: 'Rooms' }).count(), 1);
});

await test('a link that may not say it is told so', async () => {
  const answer = await owner.evaluate(async () => {
    const reply = await fetch('says', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"sentence":"room bridge restore","reason":"a"}' });
    return [reply.status, await reply.text()];
  });
  assert.deepEqual(answer, [404, 'Nothing is here.\n']);
});

await test('the browser had no complaint', async () => {
  assert.deepEqual(complaints.filter((text) => !text.includes('404')), []);
});

await browser.close();
exercise.stdin.end();
await test('picketd ends well', async () => assert.deepEqual(await ended, [0, null]));
finish();
