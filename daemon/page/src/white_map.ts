// The white cell's map: a view's picture, and over it where the objects truly are. What shows truth
// says so in a strip of its own, so that nobody takes it for a partner's screen.

import { BaseMap } from './basemap';
import { el, setClass, setText } from './dom';
import type { Frame } from './frame';
import { Lost } from './head';
import { entry } from './legend';
import type { LinkState } from './link';
import * as marks from './marks';
import { nameOf } from './names';
import type { OverTruth, TrueObject } from './objects';
import { Overlay, type Layers } from './overlay';
import { Plate } from './plate';
import type { Shell } from './shell';
import type { View } from './site';
import { Symbols } from './symbol';
import { boxOf, unit } from './unit';
import { clockOfNs, km, thousands } from './words';

const CROSS = 5; // units
const SQUARE = 9;
const NEAR = 20;
const LAYERS: Layers = { labels: false, trails: false, ellipses: false, sensors: false };

interface Spot {
  readonly object: TrueObject;
  readonly x: number;
  readonly y: number;
  readonly i: number; // its track; -1: none here
}

export class WhiteMap {
  readonly element: HTMLElement;
  readonly base: BaseMap;
  private readonly plate: Plate;
  private readonly overlay = new Overlay();
  private readonly canvas = el('canvas', { class: 'overlay over-truth', 'aria-hidden': 'true' });
  private readonly strip = el('p', { class: 'shows-truth' }, el('strong', {}, 'SHOWS TRUTH'), ' White cell only. Never on a partner\u2019s screen.');
  private readonly edge = el('div', { class: 'edge' });
  private readonly lost = new Lost();
  private readonly status = el('p', { class: 'status', role: 'status' });
  private readonly foot = el('footer', { class: 'legend', role: 'group', 'aria-label': 'Legend' });
  private symbols!: { live: Symbols; lost: Symbols };
  private session: OverTruth | null = null;
  private chosen = '';
  private spots: Spot[] = [];
  private explained = '';

  constructor(private readonly shell: Shell, choose: (view: View) => void, select: (id: string) => void) {
    const ground = el('div', { class: 'ground' });
    this.plate = new Plate(shell.site.views, choose);
    this.plate.element.querySelector('h1')!.append(el('span', { class: 'under' }, 'over truth'));
    this.element = el('section', { class: 'map', 'aria-label': 'Map' }, this.strip,
      el('div', { class: 'field' }, ground, this.overlay.canvas, this.canvas, this.edge, this.plate.element, this.lost.element, this.status),
      this.foot);
    this.base = new BaseMap(ground, shell.site.area, shell.tokens, 72);
    this.base.map.on('render', () => this.draw());
    this.base.map.on('click', (event) => select(this.at(event.point.x / unit(), event.point.y / unit())));
    this.paint();
  }

  paint(): void {
    const { tokens } = this.shell;
    this.symbols = { live: new Symbols(tokens, false), lost: new Symbols(tokens, true) };
    if (this.session) this.base.paint(tokens);
  }

  /* chosen: the object that is asked about; empty: none. */
  show(session: OverTruth, state: LinkState, chosen: string): void {
    this.session = session;
    this.chosen = chosen;
    this.plate.show(session, session.held);
    this.base.cover(this.plate.bottom);
    this.edge.hidden = state.kind !== 'lost';
    this.strip.hidden = session.hasTruth === false;
    setClass(this.strip, 'none', session.truth === null); // its place stays: the map does not move when truth comes
    this.tick(state);
    this.draw();
  }

  /* Silence grows without anything arriving. */
  tick(state: LinkState): void {
    this.lost.show(this.session?.shown ?? null, state);
    const words = state.kind === 'lost' ? '' : this.missing();
    setText(this.status, words);
    this.status.hidden = !words;
  }

  private missing(): string {
    const { session } = this;
    if (!session?.shown) return 'Waiting for the first epoch';
    if (session.hasTruth === false) return 'This exercise has no truth to show.';
    return session.truth || session.hasTruth === null ? '' : `No truth of ${clockOfNs(session.shown.epochNs)} yet.`;
  }

  clear(): void {
    this.session = null;
    this.spots = [];
    this.overlay.clear();
    marks.cleared(this.canvas, this.base.frame());
  }

  end(): void {
    this.clear();
    this.base.end();
  }

  /* The object at a point; empty: none. */
  private at(x: number, y: number): string {
    const near = this.spots.map((spot) => ({ id: spot.object.id, far: Math.hypot(spot.x - x, spot.y - y) }));
    near.sort((a, b) => a.far - b.far);
    return near.length && near[0].far < NEAR ? near[0].id : '';
  }

  /* The map goes there where the object is not on it. */
  bring(object: TrueObject): void {
    this.base.bring(object.lat_deg, object.lon_deg, [this.plate.element, this.lost.element, this.status].map(boxOf));
  }

  private draw(): void {
    const { session } = this;
    const picture = session?.shown;
    if (!session || !picture) return;
    const frame = this.base.frame();
    const live = session.link.kind !== 'lost';
    const symbols = live ? this.symbols.live : this.symbols.lost;
    this.overlay.draw(frame, { session, picture, hits: null, layers: LAYERS, tokens: this.shell.tokens, symbols, live, covered: [] });
    const pen = marks.cleared(this.canvas, frame);
    const objects = session.truth?.objects ?? [];
    const spots = objects.map((object): Spot => {
      const [x, y] = frame.project(object.lat_deg, object.lon_deg);
      return { object, x, y, i: session.trackOf(object) };
    });
    this.spots = spots.filter(({ x, y }) => frame.sees(x, y, SQUARE));
    pen.strokeStyle = this.shell.tokens.sel;
    for (const spot of spots) this.cross(pen, frame, spot);
    const chosen = spots.find(({ object }) => object.id === this.chosen);
    if (chosen) this.mark(pen, chosen);
    this.explain(spots.filter(({ i }) => i < 0).length, spots.length);
  }

  /* The line is as long as the error. */
  private cross(pen: marks.Pen, frame: Frame, { x, y, i }: Spot): void {
    const { latE7, lonE7 } = this.session!.shown!.columns;
    if (i >= 0) {
      const [trackX, trackY] = frame.project(latE7[i] / 1e7, lonE7[i] / 1e7);
      pen.lineWidth = 1;
      marks.line(pen, x, y, frame.beside(trackX, x), trackY);
    }
    cross(pen, x, y, i < 0);
  }

  private mark(pen: marks.Pen, { object, x, y, i }: Spot): void {
    const { tokens: t } = this.shell;
    const picture = this.session!.shown!;
    const sight = object.seen.find(({ view }) => view === this.session!.view.name);
    const words = i < 0 || !sight ? 'no track here' : `track ${nameOf(picture, i)}, ${distance(sight.error_m)} off`;
    marks.brackets(pen, x, y, 27);
    pen.font = '600 14px "Inter Variable", sans-serif';
    pen.fillStyle = t.panel;
    pen.fillRect(x + 31, y - 18, 10 + Math.max(pen.measureText(`object ${object.id}`).width, pen.measureText(words).width), 39);
    marks.words(pen, x + 36, y - 2, `object ${object.id}`, '600 14px', t.t1, t.panel);
    marks.words(pen, x + 36, y + 15, words, '14px', t.t2, t.panel);
  }

  /* Only what is on the screen. */
  private explain(without: number, count: number): void {
    const t = this.shell.tokens;
    const key = `${without} ${count} ${this.shell.theme} ${unit()}`;
    if (key === this.explained) return;
    this.explained = key;
    this.foot.replaceChildren(...[
      without < count && entry('track and its truth', 40, (pen, x, y) => {
        const image = this.symbols.live.get({ category: 'air', identity: 5, type: 0, status: 2 }, 14);
        pen.drawImage(image.canvas, x - 9 - image.x, y - image.y, image.width, image.height);
        pen.strokeStyle = t.sel;
        pen.lineWidth = 1;
        marks.line(pen, x - 9, y, x + 12, y);
        cross(pen, x + 12, y, false);
      }),
      without > 0 && entry(`truth without a track here: ${thousands(without)} of ${thousands(count)}`, 24, (pen, x, y) => {
        pen.strokeStyle = t.sel;
        cross(pen, x, y, true);
      }),
    ].filter((one) => one !== false));
  }

  /* For tests. */
  get joined(): object[] {
    return this.spots.map(({ object, x, y, i }) => ({ id: object.id, x, y, track: i >= 0 }));
  }
}

export function distance(metres: number): string {
  return metres < 950 ? `${Math.round(metres)} m` : `${km(metres)} km`;
}

function cross(pen: marks.Pen, x: number, y: number, alone: boolean): void {
  pen.lineWidth = 1.4;
  marks.line(pen, x - CROSS, y, x + CROSS, y);
  marks.line(pen, x, y - CROSS, x, y + CROSS);
  if (alone) pen.strokeRect(x - SQUARE, y - SQUARE, 2 * SQUARE, 2 * SQUARE);
}
