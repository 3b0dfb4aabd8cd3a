// The list of tracks: the map's equal. It shows as many rows as fit and moves over the rest.

import { el, setClass, setText } from './dom';
import { nameOf } from './names';
import { ordered } from './order';
import type { Picture } from './picture';
import type { Session } from './session';
import { lookOf, type Symbols } from './symbol';
import * as track from './track';
import { rem, unit } from './unit';
import { km, old, thousands } from './words';

type Key = 'category' | 'name' | 'identity' | 'speed' | 'radius' | 'age' | 'form';
const HEADS: [Key, string, string][] = [
  ['category', 'Cat.', 'symbol'], ['name', 'No.', 'name'], ['identity', 'Identity', ''],
  ['speed', 'Speed', 'right'], ['radius', '95 %', 'right'], ['age', 'Age', 'right'], ['form', 'Form', ''],
];
const ROW = 30; // units

/* What is not as usual with a track, in one or two words. */
export function formWords(picture: Picture, i: number): string {
  const status = picture.columns.status[i];
  if (status === track.TENTATIVE) return 'tentative';
  if (status === track.COASTING) return 'coasting';
  if (track.floored(picture, i)) return 'floor';
  if (track.delayed(picture, i)) return 'delayed';
  return track.velocityWithheld(picture, i) ? 'no velocity' : '';
}

/* Indices of the tracks that a search finds; all where nothing is searched. Each word must stand in
 * the number, in the label or in what is said of the track. */
export function found(picture: Picture, search: string): Uint32Array {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const said = new Map<number, readonly string[]>(); // the words that are not in what is said of tracks like this
  const hits = new Uint32Array(picture.count);
  let count = 0;
  for (let i = 0; i < picture.count; i++) {
    const left = words.length ? unsaid(picture, i, words, said) : words;
    if (left.every((word) => isNamed(picture, i, word))) hits[count++] = i;
  }
  return hits.subarray(0, count);
}

function isNamed({ columns: { number, labels } }: Picture, i: number, word: string): boolean {
  if (labels[i] && labels[i].toLowerCase().includes(word)) return true;
  return HEXADECIMAL.test(word) && number[i].toString(16).padStart(12, '0').includes(word);
}

function unsaid(picture: Picture, i: number, words: readonly string[], said: Map<number, readonly string[]>): readonly string[] {
  const { identity, categories, form } = picture.columns;
  const shown = formWords(picture, i);
  const key = ((FORMS.indexOf(shown) * 256 + form[i]) * 256 + categories[i]) * 256 + identity[i];
  let left = said.get(key);
  if (left) return left;
  const text = `${track.identityOf(picture, i)} ${track.categoriesOf(categories[i])} ${shown}`;
  said.set(key, (left = words.filter((word) => !text.includes(word))));
  return left;
}

const HEXADECIMAL = /^[0-9a-f]+$/;
const FORMS = ['coasting', 'delayed', 'floor', 'no velocity', 'tentative', '']; // as they sort

/* What a head sorts by: a whole number under 2^32; tracks come sorted by number. */
function valueOf(picture: Picture, i: number, key: Exclude<Key, 'name'>): number {
  switch (key) {
    case 'category': return track.rank(picture, i);
    case 'identity': return 255 - picture.columns.identity[i];
    case 'speed': return 2 ** 31 - Math.round(Math.min(2 ** 31, 100 * (track.speedOf(picture, i) ?? -1)));
    case 'radius': return 2 ** 31 - Math.round(Math.min(2 ** 31, track.circle95(picture, i)));
    case 'age': return picture.columns.ageDs[i];
    case 'form': return FORMS.indexOf(formWords(picture, i));
  }
}

export function sorted(picture: Picture, indices: Uint32Array, key: Key, down: boolean): Uint32Array {
  if (key === 'name') return down ? indices.slice().reverse() : indices;
  const values = new Uint32Array(indices.length);
  for (let n = 0; n < values.length; n++) values[n] = valueOf(picture, indices[n], key);
  if (down) for (let n = 0; n < values.length; n++) values[n] = ~values[n];
  const order = ordered(values);
  for (let n = 0; n < order.length; n++) order[n] = indices[order[n]];
  return order;
}

class Row {
  readonly element = el('tr', { role: 'row' });
  private readonly symbol = document.createElement('canvas');
  private readonly cells = HEADS.map(([, , kind]) => el('td', { class: kind }));
  private drawn = '';
  number = 0;

  constructor(select: (number: number) => void) {
    this.cells[0].append(this.symbol);
    this.element.append(...this.cells);
    this.element.addEventListener('click', () => select(this.number));
  }

  show(picture: Picture, i: number, symbols: Symbols, greyKey: string): void {
    this.number = picture.columns.number[i];
    const look = lookOf(picture, i);
    const key = JSON.stringify(look) + greyKey;
    if (key !== this.drawn) this.draw(look, symbols);
    this.drawn = key;
    const speed = track.speedOf(picture, i);
    const texts = [
      nameOf(picture, i), track.identityOf(picture, i),
      speed === null ? (track.velocityWithheld(picture, i) ? 'withheld' : 'unknown') : `${thousands(speed)} m/s`,
      `${km(track.circle95(picture, i))} km`, old(track.age(picture, i)), formWords(picture, i),
    ];
    texts.forEach((text, n) => setText(this.cells[n + 1], text));
    setClass(this.cells[3], 'withheld', speed === null);
    setClass(this.cells[5], 'strong', track.delayed(picture, i));
  }

  private draw(look: Parameters<Symbols['get']>[0], symbols: Symbols): void {
    const image = symbols.get(look, 12);
    this.symbol.width = image.canvas.width;
    this.symbol.height = image.canvas.height;
    this.symbol.style.width = rem(image.width);
    this.symbol.style.height = rem(image.height);
    this.symbol.getContext('2d')!.drawImage(image.canvas, 0, 0);
  }
}

export class TrackList {
  readonly element: HTMLElement;
  private readonly body = el('tbody');
  private readonly foot = el('p', { class: 'foot' });
  private readonly heads = new Map<Key, HTMLElement>();
  private readonly rows: Row[] = [];
  private readonly table: HTMLTableElement;
  private order: Uint32Array = new Uint32Array(0);
  private top = 0; // of the rows in sight
  private fits = 3; // rows that there is room for
  private cursor = 0; // number of the track that the keys stand on
  private key: Key = 'category';
  private down = false;
  private picture: Picture | null = null;

  constructor(private readonly select: (number: number) => void, private readonly redraw: () => void) {
    const head = el('tr', {}, ...HEADS.map(([key, text, kind]) => {
      const cell = el('th', { scope: 'col', class: kind },
        el('button', { type: 'button', onclick: () => this.sortBy(key) }, text));
      this.heads.set(key, cell);
      return cell;
    }));
    this.table = el('table', { tabindex: 0, 'aria-label': 'Tracks', role: 'grid' }, el('thead', {}, head), this.body);
    this.element = el('div', { class: 'list' }, this.table, this.foot);
    this.table.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    const sizes = new ResizeObserver(() => this.measure());
    for (const part of [this.element, head, this.foot]) sizes.observe(part);
  }

  clear(): void {
    this.top = this.cursor = 0;
    this.order = new Uint32Array(0);
    this.picture = null;
    this.body.replaceChildren();
    this.rows.length = 0;
    setText(this.foot, '');
  }

  private sortBy(key: Key): void {
    this.down = this.key === key && !this.down;
    this.key = key;
    this.top = 0;
    this.redraw();
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    this.top += Math.sign(event.deltaY) * 3;
    this.redraw();
  }

  /* J and K: the next row, the one before. */
  move(step: number): void {
    const picture = this.picture;
    if (!picture || !this.order.length) return;
    this.table.focus({ preventScroll: true }); // so that Enter is the row's, and no button's
    const numbers = picture.columns.number;
    const at = this.order.findIndex((i) => numbers[i] === this.cursor);
    const next = at < 0 ? (step > 0 ? 0 : this.order.length - 1) : at + step;
    const to = Math.max(0, Math.min(this.order.length - 1, next));
    this.cursor = numbers[this.order[to]];
    if (to < this.top) this.top = to;
    if (to >= this.top + this.fits) this.top = to - this.fits + 1;
    this.redraw();
  }

  enter(): void {
    if (this.cursor) this.select(this.cursor);
  }

  /* Only when a size has changed: to ask while drawing costs a layout each time. */
  private measure(): void {
    const room = this.element.clientHeight - this.foot.offsetHeight - this.table.tHead!.offsetHeight;
    this.fits = Math.max(3, Math.floor(room / (ROW * unit())));
    this.redraw();
  }

  show(session: Session, picture: Picture | null, indices: Uint32Array, symbols: Symbols, greyKey: string): void {
    if (!picture) return this.clear();
    this.picture = picture;
    this.order = sorted(picture, indices, this.key, this.down);
    const { fits } = this;
    this.top = Math.max(0, Math.min(this.top, this.order.length - fits));
    const shown = this.order.slice(this.top, this.top + fits);
    this.keepRows(shown.length);
    shown.forEach((i, n) => {
      const row = this.rows[n];
      row.show(picture, i, symbols, greyKey);
      row.element.setAttribute('aria-rowindex', String(this.top + n + 2));
      row.element.setAttribute('aria-selected', String(row.number === session.selected));
      setClass(row.element, 'selected', row.number === session.selected);
      setClass(row.element, 'cursor', row.number === this.cursor);
    });
    this.table.setAttribute('aria-rowcount', String(this.order.length + 1));
    this.showHeads();
    setText(this.foot, this.footWords(shown.length, picture));
  }

  private showHeads(): void {
    for (const [key, cell] of this.heads)
      cell.setAttribute('aria-sort', key !== this.key ? 'none' : this.down ? 'descending' : 'ascending');
  }

  private keepRows(count: number): void {
    while (this.rows.length < count) {
      const row = new Row(this.select);
      this.rows.push(row);
      this.body.append(row.element);
    }
    while (this.rows.length > count) this.rows.pop()!.element.remove();
  }

  private footWords(shown: number, picture: Picture): string {
    if (!this.order.length && picture.count) return 'No track answers this search.';
    if (!picture.count) return '';
    const part = shown < this.order.length
      ? `${thousands(this.top + 1)} to ${thousands(this.top + shown)} of ${thousands(this.order.length)}` : `All ${shown}`;
    let tentative = 0;
    for (const i of this.order) if (picture.columns.status[i] === track.TENTATIVE) tentative++;
    const by = HEADS.find(([key]) => key === this.key)![1];
    const words: Record<string, string> = { 'Cat.': 'category', 'No.': 'number', '95 %': '95 %' };
    return `${part}${tentative ? `, ${thousands(tentative)} tentative` : ''}, sorted by ${words[by] ?? by.toLowerCase()}. J and K move, Enter selects.`;
  }
}
