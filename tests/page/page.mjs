// What the tests of the page share: the page's own packages, and its source as a module.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'daemon/page');

/* Ends the test as skipped: what it needs is not built. */
export function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

/* The page's packages, as the page itself finds them. */
export function packages() {
  if (!existsSync(path.join(folder, 'node_modules/playwright-core')) || !existsSync(path.join(folder, 'src/wire')))
    skip('the page is not built (cmake -DPICKET_PAGE=ON)');
  return createRequire(path.join(folder, 'package.json'));
}

/* A browser for the page that was built in BUILD; where there is neither, the test is skipped. */
export async function openBrowser(build) {
  const executablePath = '/usr/bin/chromium';
  if (!existsSync(executablePath)) skip('chromium is not installed');
  if (!existsSync(path.join(build, 'page/index.html'))) skip('the page is not built (cmake -DPICKET_PAGE=ON)');
  return packages()('playwright-core').chromium.launch({ executablePath });
}

/* Opens an address at once, as one whose link was opened in this tab before: the page that a link
 * opens by itself has maps, and each of them costs seconds. */
export async function openAt(page, origin, token, address) {
  await page.addInitScript((kept) => sessionStorage.setItem('picket.token', kept), token);
  await page.goto(`${origin}/#${address}`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
}

/* Modules of daemon/page/src ('./src/words') and of its packages, bundled for Node. */
export async function modules(...names) {
  const require = packages();
  const esbuild = createRequire(require.resolve('vite'))('esbuild');
  const out = mkdtempSync(path.join(tmpdir(), 'picket-page-'));
  try {
    const file = path.join(out, 'modules.mjs');
    await esbuild.build({
      stdin: { contents: names.map((name) => `export * from '${name}';`).join('\n'), resolveDir: folder },
      bundle: true, format: 'esm', platform: 'node', outfile: file, logLevel: 'error',
    });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(out, { recursive: true });
  }
}

let failures = 0;

/* One behaviour; its name is the sentence. */
export async function test(name, body) {
  try {
    await body();
    console.log(`ok      ${name}`);
  } catch (error) {
    failures++;
    console.log(`FAILED  ${name}\n        ${error.stack ?? error}`);
  }
}

export function finish() {
  process.exit(failures ? 1 : 0);
}
