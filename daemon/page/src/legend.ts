// What stands on the map, explained: nothing that is not on the screen.

import type { Frame } from './frame';
import { el } from './dom';
import * as marks from './marks';
import type { Seen } from './overlay';
import type { Symbols } from './symbol';
import { COASTING, CONFIRMED, TENTATIVE } from './track';
import type { Tokens } from './tokens';
import { grain, rem, unit } from './unit';

export type Paint = (pen: marks.Pen, x: number, y: number) => void;

export class Legend {
  readonly element = el('footer', { class: 'legend', 'aria-label': 'Legend' });
  private before = '';

  show(seen: Seen, frame: Frame, lat: number, symbols: Symbols, t: Tokens, look: string): void {
    const scale = scaleFor(frame.pixels(lat));
    const key = `${[...seen].sort().join()} ${scale.km} ${Math.round(scale.width)} ${look} ${unit()}`;
    if (key === this.before) return;
    this.before = key;
    const entries: HTMLElement[] = [];
    for (const [name, words, width, paint] of this.entries(symbols, t))
      if (seen.has(name)) entries.push(entry(words, width, paint));
    const ahead = aheadWords(seen);
    if (ahead) entries.push(entry(ahead, 24, (pen, x, y) => this.leader(pen, x, y, t)));
    entries.push(entry(`${scale.km} km`, scale.width + 4, (pen, x, y) => this.bar(pen, x, y, scale.width, t)));
    this.element.replaceChildren(...entries);
  }

  private entries(symbols: Symbols, t: Tokens): [Parameters<Seen['has']>[0], string, number, Paint][] {
    const symbol = (status: number): Paint => (pen, x, y) => {
      const image = symbols.get({ category: 'air', identity: 2, type: 0, status }, status === TENTATIVE ? 11 : 16);
      pen.drawImage(image.canvas, x - image.x, y - image.y, image.width, image.height);
      if (status !== COASTING) return;
      pen.strokeStyle = t.t1;
      pen.lineWidth = 2;
      marks.line(pen, x - 8, y + 14, x + 8, y + 14);
    };
    return [
      ['confirmed', 'confirmed', 28, symbol(CONFIRMED)],
      ['tentative', 'tentative', 22, symbol(TENTATIVE)],
      ['coasting', 'coasting', 28, symbol(COASTING)],
      ['dot', 'a track among many', 10, (pen, x, y) => {
        pen.fillStyle = t.t1;
        marks.dot(pen, x, y, 'friend');
      }],
      ['floor', 'floor: anywhere inside', 28, (pen, x, y) => marks.disc(pen, x, y, 12, t.t2, t.ctl)],
      ['delayed', 'last report, delayed', 34, (pen, x, y) => {
        pen.strokeStyle = pen.fillStyle = t.t1;
        pen.lineWidth = 1.4;
        pen.fillRect(x - 15, y - 3, 6, 6);
        marks.line(pen, x - 9, y, x + 16, y, [3, 3]);
      }],
      ['ellipse', '95 % inside', 28, (pen, x, y) => {
        pen.strokeStyle = t.t1;
        pen.lineWidth = 1.2;
        marks.ellipse(pen, x, y, 13, 7, 1.2);
      }],
      ['sensor', 'own sensor', 14, (pen, x, y) => {
        pen.strokeStyle = t.t3;
        pen.lineWidth = 1.3;
        marks.triangle(pen, x, y, 4.5);
      }],
      ['notice', 'notice', 22, (pen, x, y) => {
        pen.strokeStyle = t.t2;
        pen.lineWidth = 1.2;
        marks.ellipse(pen, x, y, 9, 9, 0, [1.6, 3.4]);
      }],
    ];
  }

  private leader(pen: marks.Pen, x: number, y: number, t: Tokens): void {
    pen.strokeStyle = t.t1;
    pen.lineWidth = 1.6;
    marks.line(pen, x - 10, y, x + 10, y);
  }

  private bar(pen: marks.Pen, x: number, y: number, width: number, t: Tokens): void {
    pen.strokeStyle = t.t2;
    pen.lineWidth = 1.2;
    marks.line(pen, x - width / 2, y, x + width / 2, y);
    for (const end of [-1, 1]) marks.line(pen, x + (end * width) / 2, y - 4, x + (end * width) / 2, y + 4);
  }
}

/* One time for all of a category: "3 min ahead (sea 12 min, missile 45 s)". */
function aheadWords(seen: Seen): string {
  const times = [['leader air', 'air 3 min'], ['leader surface', 'sea 12 min'], ['leader missile', 'missile 45 s']] as const;
  const words = times.filter(([name]) => seen.has(name)).map(([, time]) => time);
  return words.length ? `ahead: ${words.join(', ')}` : '';
}

/* One line of a legend: a mark, painted round the middle of its width, and words. */
export function entry(words: string, width: number, paint: Paint): HTMLElement {
  const canvas = document.createElement('canvas');
  const ratio = grain();
  canvas.width = Math.ceil(width * ratio);
  canvas.height = 36 * ratio;
  canvas.style.width = rem(width);
  canvas.style.height = rem(36);
  const pen = canvas.getContext('2d')!;
  pen.scale(ratio, ratio);
  paint(pen, width / 2, 17);
  return el('span', { class: 'entry' }, canvas, words);
}

/* A round length that takes some 50 to 125 pixels. */
function scaleFor(pixels: number): { km: number; width: number } {
  for (const base of [0.01, 0.1, 1, 10, 100, 1000])
    for (const step of [1, 2, 5]) {
      const width = base * step * 1000 * pixels;
      if (width >= 50) return { km: base * step, width };
    }
  return { km: 5000, width: 5_000_000 * pixels };
}
