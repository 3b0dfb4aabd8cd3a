// Picket's page. It asks once what there is to choose from; everything else comes over the socket of
// the view that is chosen.

import '@fontsource-variable/inter/index.css';
import './page.css';
import { App, type Site } from './app';
import { el } from './dom';
import { tokenHeaders } from './token';
import { applyTokens } from './tokens';
import { hex } from './words';

/* null: this link opens nothing here. */
async function site(): Promise<Site | null> {
  for (;;) {
    const answer = await fetch('page.json', { headers: tokenHeaders }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Site;
    if (answer?.status === 404) return null;
    await new Promise((go) => setTimeout(go, 1000));
  }
}

/* What is drawn, for tests and for the curious; nothing can be changed through it. */
function lookInside(app: App) {
  return Object.freeze({
    view: () => app.session.view.name,
    epoch: () => (app.session.shown ? Number(app.session.shown.epochNs) / 1e9 : null),
    tracks: () => {
      const picture = app.session.shown;
      if (!picture) return [];
      const { number, status, latE7, lonE7, heightCm, marks } = picture.columns;
      return Array.from({ length: picture.count }, (_, i) => ({
        track: hex(number[i]).toLowerCase(), status: status[i],
        lat_deg: latE7[i] / 1e7, lon_deg: lonE7[i] / 1e7,
        alt_m: marks[i] & 2 ? null : heightCm[i] / 100,
      }));
    },
    still: () => app.base.map.loaded() && app.base.map.areTilesLoaded(),
  });
}

async function start(): Promise<void> {
  applyTokens('dark');
  const about = await site();
  if (!about || about.views.length === 0) {
    document.getElementById('page')!.append(el('p', { class: 'closed', role: 'alert' }, 'This link opens nothing here.'));
    document.documentElement.dataset.ready = 'true';
    return;
  }
  await document.fonts.load('600 14px "Inter Variable"');
  const app = new App(about, document.getElementById('page')!);
  const asked = decodeURIComponent(location.hash.slice(1));
  app.open(about.views.find((view) => view.name === asked) ?? about.views[0]);
  Object.defineProperty(window, 'picket', { value: lookInside(app) });
  await app.base.ready;
  document.documentElement.dataset.ready = 'true';
}

void start();
