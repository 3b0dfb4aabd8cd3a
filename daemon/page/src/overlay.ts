// What is known, drawn above the ground on one canvas, from one picture and nothing else: as it was
// published, at its epoch. Nothing is smoothed or carried on.

import type { Frame } from './frame';
import { place, Space, type Box } from './labels';
import * as marks from './marks';
import { namesOf } from './names';
import type { Picture } from './picture';
import type { Session } from './session';
import { lookOf, sizeOf, type Image, type Look, type Symbols } from './symbol';
import type { Tokens } from './tokens';
import * as track from './track';
import { flightLevel, km } from './words';

export interface Layers {
  labels: boolean;
  trails: boolean;
  ellipses: boolean;
  sensors: boolean;
}

export interface Scene {
  readonly session: Session;
  readonly picture: Picture;
  readonly hits: ReadonlySet<number> | null; // numbers that a search found
  readonly layers: Layers;
  readonly tokens: Tokens;
  readonly symbols: Symbols;
  readonly live: boolean;
  readonly covered: readonly Box[]; // parts of the map under the plate and the like
}

/* What the legend explains: only what is on the screen. */
export type Seen = Set<
  'confirmed' | 'tentative' | 'coasting' | 'floor' | 'delayed' | 'ellipse' | 'sensor' | 'dot' |
  'leader air' | 'leader surface' | 'leader missile' | 'trail' | 'notice'>;

interface Drawn {
  readonly i: number;
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly look: Look;
  readonly image: Image | null; // null: a dot
  readonly selected: boolean;
  readonly delayed: boolean;
  readonly colour: string;
}

const SYMBOLS_MAX = 400;
const LABELS_MAX = 120;
const LEADER_S: Partial<Record<track.Category, number>> = { missile: 45, air: 180, land: 180 };
const SLOW_LEADER_S = 720;
const TRAIL_DOTS = 8;
const TRAIL_S: Partial<Record<track.Category, number>> = { air: 30 };
const SLOW_TRAIL_S = 120;

export class Overlay {
  readonly canvas = document.createElement('canvas');
  seen: Seen = new Set();
  private drawn: Drawn[] = [];

  constructor() {
    this.canvas.className = 'overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  clear(): void {
    this.drawn = [];
    this.seen = new Set();
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /* The number of the track at a point of the screen; 0: none. */
  at(x: number, y: number): number {
    let best = 0;
    let nearest = 20;
    for (const one of this.drawn) {
      const distance = Math.hypot(one.x - x, one.y - y);
      if (distance < nearest) [best, nearest] = [one.number, distance];
    }
    return best;
  }

  draw(frame: Frame, scene: Scene): void {
    const pen = marks.cleared(this.canvas, frame);
    const work = new Work(pen, frame, scene);
    this.drawn = work.all();
    this.seen = work.seen;
  }
}

/* One drawing of one picture. */
class Work {
  readonly seen: Seen = new Set();
  private readonly t: Tokens;

  constructor(
    private readonly pen: marks.Pen, private readonly frame: Frame, private readonly scene: Scene,
  ) {
    this.t = scene.tokens;
  }

  all(): Drawn[] {
    const { scene } = this;
    if (!scene.live) this.hatch();
    if (scene.layers.sensors) this.sensors();
    this.notices();
    const drawn = this.inSight();
    if (scene.layers.trails) for (const one of drawn) this.trail(one);
    for (const one of drawn) this.doubt(one);
    for (const one of drawn) this.leader(one);
    for (let n = drawn.length - 1; n >= 0; n--) this.symbol(drawn[n]);
    this.labels(drawn);
    return drawn;
  }

  private hatch(): void {
    this.pen.strokeStyle = this.t.line;
    marks.hatch(this.pen, this.frame.width, this.frame.height);
  }

  private sensors(): void {
    const { pen, frame, t } = this;
    pen.strokeStyle = t.t3;
    pen.lineWidth = 1.3;
    for (const sensor of this.scene.session.about?.sensors ?? []) {
      const [x, y] = frame.project(sensor.lat_deg, sensor.lon_deg);
      if (!frame.sees(x, y, 8)) continue;
      marks.triangle(pen, x, y, 4.5);
      this.seen.add('sensor');
    }
  }

  private notices(): void {
    const { pen, frame, t } = this;
    pen.strokeStyle = t.t2;
    pen.lineWidth = 1.2;
    for (const notice of this.scene.picture.notices) {
      if (!notice.circle) continue;
      const { latDeg, lonDeg, radiusM } = notice.circle;
      const [x, y] = frame.project(latDeg, lonDeg);
      const radius = Math.max(6, radiusM * frame.pixels(latDeg));
      if (!frame.sees(x, y, radius)) continue;
      marks.ellipse(pen, x, y, radius, radius, 0, [1.6, 3.4]);
      this.seen.add('notice');
    }
  }

  /* The tracks in sight, the most telling first; those beyond the limit become dots. */
  private inSight(): Drawn[] {
    const { picture, session, hits } = this.scene;
    const { number, latE7, lonE7, ageDs } = picture.columns;
    const sight: { i: number; x: number; y: number; order: number }[] = [];
    for (let i = 0; i < picture.count; i++) {
      const [x, y] = this.frame.project(latE7[i] / 1e7, lonE7[i] / 1e7);
      if (!this.frame.sees(x, y, 40)) continue;
      const first = number[i] === session.selected ? -2 : hits?.has(number[i]) ? -1 : track.rank(picture, i);
      sight.push({ i, x, y, order: first * 1e9 + ageDs[i] });
    }
    sight.sort((a, b) => a.order - b.order || a.i - b.i);
    return sight.map(({ i, x, y }, n) => this.one(i, x, y, n < SYMBOLS_MAX));
  }

  private one(i: number, x: number, y: number, symbol: boolean): Drawn {
    const { picture, session, symbols, live } = this.scene;
    const look = lookOf(picture, i);
    const number = picture.columns.number[i];
    return {
      i, number, x, y, look, image: symbol ? symbols.get(look, sizeOf(look)) : null,
      selected: number === session.selected, delayed: track.delayed(picture, i),
      colour: live ? marks.colourOf(track.sideOf(look.identity), this.t) : this.t.t2,
    };
  }

  private trail(one: Drawn): void {
    if (!one.image || track.floored(this.scene.picture, one.i)) return;
    const moments = this.scene.session.histories.get(one.number);
    if (moments.length < 2) return;
    this.seen.add('trail');
    if (one.look.category === 'missile') this.trailLine(one, moments);
    else this.trailDots(one, moments);
  }

  private trailLine(one: Drawn, moments: readonly { lat: number; lon: number }[]): void {
    const { pen, frame, t } = this;
    pen.strokeStyle = t.t3;
    pen.lineWidth = 1.4;
    pen.beginPath();
    for (const moment of moments) {
      const [x, y] = frame.project(moment.lat, moment.lon);
      pen.lineTo(frame.beside(x, one.x), y);
    }
    pen.lineTo(one.x, one.y);
    pen.stroke();
  }

  private trailDots(one: Drawn, moments: readonly { s: number; lat: number; lon: number }[]): void {
    const { pen, frame, t } = this;
    const step = TRAIL_S[one.look.category] ?? SLOW_TRAIL_S;
    const now = Number(this.scene.picture.epochNs / 1_000_000n) / 1000;
    pen.fillStyle = t.t2;
    /* On multiples of the step, so that the dots stand still on the ground while time goes on. */
    let due = Math.floor(now / step) * step;
    let left = TRAIL_DOTS;
    for (let n = moments.length - 1; n >= 0 && left > 0; n--) {
      if (moments[n].s > due) continue;
      const [x, y] = frame.project(moments[n].lat, moments[n].lon);
      pen.globalAlpha = left / TRAIL_DOTS;
      if (Math.hypot(x - one.x, y - one.y) > one.image!.width / 2) marks.spot(pen, x, y);
      due -= step;
      left--;
    }
    pen.globalAlpha = 1;
  }

  /* How far from the symbol the object may be: floor, delay, ellipse. */
  private doubt(one: Drawn): void {
    const { scene, pen, t } = this;
    if (!one.image) return;
    if (track.floored(scene.picture, one.i)) return this.floor(one);
    if (one.delayed) this.lastReport(one);
    if (!one.delayed && !one.selected && !scene.layers.ellipses) return;
    const { columns } = scene.picture;
    const scale = track.TO_95 * this.frame.pixels(columns.latE7[one.i] / 1e7);
    const major = track.sigma(columns.major[one.i]) * scale;
    if (2 * major < 6) return;
    pen.strokeStyle = one.selected ? t.t1 : t.t2;
    pen.lineWidth = 1.2;
    const turn = (columns.turnCdeg[one.i] / 18000) * Math.PI;
    marks.ellipse(pen, one.x, one.y, major, track.sigma(columns.minor[one.i]) * scale, turn, one.delayed ? [4, 4] : []);
    if (!one.delayed) this.seen.add('ellipse');
  }

  private floor(one: Drawn): void {
    const { columns } = this.scene.picture;
    const stated = track.circle95(this.scene.picture, one.i) * this.frame.pixels(columns.latE7[one.i] / 1e7);
    marks.disc(this.pen, one.x, one.y, Math.max(19, stated), this.t.t2, this.t.ctl);
    this.seen.add('floor');
  }

  /* The filter carried the last report on along its velocity, so that is the way back to it. */
  private lastReport(one: Drawn): void {
    const { pen, t } = this;
    const velocity = track.velocityOf(this.scene.picture, one.i);
    if (!velocity) return;
    const [dx, dy] = this.ahead(one, velocity, -track.age(this.scene.picture, one.i));
    pen.strokeStyle = pen.fillStyle = t.t1;
    pen.lineWidth = 1.4;
    marks.line(pen, one.x + dx, one.y + dy, one.x, one.y, [3, 3]);
    pen.fillRect(one.x + dx - 3, one.y + dy - 3, 6, 6);
    this.seen.add('delayed');
  }

  private ahead(one: Drawn, velocity: [number, number, number], s: number): [number, number] {
    const pixels = this.frame.pixels(this.scene.picture.columns.latE7[one.i] / 1e7) * s;
    return [velocity[0] * pixels, -velocity[1] * pixels];
  }

  private leader(one: Drawn): void {
    const { pen, scene } = this;
    const velocity = track.velocityOf(scene.picture, one.i);
    if (!velocity || track.floored(scene.picture, one.i)) return;
    const [dx, dy] = this.ahead(one, velocity, LEADER_S[one.look.category] ?? SLOW_LEADER_S);
    if (Math.hypot(dx, dy) < 4) return;
    pen.strokeStyle = one.colour;
    pen.lineWidth = one.image ? 1.6 : 1;
    marks.line(pen, one.x, one.y, one.x + dx, one.y + dy, one.look.status === track.COASTING ? [1.6, 3] : []);
    const { category } = one.look;
    this.seen.add(category === 'missile' ? 'leader missile' : LEADER_S[category] ? 'leader air' : 'leader surface');
  }

  private symbol(one: Drawn): void {
    const { pen, t } = this;
    if (!one.image) {
      pen.fillStyle = pen.strokeStyle = one.colour;
      pen.lineWidth = 1.2;
      marks.dot(pen, one.x, one.y, track.sideOf(one.look.identity));
      this.seen.add('dot');
      return;
    }
    const { canvas, width, height, x, y } = one.image;
    pen.drawImage(canvas, one.x - x, one.y - y, width, height);
    if (one.look.status === track.COASTING) {
      pen.strokeStyle = t.t1;
      pen.lineWidth = 2;
      marks.line(pen, one.x - width / 2 + 2, one.y - y + height + 2, one.x + width / 2 - 2, one.y - y + height + 2);
    }
    this.seen.add(one.look.status === track.TENTATIVE ? 'tentative'
      : one.look.status === track.COASTING ? 'coasting' : 'confirmed');
    if (one.selected) {
      pen.strokeStyle = t.sel;
      marks.brackets(pen, one.x, one.y, Math.max(width, height) / 2 + 10);
    }
  }

  private labels(drawn: readonly Drawn[]): void {
    const { scene } = this;
    if (!scene.layers.labels) return;
    const space = new Space();
    for (const box of scene.covered) space.add(box);
    for (const one of drawn) if (one.image) space.add(boxOf(one, one.image));
    let left = LABELS_MAX;
    for (const one of drawn) {
      if (left === 0) break;
      const words = one.image && this.frame.sees(one.x, one.y, 0) && this.words(one);
      if (words && this.label(space, one, words)) left--;
    }
  }

  /* Two lines: the short number with height, and what is not as usual. Plain neutral traffic has
   * no label: it is there, and that is all that is asked of it. */
  private words(one: Drawn): [string, string, string] | null {
    const { picture, hits } = this.scene;
    const unusual = unusualWords(picture, one);
    const plain = track.sideOf(one.look.identity) === 'neutral' && !unusual;
    if (plain && !one.selected && !hits?.has(one.number)) return null;
    return [namesOf(picture)[one.i], heightWords(picture, one), unusual];
  }

  private label(space: Space, one: Drawn, [name, height, unusual]: [string, string, string]): boolean {
    const { pen, frame } = this;
    pen.font = '600 14px "Inter Variable", sans-serif';
    const nameWidth = pen.measureText(height ? `${name}  ${height}` : name).width;
    pen.font = '14px "Inter Variable", sans-serif';
    const width = Math.ceil(Math.max(nameWidth, unusual ? pen.measureText(unusual).width : 0));
    const reach = Math.max(one.image!.width, one.image!.height) / 2 + (one.selected ? 10 : 0);
    const wish = { x: one.x, y: one.y, reach, width, height: unusual ? 33 : 17 };
    const box = place(space, wish, frame.width, frame.height);
    if (!box) return false;
    const colours = track.sidesOf(this.scene.picture, one.i).map((side) => marks.colourOf(side, this.t));
    if (colours.length > 1 && this.scene.live) marks.edge(pen, box.x - 5, box.y + 1, wish.height - 2, colours);
    marks.words(pen, box.x, box.y + 13, height ? `${name}  ${height}` : name, '600 14px', this.t.t1, this.t.sea);
    if (unusual) marks.words(pen, box.x, box.y + 29, unusual, '14px', this.t.t2, this.t.sea);
    return true;
  }
}

function boxOf(one: Drawn, image: Image) {
  return { x: one.x - image.x, y: one.y - image.y, width: image.width, height: image.height };
}

function heightWords(picture: Picture, one: Drawn): string {
  const height = track.heightOf(picture, one.i);
  if (height === null || track.floored(picture, one.i)) return '';
  if (one.look.category === 'missile') return `${km(height)} km`;
  return one.look.category === 'air' ? flightLevel(height) : '';
}

function unusualWords(picture: Picture, one: Drawn): string {
  const form = track.formOf(picture, one.i);
  const age = Math.round(track.age(picture, one.i));
  if (one.look.status === track.TENTATIVE) return 'tentative';
  if (one.look.status === track.COASTING) return `coast ${age} s`;
  if (form.circleM > 0) return `floor ${km(form.floorM)} km`.replace('.0 km', ' km');
  if (one.delayed) return form.delayS > 0 ? `delayed ${form.delayS} s` : `${age} s old`;
  if (picture.columns.marks[one.i] & track.CONFLICT)
    return track.claimsOf(picture, one.i).length ? 'sources disagree' : 'number used twice';
  return track.velocityWithheld(picture, one.i) ? 'velocity withheld' : '';
}
