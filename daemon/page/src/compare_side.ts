// One map of Compare. What both see is muted; what only this one sees stands in a ring; where only the
// other sees one is a dashed ring with a cross, without a symbol: nothing else of it is known here.

import { BaseMap } from './basemap';
import { el, setText } from './dom';
import { Dots, inkOf } from './dots';
import { Frame } from './frame';
import * as marks from './marks';
import type { Both, Laid } from './pairs';
import type { Picture } from './picture';
import { Plate } from './plate';
import type { Shell } from './shell';
import type { View } from './site';
import { lookOf, sizeOf, type Symbols } from './symbol';
import type { Tokens } from './tokens';
import * as track from './track';
import { unit } from './unit';
import { bareWarnings } from './warnings';
import { thousands } from './words';

export type Side = 'left' | 'right';

export interface Scene {
  readonly laid: Laid | null;
  readonly picture: Picture | null;
  readonly selected: Both | null;
  readonly symbols: Symbols;
  readonly live: boolean;
}

const ONLY = 17; // units
const GAP = 12;
const LEADER_S: Partial<Record<track.Category, number>> = { missile: 45, air: 180, land: 180 };
const SLOW_LEADER_S = 720;

const SYMBOLS = 400; // of each kind; beyond, dots

/* Where an object is on the screen, units. */
interface Spot {
  readonly one: Both;
  readonly x: number;
  readonly y: number;
}

/* Where an object stands for both maps: where the one that sees it has it. */
export function placeOf({ left, right }: Laid, one: Both, side: Side): [lat: number, lon: number] {
  const here = side === 'left' ? one.left : one.right;
  const [picture, i] = here >= 0 === (side === 'left') ? [left, one.left] : [right, one.right];
  return [picture.columns.latE7[i] / 1e7, picture.columns.lonE7[i] / 1e7];
}

export class CompareSide {
  readonly element: HTMLElement;
  readonly base: BaseMap;
  readonly plate: Plate;
  private readonly canvas = el('canvas', { class: 'overlay', 'aria-hidden': 'true' });
  private readonly count = el('p', { class: 'count' });
  private readonly edge = el('div', { class: 'edge' });
  private readonly dots = new Dots();
  private spots: readonly Spot[] = [];
  private scene: Scene | null = null;

  constructor(readonly side: Side, private readonly shell: Shell, views: readonly View[],
    choose: (view: View) => void, select: (one: Both | null) => void) {
    this.plate = new Plate(views, choose, side === 'left' ? 'Left ' : 'Right ');
    const ground = el('div', { class: 'ground' });
    this.edge.hidden = true;
    this.element = el('section', { class: 'side-of-compare', 'aria-label': `${side === 'left' ? 'Left' : 'Right'} map` },
      el('div', { class: 'plate-row' }, this.plate.element, this.count),
      el('div', { class: 'field' }, ground, this.canvas, this.edge));
    this.base = new BaseMap(ground, shell.site.area, shell.tokens, 8);
    this.base.map.on('render', () => this.draw());
    this.base.map.on('click', (event) => select(this.at(event.point.x / unit(), event.point.y / unit())));
  }

  private at(x: number, y: number): Both | null {
    const near = this.spots.map((spot) => ({ one: spot.one, far: Math.hypot(spot.x - x, spot.y - y) }))
      .filter((spot) => spot.far < 20).sort((a, b) => a.far - b.far);
    return near[0]?.one ?? null;
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.edge.hidden = scene.live;
    setText(this.count, scene.picture ? `${thousands(track.assertedCount(scene.picture))} tracks` : '');
    this.draw();
  }

  private draw(): void {
    const frame = this.base.frame();
    const pen = marks.cleared(this.canvas, frame);
    this.spots = [];
    const scene = this.scene;
    if (!scene?.picture) return;
    const only = scene.laid ? this.inSight(frame, scene.laid, scene.laid.only) : [];
    const both = scene.laid ? this.inSight(frame, scene.laid, scene.laid.both) : [];
    this.spots = [...only, ...both];
    this.small(pen, frame, scene, only.slice(SYMBOLS), both.slice(SYMBOLS));
    if (!scene.live) {
      pen.strokeStyle = this.shell.tokens.line;
      marks.hatch(pen, frame.width, frame.height);
    }
    this.warnings(pen, frame, scene.picture);
    this.objects(pen, frame, scene, only.slice(0, SYMBOLS), both.slice(0, SYMBOLS));
  }

  private warnings(pen: marks.Pen, frame: Frame, picture: Picture): void {
    const t = this.shell.tokens;
    for (const { circle } of bareWarnings(picture)) {
      const [x, y] = frame.project(circle!.latDeg, circle!.lonDeg);
      pen.strokeStyle = t.t1;
      pen.lineWidth = 1.6;
      marks.ellipse(pen, x, y, 22, 22, 0, [1.8, 3.2]);
      marks.words(pen, x + 28, y + 4, 'warning only', '600 14px', t.t1, t.sea);
    }
  }

  private here(one: Both): number {
    return this.side === 'left' ? one.left : one.right;
  }

  private inSight(frame: Frame, laid: Laid, all: readonly Both[]): Spot[] {
    const spots: Spot[] = [];
    for (const one of all) {
      const [x, y] = frame.project(...placeOf(laid, one, this.side));
      if (frame.sees(x, y, 30)) spots.push({ one, x, y });
    }
    return spots;
  }

  /* More than a map can bear as symbols: filled what is here, hollow where only the other has it. */
  private small(pen: marks.Pen, frame: Frame, { live }: Scene, only: readonly Spot[], both: readonly Spot[]): void {
    const t = this.shell.tokens;
    this.dots.begin(frame);
    const seen = this.dots.brush('friend', 5, inkOf(t.t3));
    const here = this.dots.brush('friend', 7, inkOf(live ? t.diff : t.t3));
    const there = this.dots.brush('unknown', 7, inkOf(live ? t.diff : t.t3));
    for (const { x, y } of both) this.dots.dot(x, y, seen);
    for (const { one, x, y } of only) this.dots.dot(x, y, this.here(one) < 0 ? there : here);
    this.dots.paint(pen);
  }

  private objects(pen: marks.Pen, frame: Frame, scene: Scene, only: readonly Spot[], both: readonly Spot[]): void {
    pen.globalAlpha = 0.5;
    for (const { one, x, y } of both) this.symbol(pen, frame, scene, this.here(one), x, y);
    pen.globalAlpha = 1;
    for (const { one, x, y } of only) if (this.here(one) < 0) gap(pen, x, y, this.shell.tokens);
    for (const { one, x, y } of [...only].reverse()) if (this.here(one) >= 0) this.only(pen, frame, scene, this.here(one), x, y);
    const chosen = this.spots.find(({ one }) => one === scene.selected);
    if (!chosen) return;
    pen.strokeStyle = this.shell.tokens.sel;
    marks.brackets(pen, chosen.x, chosen.y, 27);
  }

  private only(pen: marks.Pen, frame: Frame, scene: Scene, i: number, x: number, y: number): void {
    const t = this.shell.tokens;
    pen.fillStyle = t.diffFill;
    pen.beginPath();
    pen.arc(x, y, ONLY, 0, 2 * Math.PI);
    pen.fill();
    this.symbol(pen, frame, scene, i, x, y);
    pen.strokeStyle = scene.live ? t.diff : t.t3;
    pen.lineWidth = 2.4;
    marks.ellipse(pen, x, y, ONLY, ONLY, 0);
  }

  private symbol(pen: marks.Pen, frame: Frame, { picture, symbols, live }: Scene, i: number, x: number, y: number): void {
    const look = lookOf(picture!, i);
    const image = symbols.get(look, sizeOf(look));
    const tip = track.floored(picture!, i) ? null : track.ahead(picture!, i, LEADER_S[look.category] ?? SLOW_LEADER_S);
    pen.strokeStyle = live ? marks.colourOf(track.sideOf(look.identity), this.shell.tokens) : this.shell.tokens.t2;
    pen.lineWidth = 1.6;
    if (tip) {
      const [tipX, tipY] = frame.project(...tip);
      if (Math.hypot(tipX - x, tipY - y) >= 4) marks.line(pen, x, y, frame.beside(tipX, x), tipY);
    }
    pen.drawImage(image.canvas, x - image.x, y - image.y, image.width, image.height);
  }

  end(): void {
    this.scene = null;
    this.spots = [];
    this.dots.clear();
    this.base.end();
  }
}

/* The other sees one here. */
export function gap(pen: marks.Pen, x: number, y: number, t: Tokens): void {
  pen.strokeStyle = t.diff;
  pen.lineWidth = 1.6;
  marks.ellipse(pen, x, y, GAP, GAP, 0, [4.2, 3.1]);
  for (const turn of [-1, 1]) marks.line(pen, x - 3.6, y - 3.6 * turn, x + 3.6, y + 3.6 * turn);
}
