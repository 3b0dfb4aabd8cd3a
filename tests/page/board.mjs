#!/usr/bin/env node
// The Board, on a daemon that plays: each cell is its view's file at that epoch, what the rule adds is
// seen to be added, and all maps are drawn by one WebGL context.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, rowsAt, simulate, tokensOf } from './daemon.mjs';
import { finish, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const place = await configure(['tokens: tokens', 'in-force: hub', 'opened: [JPN.bilateral]', 'truth: truth.csv']);
const feed = simulate(build, place.folder, '2min');
const daemon = new Daemon(build, place);
await daemon.ready();
const tokens = tokensOf(place);
const complaints = [];

/* A page that counts its WebGL contexts, and what it asks for. */
async function openAs(who) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const get = HTMLCanvasElement.prototype.getContext;
    window.contexts = new Set();
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
      const made = get.call(this, kind, ...more);
      if (String(kind).startsWith('webgl')) window.contexts.add(made);
      return made;
    };
  });
  page.asked = [];
  page.on('request', (request) => page.asked.push(new URL(request.url()).pathname));
  page.on('websocket', (socket) => page.asked.push(new URL(socket.url()).search));
  page.on('pageerror', (error) => complaints.push(`${who}: ${error}`));
  await page.goto(`http://${daemon.address}/#${tokens[who]}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return page;
}
const cells = (page) => page.evaluate(() => picket.cells());
const cell = (page, view) => page.locator(`.cell[href="#/view/${view}"]`);
const pressed = (page, name) => page.getByRole('button', { name, exact: true }).getAttribute('aria-pressed');

/* Pixels of the hue of the difference, in each map. */
const hued = (page) => page.evaluate(() => {
  const canvas = document.querySelector('canvas.small-maps');
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const pen = copy.getContext('2d');
  pen.drawImage(canvas, 0, 0);
  const room = canvas.getBoundingClientRect();
  return Object.fromEntries([...document.querySelectorAll('.cell')].map((one) => {
    const box = one.querySelector('.slot').getBoundingClientRect();
    const { data } = pen.getImageData(box.left - room.left, box.top - room.top, box.width, box.height);
    let hue = 0;
    let lit = 0;
    for (let n = 0; n < data.length; n += 4) {
      hue += data[n] > 200 && data[n + 1] < 160 && data[n + 2] > 180;
      lit += data[n] > 150;
    }
    return [one.getAttribute('href').slice('#/view/'.length), { hue, lit }];
  }));
});
/* Every row stands as it is asked for. */
const drawn = (page, form) => page.waitForFunction(form, null, { timeout: 20_000 });

const page = await openAs('white-cell');

await test('the white cell begins with the Board, which says that it waits', async () => {
  await page.getByText('Waiting for the first epoch').waitFor();
  assert.equal(await page.locator('.head nav a[aria-current]').textContent(), '1Board');
  assert.deepEqual(await page.locator('.rule-name').allTextContents(), ['national', 'hub', 'bilateral', 'integrated']);
  assert.deepEqual(await page.locator('.side strong').allTextContents(), ['JPN', 'ROK', 'USA']); // as in the book
  assert.equal(await page.locator('.rule', { hasText: 'hub' }).textContent(), 'hubin force');
});

const seen = [];
await test('every cell is filled while the exercise runs', async () => {
  const playing = daemon.play(feed, 'max');
  playing.catch(() => {});
  await drawn(page, () => picket.cells().length === 12 && picket.cells().every((one) => one.tracks.length > 0));
  seen.push(...await cells(page));
  await playing;
});

await test('twelve maps of one epoch share one WebGL context', async () => {
  await drawn(page, () => picket.cells().every((one) => one.epoch === 1930359720)); // two minutes after it began
  seen.push(...await cells(page));
  assert.equal(await page.locator('.cell .slot').count(), 12);
  assert.equal(await page.evaluate(() => window.contexts.size), 1);
});

await test('what a rule adds is drawn in the hue of the difference, and nothing else is', async () => {
  const shown = await cells(page);
  const hues = await hued(page);
  for (const { view, added, lost, tracks } of shown) {
    assert.ok(hues[view].lit > 20, `${view} has its ${tracks.length} tracks on its map`);
    assert.equal(hues[view].hue > 5, added.length + lost.length > 0, `${view}: ${hues[view].hue} pixels for ${added.length} and ${lost.length}`);
    if (view.endsWith('.national')) assert.equal(added.length + lost.length, 0);
  }
  assert.ok(shown.find((one) => one.view === 'USA.integrated').added.length > 20); // it has one radar of its own
  mkdirSync(path.join(build, 'screenshots'), { recursive: true });
  await page.screenshot({ path: path.join(build, 'screenshots/board-dark.png') });
});

await test('the numbers say what the maps show', async () => {
  for (const { view, tracks, added, lost } of await cells(page)) {
    const words = await cell(page, view).locator('.figure .line').first().textContent();
    const by = [added.length && `+${added.length}`, lost.length && `\u2212${lost.length}`].filter(Boolean).join(' ');
    assert.equal(words, `${tracks.length}${by}`, view);
  }
});

/* A number as the page writes it: shares in whole percent, times in seconds, from 100 on as m:ss. */
const percent = (share) => `${Math.round(100 * share)}`;
const span = (seconds) => Math.round(seconds) < 100 ? `${Math.round(seconds)}` : `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
const spanWords = (seconds) => `${span(seconds)} ${Math.round(seconds) < 100 ? 's' : 'min'}`;

await test('beside them stand what the white cell alone may know: scores against truth', async () => {
  const answer = await fetch(`http://${daemon.address}/scores`, { headers: { authorization: `Bearer ${tokens['white-cell']}` } });
  const scores = await answer.json();
  assert.equal(scores.epoch_ns / 1e9, 1930359720);
  const partners = scores.views.filter(({ view }) => !view.startsWith('centre.')); // a room has no place on the Board
  const wanted = partners.map(({ view, complete, first_warning_s: warned, given }) =>
    [view, percent(complete), span(warned), percent(given)].join(' '));
  await page.waitForFunction((all) => all.every((line) => { // the Board asks every 2 s
    const [view, ...words] = line.split(' ');
    const values = document.querySelectorAll(`.cell[href="#/view/${view}"] .figure .value`);
    return words.every((word, n) => values[n + 1].textContent === word);
  }), wanted, { timeout: 20_000 });
  for (const { view, paired } of partners) { // national is the baseline
    const against = paired.find((one) => one.view === `${view.slice(0, 3)}.national`);
    const words = await cell(page, view).locator('.sooner').textContent();
    const wanted = against?.sooner ? `${against.sooner} of ${against.objects} sooner, ${spanWords(against.sooner_s)}` : '';
    assert.ok(words.startsWith(wanted) && (wanted || !words.includes('sooner')), `${view}: ${words}, not ${wanted}`);
  }
  assert.match(await cell(page, 'USA.hub').locator('.sooner').textContent(), /sooner/); // its one radar is slow
  const all = await page.locator('.all').allTextContents();
  for (const [n, { rule, seen_by_all: seenByAll, objects, last_warned: who }] of scores.all.entries()) {
    assert.ok(all[n].startsWith(`Seen by all 3${seenByAll}of ${objects}`), `${rule}: ${all[n]}`);
    assert.ok(all[n].includes(` ${who}`), `${rule}: ${all[n]}`);
  }
  await page.screenshot({ path: path.join(build, 'screenshots/board-dark.png') });
});

const still = () => drawn(page, () => picket.still());
const blur = () => page.evaluate(() => document.activeElement.blur()); // keys do not act in a select box
const chooses = async (name, value) => {
  await page.getByRole('combobox', { name }).selectOption(value);
  await blur();
  await still();
};

await test('against another rule, what it has and the cell has not is a gap', async () => {
  await chooses('Against', 'integrated');
  const shown = await cells(page);
  const of = (view) => shown.find((one) => one.view === view);
  const hues = await hued(page);
  assert.deepEqual(of('JPN.integrated').lost, []);
  assert.ok(of('USA.national').lost.length > 20);
  assert.ok(hues['USA.national'].hue > 100 && hues['USA.integrated'].hue <= 5);
  for (const { view, tracks, added, lost } of shown)
    assert.equal(tracks.length - added.length + lost.length, of(`${view.slice(0, 3)}.integrated`).tracks.length, view);
  await chooses('Against', 'national');
});

await test('whatever the legend explains, no map changes its size, and each is painted whole', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await still();
  const look = () => page.evaluate(() => {
    const canvas = document.querySelector('canvas.small-maps');
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    copy.getContext('2d').drawImage(canvas, 0, 0);
    const room = canvas.getBoundingClientRect();
    return [...document.querySelectorAll('.slot')].map((one) => {
      const box = one.getBoundingClientRect();
      const column = copy.getContext('2d').getImageData(box.left - room.left + 20, box.top - room.top + 1, 1, box.height - 2).data;
      return { height: Math.round(box.height), field: room.height, bare: column.filter((value, n) => n % 4 === 3 && value < 255).length };
    });
  });
  const before = await look();
  await chooses('Against', 'integrated');
  assert.ok(before.length === 12 && before.every(({ bare }) => bare === 0), JSON.stringify(before));
  assert.deepEqual(await look(), before);
  await chooses('Against', 'national');
  await page.setViewportSize({ width: 1600, height: 1000 });
  await still();
});

await test('on a small screen all partners are in sight, and what they have together', async () => {
  for (const [width, height] of [[1280, 720], [1440, 900]]) {
    await page.setViewportSize({ width, height });
    await still();
    const under = await page.evaluate(() => {
      const { bottom } = document.querySelector('.grid').getBoundingClientRect();
      return [...document.querySelectorAll('.cell, .all')].filter((one) => one.getBoundingClientRect().bottom > bottom + 1).length;
    });
    assert.equal(under, 0, `${width} x ${height}`);
    const clipped = await page.evaluate(() => [...document.querySelectorAll('.figures')].filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth).length);
    assert.equal(clipped, 0, `${width} x ${height}`);
    /* However long the words of one cell are, it stands under its rule. */
    const shifted = await page.evaluate(() => {
      const words = [...document.querySelectorAll('.sooner')].filter((one) => one.textContent);
      const before = words.map((one) => one.textContent);
      words.slice(0, 2).forEach((one) => (one.textContent = '41 of 55 sooner, 12:20 min; 12 of 55 later'));
      const heads = [...document.querySelectorAll('.rule')].map((one) => one.getBoundingClientRect().left);
      const off = [...document.querySelectorAll('.row')].flatMap((row) => [...row.querySelectorAll('.holder')]
        .filter((one, n) => Math.abs(one.getBoundingClientRect().left - heads[n]) > 1));
      words.forEach((one, n) => (one.textContent = before[n]));
      return off.length;
    });
    assert.equal(shifted, 0, `${width} x ${height}`);
  }
  await page.setViewportSize({ width: 1600, height: 1000 });
  await still();
});

await test('all alike by a key, and back', async () => {
  await page.keyboard.press('a');
  await still();
  assert.equal(await pressed(page, 'all alike'), 'true');
  assert.ok((await cells(page)).every((one) => one.added.length + one.lost.length === 0));
  assert.deepEqual(Object.values(await hued(page)).filter((one) => one.hue > 5), []);
  await page.keyboard.press('a');
  await still();
  assert.ok((await cells(page)).some((one) => one.added.length > 0));
});

let ships;
await test('one category alone', async () => {
  const all = (await cells(page)).map((one) => one.tracks.length);
  await chooses('Category', 'surface');
  ships = await cells(page);
  assert.ok(ships.every((one, n) => one.tracks.length < all[n]));
  await chooses('Category', '');
  assert.deepEqual((await cells(page)).map((one) => one.tracks.length), all);
});

await test('arrows move, Enter opens, B goes back', async () => {
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  await page.keyboard.press('ArrowRight'); // takes the focus to where it was
  assert.match(await focused(), /^JPN under national: \d+ tracks$/);
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key); // at the edge it stays
  assert.match(await focused(), /^USA under hub: \d+ tracks, \d+ more and \d+ fewer than under national$/);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => picket.view?.() === 'USA.hub');
  assert.equal(await page.title(), 'USA under hub - Picket');
  await page.keyboard.press('b');
  await page.waitForFunction(() => picket.cells?.().length === 12);
});

await test('a press on a cell opens its view', async () => {
  await cell(page, 'JPN.bilateral').click();
  await page.waitForFunction(() => picket.view?.() === 'JPN.bilateral');
  await page.keyboard.press('1');
  await page.waitForFunction(() => picket.cells?.().length === 12);
  await still();
});

await test('on a video wall marks grow with the words', async () => {
  const scale = async (percent) => {
    await page.keyboard.press('?');
    await page.getByLabel('Size of everything').selectOption(percent);
    await page.keyboard.press('Escape');
    await still();
  };
  const [small, name] = [(await hued(page))['USA.hub'].hue, await page.locator('.rule-name').first().evaluate((one) => one.offsetHeight)];
  await page.setViewportSize({ width: 3200, height: 2000 }); // so that the map itself grows likewise
  await scale('200');
  const [large, twice] = [(await hued(page))['USA.hub'].hue, await page.locator('.rule-name').first().evaluate((one) => one.offsetHeight)];
  assert.ok(Math.abs(twice - 2 * name) <= 1, `${name} px, then ${twice}`);
  assert.ok(large > 3 * small && large < 5 * small, `${small} pixels of a hue, then ${large}`); // four times, less what edges take
  await page.setViewportSize({ width: 1600, height: 1000 });
  await scale('100');
});

await test('heads stay where they are when the grid scrolls', async () => {
  await page.setViewportSize({ width: 1000, height: 560 });
  await page.locator('.grid').evaluate((grid) => grid.scrollTo(200, 200));
  const at = await page.evaluate(() => {
    const top = document.querySelector('.grid').getBoundingClientRect();
    const head = document.querySelector('.row.heads').getBoundingClientRect();
    const sides = [...document.querySelectorAll('.row:not(.heads) .side')].map((side) => side.getBoundingClientRect().left - top.left);
    const { scrollLeft, scrollTop } = document.querySelector('.grid');
    return { head: head.top - top.top, sides: sides.slice(0, 3), scrollLeft, scrollTop };
  });
  assert.deepEqual(at, { head: 0, sides: [0, 0, 0], scrollLeft: 200, scrollTop: 200 });
  await page.setViewportSize({ width: 1600, height: 1000 });
});

await test('a partner\'s Board has its own views alone, and asks for no score', async () => {
  const japan = await openAs('JPN');
  await japan.keyboard.press('1');
  await japan.waitForFunction(() => picket.cells?.().length === 2);
  assert.deepEqual((await cells(japan)).map((one) => one.view), ['JPN.hub', 'JPN.bilateral']);
  const text = await japan.evaluate(() => document.body.innerText);
  for (const word of ['ROK', 'USA', 'national', 'integrated', 'Complete', 'First seen', 'Reports given', 'truth', 'together'])
    assert.ok(!text.includes(word), `${word} is on the page of JPN`);
  assert.deepEqual(japan.asked.filter((one) => /score|truth/.test(one) || (one.startsWith('?view=') && !/^\?view=JPN\.(hub|bilateral)$/.test(one))), []);
  await japan.context().close();
});

await test('a held Board stands while the clock goes on', async () => {
  await page.keyboard.press('h');
  await page.getByText(/^HELD at 03:02:00/).waitFor();
  const before = await cells(page);
  seen.push(...before);
  const again = daemon.play(feed, 'max'); // a new run, from its beginning
  again.catch(() => {});
  await page.waitForFunction(() => document.querySelector('.clock').textContent < '03:01:59');
  assert.deepEqual(await cells(page), before);
  await page.keyboard.press('h');
  await page.waitForFunction(() => !document.querySelector('.bar-of-board .status').textContent);
  await again;
  await drawn(page, () => picket.cells().every((one) => one.epoch === 1930359720));
});

await test('a daemon that is gone is seen to be gone, and nothing moves', async () => {
  const before = await cells(page);
  await daemon.stop();
  await page.waitForSelector('.link.lost', { timeout: 15_000 });
  assert.equal(await page.getByText('Nothing is predicted').isVisible(), true);
  assert.deepEqual(await cells(page), before);
  await page.waitForFunction(() => document.querySelector('.edge').checkVisibility());
});

await test('each cell has the tracks that its view\'s file has at that epoch', async () => {
  assert.equal(new Set(seen.map((one) => one.view)).size, 12);
  for (const { view, epoch, tracks } of seen)
    assert.deepEqual(tracks, [...rowsAt(place.folder, view, epoch).keys()].sort(), `${view} at ${epoch}`);
});

await test('of one category, those of the file that may be of it', () => {
  for (const { view, epoch, tracks } of ships) {
    const rows = [...rowsAt(place.folder, view, epoch).values()].filter((row) => /\bsurface\b/.test(row.categories));
    assert.deepEqual(tracks, rows.map((row) => row.track).sort(), view);
  }
});

await test('the browser had no complaint', () => assert.deepEqual(complaints, []));

await browser.close();
rmSync(place.folder, { recursive: true });
finish();
