// Picket's page. It asks once what this link opens; everything else comes over the sockets of the
// views that are chosen.

import '@fontsource-variable/inter/index.css';
import './page.css';
import { el } from './dom';
import { preferences } from './preferences';
import { NOTHING, Shell } from './shell';
import { readSite } from './site';
import { applyTokens } from './tokens';

async function start(): Promise<void> {
  const root = document.getElementById('page')!;
  applyTokens(preferences().theme);
  const site = await readSite();
  if (!site || site.views.length === 0) {
    root.append(el('main', { class: 'closed' }, el('p', { role: 'alert' }, NOTHING)));
  } else {
    await document.fonts.load('600 14px "Inter Variable"');
    const shell = new Shell(site, root);
    /* For tests and for the curious; nothing can be changed through it. */
    Object.defineProperty(window, 'picket', { get: () => shell.page?.look });
    await shell.page?.ready;
  }
  document.documentElement.dataset.ready = 'true';
}

void start();
