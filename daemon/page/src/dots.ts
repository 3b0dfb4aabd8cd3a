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

/* A shape in one size and colour: the pixels that it fills, counted from that of its middle, and those
 * at its edge that it fills in part. */
export interface Brush {
  readonly reach: number; // pixels
  readonly full: Int32Array;
  readonly ink: number;
  readonly part: Int32Array;
  readonly inks: Int32Array; // of part
}

const EDGE = 8; // units beyond each edge of the canvas: no dot that is partly in sight reaches farther
const RING_STEP = 3; // units from dot to dot
const RING_ALPHA = 170;

export class Dots {
  private image: ImageData | null = null;
  /* Of the image: alpha, blue, green, red from the highest byte down. With a sign, since without one a
   * browser makes an object of a pixel. */
  private pixels = new Int32Array(0);
  private width = 0; // pixels, of the image
  private height = 0;
  private edge = 0;
  private ratio = 1;
  private used = false;

  /* What was drawn goes from memory. */
  clear(): void {
    this.image = null;
    this.pixels = new Int32Array(0);
    this.used = false;
  }

  begin(frame: Frame): void {
    this.ratio = grain();
    this.edge = Math.ceil(EDGE * this.ratio);
    const [width, height] = [frame.width, frame.height].map((length) => Math.max(1, Math.round(length * this.ratio)) + 2 * this.edge);
    if (!this.image || this.width !== width || this.height !== height) {
      this.image = new ImageData(width, height);
      [this.width, this.height] = [width, height];
      this.pixels = new Int32Array(this.image.data.buffer);
    } else if (this.used) this.pixels.fill(0);
    this.used = false;
  }

  /* size: units. ink: as of inkOf. Good until the next begin. */
  brush(side: Side, size: number, ink: number): Brush {
    const half = (size * this.ratio) / 2;
    const reach = Math.ceil(1.4 * half + 0.5);
    const [full, part, inks]: [number[], number[], number[]] = [[], [], []];
    for (let q = -reach; q <= reach; q++)
      for (let p = -reach; p <= reach; p++) {
        const alpha = Math.round(255 * Math.max(0, Math.min(1, 0.5 + SHAPES[side](p, q, half))));
        if (alpha === 255) full.push(q * this.width + p);
        if (alpha === 0 || alpha === 255) continue;
        part.push(q * this.width + p);
        inks.push((alpha << 24) | ink);
      }
    return { reach, full: Int32Array.from(full), ink: (255 << 24) | ink, part: Int32Array.from(part), inks: Int32Array.from(inks) };
  }

  /* x, y: units. */
  dot(x: number, y: number, { reach, full, ink, part, inks }: Brush): void {
    const column = Math.round(x * this.ratio) + this.edge;
    const row = Math.round(y * this.ratio) + this.edge;
    if (column < reach || row < reach || column >= this.width - reach || row >= this.height - reach) return;
    const [pixels, middle] = [this.pixels, row * this.width + column];
    for (let n = 0; n < full.length; n++) pixels[middle + full[n]] = ink;
    for (let n = 0; n < part.length; n++)
      if (pixels[middle + part[n]] >>> 24 <= inks[n] >>> 24) pixels[middle + part[n]] = inks[n];
    this.used = true;
  }

  /* One pixel wide, its edges smoothed (Wu 1991). */
  line(x1: number, y1: number, x2: number, y2: number, ink: number): void {
    const dx = (x2 - x1) * this.ratio;
    const dy = (y2 - y1) * this.ratio;
    const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
    const [right, down] = [dx / steps, dy / steps];
    const beside = Math.abs(dy) > Math.abs(dx) ? 1 : 0; // to the right; otherwise below
    let x = x1 * this.ratio + this.edge;
    let y = y1 * this.ratio + this.edge;
    for (let n = 0; n < steps; n++, x += right, y += down) {
      const left = Math.floor(x);
      const top = Math.floor(y);
      const part = Math.floor(256 * (beside ? x - left : y - top));
      this.set(left, top, 255 - part, ink);
      this.set(left + beside, top + 1 - beside, part, ink);
    }
    this.used = true;
  }

  /* Dotted, on a radius in units. */
  ring(x: number, y: number, radius: number, ink: number): void {
    const [middle, row, far] = [x * this.ratio + this.edge, y * this.ratio + this.edge, radius * this.ratio];
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

  /* The canvas shows the dots and nothing else. */
  paint(pen: Pen): void {
    if (this.used) pen.putImageData(this.image!, -this.edge, -this.edge);
  }
}

/* "#rrggbb" as the pixels have it, clear. */
export function inkOf(colour: string): number {
  const value = parseInt(colour.slice(1), 16);
  return ((value & 255) << 16) | (value & 0xff00) | (value >> 16);
}
