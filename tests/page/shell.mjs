#!/usr/bin/env node
// The frame of every page: which tabs a link has, what an address opens, the keys, the scale.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, tokensOf } from './daemon.mjs';
import { finish, openAt, openBrowser, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);

const place = await configure(['tokens: tokens', 'in-force: hub', 'opened: [JPN.bilateral]']);
const daemon = new Daemon(build, place);
await daemon.ready();
const tokens = tokensOf(place);
const complaints = [];

async function blank(who) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`${who}: ${error}`));
  return page;
}
async function openAs(who) {
  const page = await blank(who);
  await page.goto(`http://${daemon.address}/#${tokens[who] ?? who}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return page;
}
async function openHealthAs(who) {
  const page = await blank(who);
  await openAt(page, `http://${daemon.address}`, tokens[who], '/health');
  return page;
}
const tabs = (page) => page.locator('.head nav a').allTextContents();
const goTo = (page, address) => page.evaluate((to) => (location.hash = to), address);
const NOTHING = 'This link opens nothing here.';

const white = await openHealthAs('white-cell');
const korea = await openAs('ROK');
const america = await openHealthAs('USA');
const japan = await openHealthAs('JPN');

await test('a tab for each page that the link opens, and for no other', async () => {
  assert.deepEqual(await tabs(white), ['1Board', '2View', '3Compare', '4Rooms', '5White cell', '6Health']);
  assert.deepEqual(await tabs(korea), ['1View', '2Health']); // one view alone: nothing to lay beside it
  assert.deepEqual(await tabs(america), ['1View', '2Rooms', '3Health']); // and a room of its own
  assert.deepEqual(await tabs(japan), ['1Board', '2View', '3Compare', '4Health']);
  for (const page of [america, japan]) await page.context().close(); // what stands open is drawn
});

await test('the head says whose link it is', async () => {
  assert.equal(await white.locator('.head .reader').textContent(), 'White cell');
  assert.equal(await korea.locator('.head .reader').textContent(), 'ROK');
});

await test('what a link does not open and what is nowhere look the same', async () => {
  const looks = new Set();
  for (const address of ['/nowhere', '/board', '/compare/ROK.hub/ROK.bilateral', '/white', '/view/JPN.hub', '/view/ROK.bilateral', '/view/ROK.nothing', '/view/ROK.hub/more', '/', '%']) {
    await goTo(korea, address);
    await korea.getByText(NOTHING).waitFor();
    looks.add(await korea.evaluate(() => document.querySelector('main').outerHTML + document.title + document.querySelector('nav').textContent));
  }
  assert.equal(looks.size, 1);
  await goTo(korea, '/view/ROK.hub');
  await korea.locator('.plate').waitFor();
  assert.equal(await korea.getByText(NOTHING).count(), 0);
  await korea.context().close();
});

await test('an address is answered with the same bytes, whatever it is', async () => {
  const answers = await Promise.all(['board', 'compare/JPN.hub/JPN.bilateral', 'view/JPN.hub', 'nowhere'].map(
    async (name) => (await fetch(`http://${daemon.address}/${name}`)).text()));
  assert.equal(new Set(answers).size, 1);
});

await test('a link that is nobody\'s says so, and shows no tab', async () => {
  const nobody = await openAs('x'.repeat(22));
  assert.equal(await nobody.locator('main').textContent(), NOTHING);
  assert.equal(await nobody.locator('.head').count(), 0);
  await nobody.context().close();
});

await test('another link in the same tab is another reader', async () => {
  const page = await openAs('ROK');
  await goTo(page, tokens.JPN);
  await page.locator('.reader', { hasText: 'JPN' }).waitFor();
  assert.equal(await page.evaluate(() => location.href.includes(sessionStorage.getItem('picket.token'))), false);
  await page.context().close();
});

await test('single keys are listed by ? and can be switched off', async () => {
  await white.keyboard.press('?');
  const list = white.getByRole('dialog', { name: 'Keys' });
  assert.match(await list.textContent(), /dark or light/);
  await list.getByLabel('Single keys act').uncheck();
  await white.keyboard.press('Escape');
  const scheme = () => white.evaluate(() => document.documentElement.style.colorScheme);
  await white.keyboard.press('d');
  assert.equal(await scheme(), 'dark');
  await white.keyboard.press('?');
  await list.getByLabel('Single keys act').check();
  await white.keyboard.press('Escape');
  await white.keyboard.press('d');
  assert.equal(await scheme(), 'light');
  await white.keyboard.press('d');
});

await test('the marking is whole at each width and at each scale', async () => {
  for (const width of [1280, 1600, 3840]) {
    await white.setViewportSize({ width, height: 1000 });
    for (const percent of ['100', '125', '150', '200']) {
      await white.keyboard.press('?');
      await white.getByLabel('Size of everything').selectOption(percent);
      await white.keyboard.press('Escape');
      const seen = await white.locator('.marking').evaluate((element) => {
        const box = element.getBoundingClientRect();
        return { text: element.textContent, inside: box.left >= 0 && box.right <= innerWidth && box.top >= 0,
          whole: element.scrollWidth <= element.clientWidth + 1, px: parseFloat(getComputedStyle(element).fontSize) };
      });
      assert.deepEqual({ ...seen, px: Math.round(seen.px) },
        { text: 'EXERCISE, SYNTHETIC DATA', inside: true, whole: true, px: Math.round((13 * Number(percent)) / 100) }, `${width} px, ${percent} %`);
    }
  }
});

await test('a video wall has everything larger by itself, and a reader who chose is obeyed', async () => {
  const page = await openHealthAs('JPN');
  const px = (wanted) => page.waitForFunction((at) => parseFloat(getComputedStyle(document.documentElement).fontSize) === at, wanted);
  for (const [width, height, wanted] of [[3840, 2160, 30], [2560, 1440, 18.75], [3840, 1080, 15], [1920, 1080, 15], [1280, 800, 15]]) {
    await page.setViewportSize({ width, height });
    await px(wanted);
  }
  await page.keyboard.press('?');
  await page.getByLabel('Size of everything').selectOption('125');
  await px(18.75);
  await page.setViewportSize({ width: 3840, height: 2160 });
  await page.waitForTimeout(300);
  await px(18.75);
  await page.context().close();
});

await test('a button that was pressed by the mouse takes no key after it', async () => {
  const scheme = () => white.evaluate(() => document.documentElement.style.colorScheme);
  await white.getByRole('button', { name: 'Dark or light' }).click();
  assert.equal(await scheme(), 'light');
  await white.keyboard.press('Enter');
  assert.equal(await scheme(), 'light');
  await white.getByRole('button', { name: 'Dark or light' }).press('Enter'); // it has the keys where they brought somebody to it
  assert.equal(await scheme(), 'dark');
});

await test('how a reader likes the page is kept for the next time, and nothing else is', async () => {
  const page = await openHealthAs('JPN');
  await page.keyboard.press('d');
  await page.keyboard.press('?');
  await page.getByLabel('Size of everything').selectOption('125');
  await page.getByLabel('Single keys act').uncheck();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  const look = () => page.evaluate(() => [document.documentElement.style.colorScheme, parseFloat(getComputedStyle(document.documentElement).fontSize)]);
  assert.deepEqual(await look(), ['light', 18.75]);
  await page.keyboard.press('d');
  assert.equal((await look())[0], 'light');
  assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), { 'picket.page': '{"theme":"light","scale":125,"keys":false}' });
  await page.evaluate(() => localStorage.setItem('picket.page', '{"theme":"<b>","scale":1e9,"keys":3}'));
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.deepEqual(await look(), ['dark', 15]);
  await page.context().close();
});

await test('the browser had no complaint', () => assert.deepEqual(complaints, []));

await browser.close();
await daemon.stop();
rmSync(place.folder, { recursive: true });
finish();
