// The tracks that are dots on the map, and their leaders: twenty thousand strokes of a pen cost half a
// second, so their pixels are set here, and all go to the canvas at once.

import type { Frame } from './frame';
import type { Pen } from './marks';
import type { Side } from './track';
import { grain } from './unit';

/* By how many pixels a pixel that lies p, q from the middle of a shape of half a size is inside it. */
const SHAPES: Record<Side, (p: number, q: number, half: number) => number> = {
  friend: (p, q, half) => half - Math.hypot(p, q), // disc
  neutral: (p, q, half) => half - Math.max(Math.abs(p), Math.abs(q)), // square
  unknown: (p, q, half) => 0.6 - Math.abs(half - Math.hypot(p, q)), // ring
  hostile: (p, q, half) => half * 1.4 - Math.abs(p) - Math.abs(q), // diamond
};

/* The pixels of a shape, from its middle: those that have anything of it. */
interface Stamp {
  readonly p: Int8Array;
  readonly q: Int8Array;
  readonly alpha: Uint8Array;
}

const RING_STEP = 3; // units from dot to dot
const RING_ALPHA = 170;

export class Dots {
  private image: ImageData | null = null;
  private pixels = new Uint32Array(0); // of the image: alpha, blue, green, red from the highest byte down
  private width = 0; // pixels
  private height = 0;
  private ratio = 1;
  private used = false;
  private readonly stamps: Partial<Record<Side, Map<number, Stamp>>> = {}; // by half a size in pixels

  /* What was drawn goes from memory. */
  clear(): void {
    this.image = null;
    this.pixels = new Uint32Array(0);
    this.used = false;
  }

  begin(frame: Frame): void {
    this.ratio = grain();
    const [width, height] = [frame.width, frame.height].map((length) => Math.max(1, Math.round(length * this.ratio)));
    if (!this.image || this.width !== width || this.height !== height) {
      this.image = new ImageData(width, height);
      [this.width, this.height] = [width, height];
      this.pixels = new Uint32Array(this.image.data.buffer);
    } else if (this.used) this.pixels.fill(0);
    this.used = false;
  }

  /* x, y, size: units. ink: as of inkOf. */
  dot(x: number, y: number, side: Side, size: number, ink: number): void {
    const { p, q, alpha } = this.stamp(side, size);
    const middle = Math.round(x * this.ratio);
    const row = Math.round(y * this.ratio);
    for (let n = 0; n < alpha.length; n++) this.set(middle + p[n], row + q[n], alpha[n], ink);
    this.used = true;
  }

  /* One pixel wide, its edges smoothed (Wu 1991). */
  line(x1: number, y1: number, x2: number, y2: number, ink: number): void {
    const dx = (x2 - x1) * this.ratio;
    const dy = (y2 - y1) * this.ratio;
    const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
    const right = Math.abs(dy) > Math.abs(dx) ? 1 : 0; // where the pixel beside each lies
    let x = x1 * this.ratio;
    let y = y1 * this.ratio;
    for (let n = 0; n < steps; n++, x += dx / steps, y += dy / steps) {
      const left = Math.floor(x);
      const top = Math.floor(y);
      const part = Math.floor(256 * (right ? x - left : y - top));
      this.set(left, top, 255 - part, ink);
      this.set(left + right, top + 1 - right, part, ink);
    }
    this.used = true;
  }

  /* Dotted, on a radius in units. */
  ring(x: number, y: number, radius: number, ink: number): void {
    const [middle, row, far] = [x * this.ratio, y * this.ratio, radius * this.ratio];
    const dots = Math.ceil((2 * Math.PI * far) / (RING_STEP * this.ratio));
    for (let n = 0; n < dots; n++) {
      const turn = (2 * Math.PI * n) / dots;
      this.set(Math.round(middle + far * Math.cos(turn)), Math.round(row + far * Math.sin(turn)), RING_ALPHA, ink);
    }
    this.used = true;
  }

  /* What is the least clear stands. */
  private set(x: number, y: number, alpha: number, ink: number): void {
    if (alpha === 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = y * this.width + x;
    if (this.pixels[at] >>> 24 <= alpha) this.pixels[at] = (alpha << 24) | ink;
  }

  private stamp(side: Side, size: number): Stamp {
    let sizes = this.stamps[side];
    if (!sizes) this.stamps[side] = sizes = new Map();
    const half = (size * this.ratio) / 2;
    let stamp = sizes.get(half);
    if (!stamp) sizes.set(half, (stamp = stampOf(side, half)));
    return stamp;
  }

  /* The canvas shows the dots and nothing else. */
  paint(pen: Pen): void {
    if (this.used) pen.putImageData(this.image!, 0, 0);
  }
}

function stampOf(side: Side, half: number): Stamp {
  const reach = Math.ceil(half + 1);
  const pixels: [number, number, number][] = [];
  for (let q = -reach; q <= reach; q++)
    for (let p = -reach; p <= reach; p++) {
      const alpha = Math.round(255 * Math.max(0, Math.min(1, 0.5 + SHAPES[side](p, q, half))));
      if (alpha > 0) pixels.push([p, q, alpha]);
    }
  const column = (n: 0 | 1 | 2) => pixels.map((pixel) => pixel[n]);
  return { p: Int8Array.from(column(0)), q: Int8Array.from(column(1)), alpha: Uint8Array.from(column(2)) };
}

/* "#rrggbb" as the pixels have it, clear. */
export function inkOf(colour: string): number {
  const value = parseInt(colour.slice(1), 16);
  return ((value & 255) << 16) | (value & 0xff00) | (value >> 16);
}
