#!/usr/bin/env node
// Makes the pictures of the page that READMEs show:
//     node tests/page/picture.mjs build daemon/page

import { rmSync } from 'node:fs';
import path from 'node:path';
import { configure, Daemon, simulate } from './daemon.mjs';
import { packages } from './page.mjs';

const [build, folder] = process.argv.slice(2).map((name) => path.resolve(name));
const place = await configure(['truth: truth.csv']);
const feed = simulate(build, place.folder, '13min');
const daemon = new Daemon(build, place);
await daemon.ready();
const browser = await packages()('playwright-core').chromium.launch({ executablePath: '/usr/bin/chromium' });
const page = await browser.newPage({ viewport: { width: 1440, height: 860 } });
const keeps = async (name) => {
  await page.mouse.move(0, 0);
  await page.waitForFunction(() => picket.still());
  await page.waitForTimeout(1000);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
};
await page.goto(`http://${daemon.address}/#JPN.bilateral`);
await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
await daemon.play(feed, 'max');
await page.waitForTimeout(1500);
await page.locator('.list tbody tr').first().click();
await keeps('view');
await page.evaluate(() => (location.hash = '/board'));
await page.waitForFunction(() => picket.cells?.().length === 12);
await keeps('board');
await page.evaluate(() => (location.hash = '/compare/JPN.national/JPN.bilateral'));
await page.waitForFunction(() => picket.both?.().length > 0);
await keeps('compare');
await page.evaluate(() => (location.hash = '/white/JPN.hub'));
await page.waitForFunction(() => picket.truth?.());
/* A missile of which this view has no track, or the first. */
await page.evaluate(async () => {
  const { objects } = await (await fetch('truth')).json();
  const missiles = objects.filter((one) => one.category === 'missile');
  const hidden = missiles.find((one) => !one.seen.some(({ view }) => view === 'JPN.hub')) ?? missiles[0] ?? objects[0];
  location.hash = `/white/JPN.hub/${hidden.id}`;
});
await page.waitForFunction(() => picket.sees()?.views.length > 0);
await keeps('white');
/* In the midst of Japan's visit. */
await page.setViewportSize({ width: 1440, height: 560 });
await page.goto(`http://${daemon.address}/#/rooms`);
await page.reload();
await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
await daemon.play(simulate(build, place.folder, '145s'), 'max');
await page.waitForFunction(() => picket.rooms?.()[0].told?.now === 1930359745);
await keeps('rooms');
await browser.close();
await daemon.stop();
rmSync(place.folder, { recursive: true });
