// What a drag and a wheel do to a map, as buttons.

import type { BaseMap } from './basemap';
import { el } from './dom';

const STEP = 120; // pixels

/* whole: shows the whole area. */
export function mapButtons(base: BaseMap, whole: () => void): HTMLElement {
  const button = (sign: string, words: string, act: () => void) =>
    el('button', { type: 'button', title: words, 'aria-label': words, onclick: act }, sign);
  return el('div', { class: 'map-buttons', role: 'group', 'aria-label': 'Move the map' },
    button('\u2212', 'Farther', () => base.zoom(-0.5)), button('\u2191', 'North', () => base.pan(0, -STEP)), button('+', 'Closer', () => base.zoom(0.5)),
    button('\u2190', 'West', () => base.pan(-STEP, 0)), button('0', 'Whole area', whole), button('\u2192', 'East', () => base.pan(STEP, 0)),
    button('\u2193', 'South', () => base.pan(0, STEP)));
}
