#!/usr/bin/env node
// The White cell's page: a view over truth, both of one epoch; who sees an object and by which clause,
// as the daemon has it; and an agreement that is suspended: what the sheet said happens.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, rowsAt, simulate, tokensOf } from './daemon.mjs';
import { finish, openAt, openBrowser, root, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const END = 1930359720; // two minutes after the exercise began
const place = await configure(['tokens: tokens', 'in-force: bilateral', 'truth: truth.csv']);
/* In this book what the agreement "direct" gave leaves the views with it. */
const book = readFileSync(path.join(root, 'testdata/agreements/peninsula.yaml'), 'utf8');
const removed = book.replace(/(- name: direct\n(?:.*\n)*?\s+given-before: )stays/, '$1removed');
assert.notEqual(removed, book);
writeFileSync(path.join(place.folder, 'book.yaml'), removed);
writeFileSync(place.file, readFileSync(place.file, 'utf8').replace(/^book: .*/m, `book: ${place.folder}/book.yaml`));
/* The truth goes on for longer than what is played. */
const feed = path.join(place.folder, 'two.pcap');
renameSync(simulate(build, place.folder, '2min'), feed);
simulate(build, place.folder, '130s');
const daemon = new Daemon(build, place);
await daemon.ready();
await daemon.play(feed, 'max');
const tokens = tokensOf(place);
const complaints = [];

async function openAs(who, address) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${who}: ${error}`));
  await openAt(page, `http://${daemon.address}`, tokens[who], address);
  return page;
}
const until = (page, form, value) => page.waitForFunction(form, value, { timeout: 20_000 });
const asked = async (where, who, body) => fetch(`http://${daemon.address}/${where}`, {
  headers: { Authorization: `Bearer ${tokens[who]}`, 'Content-Type': 'application/json' }, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
});
const told = async (...what) => (await asked(...what)).json();
const direct = { sentence: 'agreement direct becomes suspended', reason: 'a test' };

const page = await openAs('white-cell', '/white');
const goTo = async (view, object = '') => {
  await page.evaluate((address) => (location.hash = address), `/white/${view}${object && `/${object}`}`);
  await until(page, ([name, id]) => picket.view?.() === name && picket.truth() !== null && picket.still() && (id === '' || picket.sees()?.object === id), [view, object]);
};
const epoch = () => page.evaluate(() => picket.epoch());
const cell = (view) => page.locator('.who-sees td button', { hasText: view.replace('.', ' under ') });
const button = (name) => page.getByRole('button', { name, exact: true });

const shots = new Map(); // of JPN.bilateral: epoch, the tracks on the page
await test('a view is laid over the truth of its own epoch, and the strip says so', async () => {
  await goTo('JPN.bilateral');
  assert.deepEqual(await page.evaluate(() => [picket.epoch(), picket.truth()]), [END, END]);
  assert.equal(await page.locator('.shows-truth').textContent(), 'SHOWS TRUTH White cell only. Never on a partner\u2019s screen.');
  const truth = await told('truth', 'white-cell');
  const seen = truth.objects.filter((one) => one.seen.some(({ view }) => view === 'JPN.bilateral'));
  const shown = await page.evaluate(() => picket.objects());
  assert.deepEqual(shown.filter((one) => one.track).map((one) => one.id).sort(), seen.map((one) => one.id).sort());
  assert.equal(await page.locator('.legend').textContent(),
    `track and its truthtruth without a track here: ${truth.objects.length - seen.length} of ${truth.objects.length}`);
  shots.set(END, await page.evaluate(() => picket.tracks()));
});

let missile;
await test('an object is chosen in the list, on the map, and by keys', async () => {
  missile = (await told('truth', 'white-cell')).objects.find((one) => one.category === 'missile').id;
  await page.getByLabel('Object', { exact: true }).selectOption(missile);
  await until(page, (id) => picket.sees()?.object === id, missile);
  assert.equal(await page.evaluate(() => location.hash), `#/white/JPN.bilateral/${missile}`);
  await page.locator('.who-sees h2', { hasText: `object ${missile}` }).waitFor();
  const shown = await page.evaluate(() => picket.objects());
  const far = shown.find((one) => shown.every((other) => other === one || Math.hypot(one.x - other.x, one.y - other.y) > 25));
  const box = await page.locator('.white .ground').boundingBox();
  await page.mouse.click(box.x + far.x, box.y + far.y);
  await until(page, (id) => picket.object() === id, far.id);
  await page.evaluate(() => document.activeElement.blur());
  const ids = (await told('truth', 'white-cell')).objects.map((one) => one.id);
  await page.keyboard.press('j');
  await until(page, (id) => picket.object() === id, ids[(ids.indexOf(far.id) + 1) % ids.length]);
  await page.keyboard.press('k');
  await until(page, (id) => picket.object() === id, far.id);
  await page.keyboard.press('Escape');
  await until(page, () => picket.object() === null);
});

await test('what is chosen and lies under the plate is brought into sight, and the map moves no farther than that takes', async () => {
  const places = () => page.evaluate(() => picket.objects());
  const plate = await page.evaluate(() => {
    const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = document.querySelector('.white .plate');
    return { x, y, width, height };
  });
  const under = ({ x, y }) => x > plate.x && x < plate.x + plate.width && y > plate.y && y < plate.y + plate.height;
  let before;
  for (let n = 0; n < 5 && !before; n++) {
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(200);
    before = (await places()).find(under);
  }
  assert.ok(before, 'one lies under the plate');
  await page.getByLabel('Object', { exact: true }).selectOption(before.id);
  await until(page, ({ id, x, y }) => picket.objects().some((one) => one.id === id && (one.x !== x || one.y !== y)), before);
  const after = (await places()).find((one) => one.id === before.id);
  const least = Math.min(plate.y + plate.height - before.y, plate.x + plate.width - before.x) + 32;
  assert.ok(!under(after), JSON.stringify(after));
  assert.ok(Math.abs(Math.hypot(after.x - before.x, after.y - before.y) - least) < 1.5, `${JSON.stringify([before, after])}, ${least} px would do`);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('0');
  await page.keyboard.press('Escape');
});

await test('who sees it: each partner under each rule, and the clause that decides, read aloud', async () => {
  await goTo('JPN.hub', missile);
  const { views } = await told(`sees/${missile}`, 'white-cell');
  assert.equal(await page.locator('.who-sees .of-room .aside').textContent(), 'JPN and USA in it'); // as the book has it by then
  for (const { view, track, given } of views) {
    const text = await cell(view).textContent();
    if (!given.length) assert.match(text, /: sees nothing no clause$/, view);
    else if (given[0].late_s === 0 && track) assert.ok(text.includes(`: sees ${given[0].clause ?? 'own'}`), `${view}: ${text}`);
    else if (given[0].late_s > 0)
      assert.ok(text.endsWith(`: ${track ? 'sees late' : given[0].has ? 'no track near' : 'nothing yet'} ${given[0].clause}, ${given[0].late_s} s`), `${view}: ${text}`);
  }
  const hub = await page.locator('.who-sees .says').textContent();
  assert.match(hub, /^JPN under hub: (nothing yet|no track near|sees late, its track .* off)\.Clause rok-by-hub of trilateral: ROK gives JPN, via USA, 90 s later, approval standing, tracks and notices of missile and nuclear /);
  assert.match(hub, /USA by rok-to-usa \d\d:\d\d:\d\d; JPN by rok-by-hub \+90 s/);
  await cell('JPN.national').click();
  await until(page, () => picket.view() === 'JPN.national');
  await page.locator('.who-sees .says', { hasText: 'JPN under national: sees nothing.No clause of ' }).waitFor();
  await goTo('JPN.hub', missile);
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await page.screenshot({ path: path.join(build, 'screenshots/white-dark.png') });
  await page.keyboard.press('d');
  await page.screenshot({ path: path.join(build, 'screenshots/white-light.png') });
  await page.keyboard.press('d');
});

const sheet = page.locator('dialog.sheet');
const row = (name) => page.locator('.agreements li', { hasText: new RegExp(`^${name}`) });
let preview;
await test('the sheet says what would change, and Esc leaves without acting', async () => {
  await goTo('JPN.bilateral');
  preview = await told('preview', 'white-cell', direct);
  await button('Suspend direct').click();
  await sheet.locator('tbody tr').first().waitFor();
  const changed = preview.views.filter((one) => one.given !== one.given_then);
  assert.deepEqual(changed.map((one) => one.view), ['JPN.bilateral', 'ROK.bilateral']);
  const rows = await sheet.locator('tbody tr').evaluateAll((all) => all.map((one) => [...one.children].map((each) => each.textContent)));
  const number = (value, sign) => (value ? sign + value : '0');
  const thin = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009');
  assert.deepEqual(rows, changed.map((one) => [one.view.replace('.', ' under '), String(one.tracks), number(one.gone, '\u2212'), number(one.fewer, '\u2212'),
    number(one.gained, '+'), `${thin(one.given)} \u2192 ${thin(one.given_then)}`]));
  assert.ok(changed.every((one) => one.gone > 2), 'something goes at once');
  await page.screenshot({ path: path.join(build, 'screenshots/white-sheet.png') });
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  assert.equal((await told('standing', 'white-cell')).agreements.find((one) => one.name === 'direct').state, 'in-force');
});

await test('an act wants a reason', async () => {
  await button('Suspend direct').press('Enter');
  await sheet.locator('tbody tr').first().waitFor();
  const stands = async () => (await sheet.getByRole('button', { name: 'Suspend direct' }).boundingBox()).y;
  const before = await stands();
  await sheet.getByRole('button', { name: 'Suspend direct' }).click();
  await sheet.getByRole('alert').getByText('A reason is needed. Write who asked for it, or why.').waitFor();
  assert.equal(await sheet.getByLabel('Reason').getAttribute('aria-invalid'), 'true');
  assert.equal(await stands(), before, 'the button stays where it is');
  await sheet.getByLabel('Reason').fill('inj');
  assert.equal(await sheet.getByRole('alert').textContent(), '');
});

const step = async (seconds) => {
  const reply = await told('clock', 'white-cell', { mode: 'pause', time_s: END + seconds });
  assert.equal(reply.outcome, 'done', JSON.stringify(reply));
  await until(page, (at) => picket.epoch() === at, END + seconds);
};
await test('suspended, the partner\'s tracks go at the next epoch as the sheet said', async () => {
  const change = preview.views.find((one) => one.view === 'JPN.bilateral');
  const seen = async (view) => (await told('truth', 'white-cell')).objects.filter((one) => one.seen.some((each) => each.view === view)).map((one) => one.id);
  const before = await seen('JPN.bilateral');
  assert.equal(before.length, change.tracks);
  await sheet.getByLabel('Reason').fill('inject 14');
  await page.keyboard.press('Enter');
  await page.locator('.agreements [role=status]', { hasText: /^Suspend direct: done\. From 03:02:0[01] on\.$/ }).waitFor();
  await step(2);
  shots.set(END + 2, await page.evaluate(() => picket.tracks()));
  /* What a view under another agreement lost as well, it lost because no report came any more. */
  const [after, elsewhere] = [await seen('JPN.bilateral'), await seen('JPN.integrated')];
  const lost = before.filter((id) => !after.includes(id) && elsewhere.includes(id));
  /* One look of its own in a minute keeps an object in the count, and makes no track of it. */
  assert.ok(!after.includes(missile) && Math.abs(lost.length - change.gone) <= 2, `${change.gone} were to go; gone are ${lost}`);
  await row('direct').getByText('suspended 03:02:0').waitFor();
});

await test('and with it the clause is named that would have given it', async () => {
  await goTo('JPN.bilateral', missile);
  await until(page, () => document.querySelector('.who-sees .says').textContent.length > 0);
  const { views } = await told(`sees/${missile}`, 'white-cell');
  assert.match(views.find(({ view }) => view === 'JPN.bilateral').why, /rok-to-jpn is of agreement direct, which is suspended|usa-to-jpn/);
});

await test('resumed, it is in force again', async () => {
  await button('Resume direct').click();
  await sheet.getByLabel('Reason').fill('inject 15');
  await sheet.getByRole('button', { name: 'Resume direct' }).click();
  await sheet.waitFor({ state: 'hidden' });
  await step(4);
  await row('direct').getByText('in force').waitFor();
});

await test('a hold is chosen, said, listed and lifted', async () => {
  await button('New hold').click();
  await sheet.getByLabel('Kind').selectOption('sensor');
  await sheet.getByLabel('Name').selectOption('rok-narrow');
  assert.equal(await sheet.locator('h2').textContent(), 'Hold sensor rok-narrow');
  await sheet.getByLabel('Reason').fill('own operation');
  await sheet.getByLabel('Until').fill('03:01');
  await sheet.getByRole('button', { name: 'Hold sensor rok-narrow' }).click();
  await sheet.getByRole('alert').getByText(/^Write an end after 03:02:0\d, such as 03:12/).waitFor();
  await sheet.getByLabel('Until').fill('03:30');
  await sheet.getByRole('button', { name: 'Hold sensor rok-narrow' }).click();
  await sheet.waitFor({ state: 'hidden' });
  await step(6);
  await row('Hold sensor rok-narrow').getByText(/since 03:02:0\d, until 03:30:00, by ROK/).waitFor();
  await button('Lift hold sensor rok-narrow').click();
  await sheet.getByLabel('Reason').fill('over');
  await page.keyboard.press('Enter');
  await sheet.waitFor({ state: 'hidden' });
  await step(8);
  await row('Hold sensor').waitFor({ state: 'detached' });
});

await test('a refusal is told under the field, in plain words', async () => {
  await page.route('**/says', (route) => route.fulfill({ json: { outcome: 'refused', text: 'acts-many', takes_effect: null } }));
  await button('Suspend linked').click();
  await sheet.getByLabel('Reason').fill('inject 16');
  await page.keyboard.press('Enter');
  await sheet.getByRole('alert').getByText('You have said as much as one may in a run.').waitFor();
  await page.keyboard.press('Escape');
  await page.unroute('**/says');
});

await test('a partner has neither the page nor a byte of what it shows', async () => {
  const japan = await openAs('JPN', '/health');
  assert.ok(!(await japan.locator('.head nav').textContent()).includes('White cell'));
  await japan.evaluate((to) => (location.hash = to), '/white/JPN.bilateral');
  await japan.getByText('This link opens nothing here.').waitFor();
  const bytes = async (...what) => {
    const answer = await asked(...what);
    return [answer.status, await answer.text()];
  };
  const nothing = await bytes('no-such', 'JPN');
  for (const where of ['truth', 'scores', `sees/${missile}`, 'sees/', 'standing']) assert.deepEqual(await bytes(where, 'JPN'), nothing, where);
  assert.deepEqual(await bytes('preview', 'JPN', direct), await bytes('no-such', 'JPN', direct));
  await japan.context().close();
});

await test('the browser had no complaint', () => assert.deepEqual(complaints, []));

await browser.close();
await daemon.stop();
await test('the tracks on the page were those of the view\'s file', () => {
  for (const [epoch, tracks] of shots) {
    const rows = rowsAt(place.folder, 'JPN.bilateral', epoch);
    assert.ok(rows.size > 20 && [...rows.keys()].every((track) => tracks.includes(track)), `at ${epoch}`);
  }
});
rmSync(place.folder, { recursive: true });
finish();
