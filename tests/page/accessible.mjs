#!/usr/bin/env node
// Every page by axe-core, dark and light: nothing serious; and every control by the keyboard alone.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, simulate } from './daemon.mjs';
import { finish, openBrowser, packages, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const browser = await openBrowser(build);
const require = packages();

const place = await configure();
const daemon = new Daemon(build, place);
await daemon.ready();
await daemon.play(simulate(build, place.folder, '1min'), 'max');
const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, deviceScaleFactor: 0.5, bypassCSP: true }); // axe is put in as a script
const page = await context.newPage();
await page.addInitScript({ path: require.resolve('axe-core/axe.min.js') });
await page.goto(`http://${daemon.address}/`);
await page.waitForSelector('html[data-ready]', { timeout: 60_000 });

/* Findings of the rules of WCAG 2.2, A and AA, and of good practice. */
async function findings() {
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

/* Every control that a mouse can press gets the focus by Tab, and shows it. */
async function controlsMissed() {
  await page.evaluate(() => document.activeElement.blur());
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select')].filter((one) => one.checkVisibility() && one.tabIndex >= 0);
    all.forEach((one, n) => (one.dataset.control = n));
    return all.length;
  });
  const seen = new Set();
  const dim = new Set();
  for (let n = 0; n < 2 * wanted + 10 && seen.size < wanted; n++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const box = one.closest('.pick, .search') ?? one;
      return { control: one.dataset.control, name: one.outerHTML.slice(0, 80), ring: getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(box).outlineStyle !== 'none' };
    });
    if (at.control === undefined) continue;
    seen.add(at.control);
    if (!at.ring) dim.add(at.name);
  }
  return { missed: wanted - seen.size, dim: [...dim] };
}

const tabs = await page.locator('.head nav a').allTextContents();
for (const [n, tab] of tabs.entries()) {
  const name = tab.replace(/^\d/, '');
  await test(`${name}: nothing serious, dark and light`, async () => {
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press(String(n + 1));
    await page.locator('.head nav a[aria-current]', { hasText: name }).waitFor();
    await page.locator('.clock', { hasText: '03:01:00' }).waitFor();
    for (const theme of ['dark', 'light']) {
      assert.equal(await page.evaluate(() => document.documentElement.style.colorScheme), theme);
      assert.deepEqual(await findings(), [], theme);
      await page.keyboard.press('d');
    }
  });
  await test(`${name}: every control is reached by Tab, and seen to be`, async () => {
    assert.deepEqual(await controlsMissed(), { missed: 0, dim: [] });
  });
}

await test('the sheet of an act, dark and light', async () => {
  await page.evaluate(() => (location.hash = '/white'));
  const suspend = page.getByRole('button', { name: 'Suspend direct', exact: true });
  for (let n = 0; n < 2; n++) {
    await suspend.first().click();
    await page.locator('.sheet tbody tr, .sheet .effect p').first().waitFor();
    assert.deepEqual(await findings(), []);
    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
  }
});

await test('the list of keys, and what opens nothing', async () => {
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('?');
  assert.deepEqual(await findings(), []);
  await page.keyboard.press('Escape');
  await page.evaluate(() => (location.hash = '/nowhere'));
  await page.getByText('This link opens nothing here.').waitFor();
  assert.deepEqual(await findings(), []);
});

await browser.close();
await daemon.stop();
rmSync(place.folder, { recursive: true });
finish();
