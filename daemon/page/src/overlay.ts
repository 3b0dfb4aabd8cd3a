// What is known, drawn above the ground on one canvas, from one picture and nothing else: as it was
// published, at its epoch. Nothing is smoothed or carried on.

import { Dots, inkOf, type Brush } from './dots';
import type { Frame } from './frame';
import type { Box } from './labels';
import * as marks from './marks';
import { drawLabels } from './overlay_labels';
import type { Picture } from './picture';
import type { Session } from './session';
import { AWAY, DOT, Sights, type Sight } from './sight';
import { lookOf, sizeOf, type Image, type Look, type Symbols } from './symbol';
import type { Tokens } from './tokens';
import * as track from './track';
import { grain } from './unit';
import { bareWarnings } from './warnings';

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

/* A track that is drawn as a symbol. */
export interface Drawn {
  readonly i: number;
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly look: Look;
  readonly image: Image;
  readonly selected: boolean;
  readonly delayed: boolean;
  readonly colour: string;
}

const LEADER_S: Partial<Record<track.Category, number>> = { missile: 45, air: 180, land: 180 };
const SLOW_LEADER_S = 720;
const LEADER_OF_BITS = Float64Array.from({ length: 256 }, (_, bits) => leaderOf(track.categoryOf(bits)));
const LEADER_MIN = 4; // units
const FLOORED = 19; // least radius of a floored track's disc, round a symbol and round a dot
const FLOORED_DOT = 7;
const TRAIL_DOTS = 8;
const TRAIL_S: Partial<Record<track.Category, number>> = { air: 30 };
const SLOW_TRAIL_S = 120;

export class Overlay {
  readonly canvas = document.createElement('canvas');
  seen: Seen = new Set();
  private readonly dots = new Dots();
  private readonly sights = new Sights();
  private drawn: { picture: Picture; sight: Sight } | null = null;

  constructor() {
    this.canvas.className = 'overlay';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  clear(): void {
    this.drawn = null;
    this.sights.clear();
    this.dots.clear();
    this.seen = new Set();
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /* The number of the track at a point of the screen; 0: none. */
  at(x: number, y: number): number {
    if (!this.drawn) return 0;
    const { picture, sight } = this.drawn;
    let best = 0;
    let nearest = 20;
    for (let i = 0; i < picture.count; i++) {
      if (sight.level[i] === AWAY) continue;
      const distance = Math.hypot(sight.x[i] - x, sight.y[i] - y);
      if (distance < nearest) [best, nearest] = [picture.columns.number[i], distance];
    }
    return best;
  }

  draw(frame: Frame, scene: Scene): void {
    const { picture, session, hits } = scene;
    const sight = this.sights.look(frame, picture, { selected: session.selected, search: session.search, hits });
    this.drawn = { picture, sight };
    this.seen = new Work(marks.cleared(this.canvas, frame), frame, scene, sight, this.dots).all();
  }
}

/* One drawing of one picture. */
class Work {
  private readonly seen: Seen = new Set();
  private readonly t: Tokens;
  private readonly grain = grain();

  constructor(
    private readonly pen: marks.Pen, private readonly frame: Frame, private readonly scene: Scene,
    private readonly sight: Sight, private readonly dots: Dots,
  ) {
    this.t = scene.tokens;
  }

  all(): Seen {
    const { scene } = this;
    this.small();
    if (!scene.live) this.hatch();
    if (scene.layers.sensors) this.sensors();
    this.notices();
    const drawn = this.sight.symbols.map((i) => this.one(i));
    if (scene.layers.trails) for (const one of drawn) this.trail(one);
    for (const one of drawn) this.doubt(one);
    for (const one of drawn) this.leader(one);
    for (let n = drawn.length - 1; n >= 0; n--) this.symbol(drawn[n]);
    if (scene.layers.labels) drawLabels(this.pen, this.frame, scene, drawn);
    return this.seen;
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
    const bare = bareWarnings(this.scene.picture);
    for (const notice of this.scene.picture.notices) {
      if (!notice.circle) continue;
      const { latDeg, lonDeg, radiusM } = notice.circle;
      const [x, y] = frame.project(latDeg, lonDeg);
      const radius = Math.max(6, radiusM * frame.pixels(latDeg));
      if (!frame.sees(x, y, radius)) continue;
      marks.ellipse(pen, x, y, radius, radius, 0, [1.6, 3.4]);
      this.seen.add('notice');
      if (bare.includes(notice)) marks.words(pen, x - radius * 0.7 + 4, y - radius * 0.7 - 4, 'warning only', '600 14px', t.t1, t.sea);
    }
  }

  /* The tracks that are dots, each with its leader. */
  private small(): void {
    const { dots, sight, frame, seen, scene: { picture } } = this;
    const { identity, status, categories, latE7, eastCmps, northCmps } = picture.columns;
    dots.begin(frame);
    const looks = this.dotLooks();
    for (let i = 0; i < picture.count; i++) {
      if (sight.level[i] !== DOT) continue;
      const look = looks[identity[i]] ?? looks[0];
      const [x, y] = [sight.x[i], sight.y[i]];
      if (track.floored(picture, i)) {
        dots.ring(x, y, this.circle(i, FLOORED_DOT), look.ink);
        seen.add('floor');
      } else if (track.velocityKnown(picture, i)) {
        const pixels = (frame.pixels(latE7[i] / 1e7) * LEADER_OF_BITS[categories[i]]) / 100;
        const [dx, dy] = [eastCmps[i] * pixels, -northCmps[i] * pixels];
        if (dx * dx + dy * dy >= LEADER_MIN * LEADER_MIN) dots.line(x, y, x + dx, y + dy, look.ink);
      }
      dots.dot(x, y, status[i] === track.TENTATIVE ? look.tentative : look.firm);
      seen.add('dot');
    }
    dots.paint(this.pen);
  }

  /* By identity; the first is that of one which is not known. */
  private dotLooks(): { ink: number; firm: Brush; tentative: Brush }[] {
    return Array.from({ length: track.IDENTITY_COUNT }, (_, identity) => {
      const side = track.sideOf(identity);
      const ink = inkOf(this.scene.live ? marks.colourOf(side, this.t) : this.t.t2);
      return { ink, firm: this.dots.brush(side, 5, ink), tentative: this.dots.brush(side, 3.5, ink) };
    });
  }

  private one(i: number): Drawn {
    const { picture, session, symbols, live } = this.scene;
    const look = lookOf(picture, i);
    const number = picture.columns.number[i];
    return {
      i, number, x: this.sight.x[i], y: this.sight.y[i], look, image: symbols.get(look, sizeOf(look)),
      selected: number === session.selected, delayed: track.delayed(picture, i),
      colour: live ? marks.colourOf(track.sideOf(look.identity), this.t) : this.t.t2,
    };
  }

  private trail(one: Drawn): void {
    if (track.floored(this.scene.picture, one.i)) return;
    if (one.look.category === 'missile') this.trailLine(one);
    else this.trailDots(one);
  }

  private trailLine(one: Drawn): void {
    const { pen, frame, t } = this;
    const moments = this.scene.session.histories.get(one.number);
    if (moments.length < 2) return;
    pen.strokeStyle = t.t3;
    pen.lineWidth = 1.4;
    pen.beginPath();
    for (const moment of moments) {
      const [x, y] = frame.project(moment.lat, moment.lon);
      pen.lineTo(frame.beside(x, one.x), y);
    }
    pen.lineTo(one.x, one.y);
    pen.stroke();
    this.seen.add('trail');
  }

  private trailDots(one: Drawn): void {
    const { pen, frame, t } = this;
    const step = TRAIL_S[one.look.category] ?? SLOW_TRAIL_S;
    const now = Number(this.scene.picture.epochNs / 1_000_000n) / 1000;
    pen.fillStyle = t.t2;
    /* On multiples of the step, so that the dots stand still on the ground while time goes on. */
    const newest = Math.floor(now / step) * step;
    for (let n = 0; n < TRAIL_DOTS; n++) {
      const moment = this.scene.session.histories.at(one.number, newest - n * step);
      if (!moment) break;
      const [x, y] = frame.project(moment.lat, moment.lon);
      if (Math.hypot(x - one.x, y - one.y) <= one.image.width / 2) continue;
      pen.globalAlpha = (TRAIL_DOTS - n) / TRAIL_DOTS;
      marks.spot(pen, x, y);
      this.seen.add('trail');
    }
    pen.globalAlpha = 1;
  }

  /* How far from the symbol the object may be: floor, delay, ellipse. */
  private doubt(one: Drawn): void {
    const { scene, pen, t } = this;
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
    marks.disc(this.pen, one.x, one.y, this.circle(one.i, FLOORED), this.t.t2, this.t.ctl);
    this.seen.add('floor');
  }

  /* Inside which a floored track is anywhere, units; never so small that its mark hides it. */
  private circle(i: number, least: number): number {
    const { picture } = this.scene;
    return Math.max(least, track.circle95(picture, i) * this.frame.pixels(picture.columns.latE7[i] / 1e7));
  }

  /* The filter carried the last report on along its velocity, so that is the way back to it. */
  private lastReport(one: Drawn): void {
    const { pen, t } = this;
    const velocity = track.knownVelocityOf(this.scene.picture, one.i);
    if (!velocity) return;
    const [dx, dy] = ahead(velocity, -track.age(this.scene.picture, one.i) * this.pixels(one));
    pen.strokeStyle = pen.fillStyle = t.t1;
    pen.lineWidth = 1.4;
    marks.line(pen, one.x + dx, one.y + dy, one.x, one.y, [3, 3]);
    pen.fillRect(one.x + dx - 3, one.y + dy - 3, 6, 6);
    this.seen.add('delayed');
  }

  private pixels(one: Drawn): number {
    return this.frame.pixels(this.scene.picture.columns.latE7[one.i] / 1e7);
  }

  private leader(one: Drawn): void {
    const { pen, scene } = this;
    const velocity = track.knownVelocityOf(scene.picture, one.i);
    if (!velocity || track.floored(scene.picture, one.i)) return;
    const { category, status } = one.look;
    const [dx, dy] = ahead(velocity, leaderOf(category) * this.pixels(one));
    if (Math.hypot(dx, dy) < LEADER_MIN) return;
    pen.strokeStyle = one.colour;
    pen.lineWidth = 1.6;
    marks.line(pen, one.x, one.y, one.x + dx, one.y + dy, status === track.COASTING ? [1.6, 3] : []);
    this.seen.add(category === 'missile' ? 'leader missile' : LEADER_S[category] ? 'leader air' : 'leader surface');
  }

  private symbol(one: Drawn): void {
    const { pen, t } = this;
    const { canvas, width, height, x, y } = one.image;
    /* On whole pixels: sharper, and much quicker. */
    const [left, top] = [one.x - x, one.y - y].map((at) => Math.round(at * this.grain) / this.grain);
    pen.drawImage(canvas, left, top, width, height);
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
}

/* Units to the right and down. */
function ahead([east, north]: readonly number[], pixels: number): [number, number] {
  return [east * pixels, -north * pixels];
}

function leaderOf(category: track.Category): number {
  return LEADER_S[category] ?? SLOW_LEADER_S;
}
