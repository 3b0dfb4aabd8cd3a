// The Board: every partner's picture under every rule, as small live maps side by side, told apart by
// what the baseline rule has and has not.

import { Asked } from './asked';
import { BoardGrid } from './board_grid';
import { disc, gap, LEADER_WORDS, marksOf } from './board_marks';
import { difference, type Difference } from './difference';
import { el, setText } from './dom';
import { Lost } from './head';
import type { Key } from './keys';
import { entry } from './legend';
import * as marks from './marks';
import { Matching } from './matching';
import type { Page, PageKind } from './page';
import type { Picture } from './picture';
import type { Scores } from './scores';
import type { Shell } from './shell';
import { hasTruth, isWhiteCell, partnerViews, type Site } from './site';
import { SmallMaps } from './small_maps';
import { Together } from './together';
import { CATEGORIES, type Category } from './track';
import { truthOf, type Truth } from './truth';
import { unit } from './unit';
import { bareWarnings } from './warnings';
import { clockOfNs, hex } from './words';

export const boardPage: PageKind = {
  path: 'board', words: 'Board',
  opens: severalViews,
  make: (shell) => new Board(shell),
};

export function severalViews(site: Site): boolean {
  return partnerViews(site).length >= 2;
}

interface Shown {
  readonly picture: Picture;
  readonly base: Picture | null;
  readonly difference: Difference;
}

class Board implements Page {
  readonly element: HTMLElement;
  readonly keys: readonly Key[] = this.keyList();
  private readonly grid: BoardGrid;
  private readonly maps: SmallMaps;
  private readonly together: Together;
  private readonly scores: Asked<Scores> | null; // null: not for this link
  private readonly truth: Asked<Truth> | null;
  private readonly lost = new Lost();
  private readonly edge = el('div', { class: 'edge' });
  private readonly field: HTMLElement;
  private readonly legend = el('footer', { class: 'legend', 'aria-label': 'Legend' });
  private readonly status = el('p', { class: 'status', role: 'status' });
  private readonly scored = el('span');
  private readonly against: HTMLSelectElement;
  private readonly category: HTMLSelectElement;
  private readonly differs = this.button('difference', () => this.alike(false));
  private readonly same = this.button('all alike', () => this.alike(true));
  private readonly holds = this.button('Hold ', () => this.hold(), el('kbd', {}, 'H'));
  private readonly shown = new Map<string, Shown>(); // by view: what its cell shows
  private readonly drawn: unknown[][] = []; // of each row: what it was made from
  private readonly matching = new Matching();
  private readonly pairing = new Set<number>(); // rows whose tracks are being paired
  private readonly sizes: ResizeObserver;
  private readonly timer: number;
  private objects: Truth | null = null; // by which tracks are paired; stands while the picture is held
  private allAlike = false;
  private asked = 0; // a frame that is asked for
  private explained = '';
  ready: Promise<void>;

  constructor(private readonly shell: Shell) {
    const { site } = shell;
    const views = partnerViews(site);
    const rules = [...new Set(views.map((view) => view.rule))];
    const partners = site.partners.filter(({ code }) => views.some((view) => view.audience === code));
    this.grid = new BoardGrid(partners, rules, views);
    this.against = select('Against', rules.map((rule) => [rule, rule]), () => this.change());
    this.category = select('Category', [['', 'all 8'], ...CATEGORIES.map((name): [string, string] => [name, name])], () => this.change());
    this.maps = new SmallMaps(site.area, () => this.layOut());
    this.field = el('div', { class: 'board-field' }, this.maps.canvas, this.grid.element, this.edge, this.lost.element);
    this.element = el('main', { class: 'board' }, this.bar(), this.field, this.foot());
    this.together = new Together(this.grid.cells.map((cell) => cell.view), () => this.changed());
    this.scores = hasTruth(site) ? new Asked('scores', (told: Scores) => told, () => this.scoresCame()) : null;
    this.truth = hasTruth(site) ? new Asked('truth', truthOf, () => this.changed()) : null;
    this.grid.score(null, this.against.value);
    this.grid.element.addEventListener('scroll', () => this.redraw(), { passive: true });
    this.sizes = new ResizeObserver(() => this.layOut());
    this.timer = window.setInterval(() => this.tick(), 250);
    this.ready = this.maps.ready.then(() => {
      this.sizes.observe(this.field);
      this.sizes.observe(this.grid.cells[0].map); // another row of the grid makes every map another size
      this.layOut();
    });
    this.change();
  }

  private bar(): HTMLElement {
    const title = isWhiteCell(this.shell.site) ? 'Who sees what, under which rule, and what does it cost' : 'Who sees what, under which rule';
    const group = (name: string, ...parts: HTMLElement[]) => el('span', { class: 'group', role: 'group', 'aria-label': name },
      el('span', { class: 'name', 'aria-hidden': 'true' }, name), ...parts);
    return el('div', { class: 'bar-of-board' }, el('h1', {}, title), this.status,
      group('Against', this.against), group('Show', this.differs, this.same), group('Category', this.category), this.holds);
  }

  private foot(): HTMLElement {
    return el('div', { class: 'board-foot' }, this.legend, el('p', { class: 'aside' }, this.scored, ' Arrows move, Enter opens, C compares.'));
  }

  private button(words: string, press: () => void, ...more: HTMLElement[]): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', 'aria-pressed': 'false', onclick: press }, words, ...more);
  }

  private keyList(): Key[] {
    const key = (keys: string[], shown: string, words: string, act: () => void): Key => ({ keys, shown, words, act });
    return [
      key(['ArrowLeft'], '\u2190 \u2191 \u2192 \u2193', 'another cell', () => this.grid.move(-1, 0)),
      key(['ArrowRight'], '', '', () => this.grid.move(1, 0)),
      key(['ArrowUp'], '', '', () => this.grid.move(0, -1)), key(['ArrowDown'], '', '', () => this.grid.move(0, 1)),
      key(['Enter'], 'Enter', 'open the view', () => this.grid.focused?.link.click()),
      key(['c', 'C'], 'C', 'compare with the baseline', () => this.compare()),
      key(['a', 'A'], 'A', 'all alike, or the difference', () => this.alike(!this.allAlike)),
      key(['h', 'H'], 'H', 'hold the picture, and go on', () => this.hold()),
    ];
  }

  /* What is drawn, for tests. */
  get look(): object {
    const tracks = (picture: Picture, indices: readonly number[]) => indices.map((i) => hex(picture.columns.number[i]).toLowerCase());
    return Object.freeze({
      cells: () => this.grid.cells.flatMap(({ view: { name } }) => {
        const shown = this.shown.get(name);
        return shown ? [[name, shown] as const] : [];
      }).map(([view, { picture, base, difference: { both, added, lost } }]) => ({
        view, epoch: Number(picture.epochNs) / 1e9,
        tracks: tracks(picture, [...both, ...added]).sort(), added: tracks(picture, added), lost: base ? tracks(base, lost) : [],
      })),
      still: () => this.asked === 0 && this.pairing.size === 0, // every cell is as it was asked for
    });
  }

  open(rest: readonly string[]): boolean {
    if (rest.length) return false;
    this.shell.at('Board');
    return true;
  }

  end(): void {
    window.clearInterval(this.timer);
    window.cancelAnimationFrame(this.asked);
    this.sizes.disconnect();
    this.together.end();
    this.matching.end();
    this.scores?.end();
    this.truth?.end();
    this.shown.clear();
    this.maps.end();
  }

  paint(): void {
    this.layOut();
  }

  private compare(): void {
    const view = this.grid.focused?.view;
    const base = this.together.views.find((one) => one.audience === view?.audience && one.rule === this.against.value);
    if (view && base && base !== view) this.shell.go('compare', base.name, view.name);
  }

  private alike(on: boolean): void {
    this.allAlike = on;
    this.change();
  }

  private hold(): void {
    this.together.hold();
    this.changed();
  }

  private scoresCame(): void {
    this.grid.score(this.scores!.value, this.against.value);
  }

  /* What is asked of the Board is another: each row is made anew. */
  private change(): void {
    this.differs.setAttribute('aria-pressed', String(!this.allAlike));
    this.same.setAttribute('aria-pressed', String(this.allAlike));
    if (this.scores) setText(this.scored, `Scores are against truth${this.category.value ? ', of all 8 categories' : ''}: exercise staff only.`);
    this.grid.mark(this.allAlike ? '' : this.against.value);
    this.grid.score(this.scores?.value ?? null, this.against.value);
    this.changed();
  }

  private changed(): void {
    this.asked ||= window.requestAnimationFrame(() => this.step());
  }

  private tick(): void {
    const before = this.together.feeds.map((feed) => feed.link.kind).join();
    const state = this.together.state();
    if (before !== this.together.feeds.map((feed) => feed.link.kind).join()) return this.changed();
    this.shell.show(this.together, state);
    this.lost.show(this.together.pictures.find(Boolean) ?? null, state);
  }

  /* One row a frame, those first that wait longest; the rest in the frames to come. */
  private step(): void {
    this.asked = 0;
    const state = this.together.state();
    const live = state.kind !== 'lost';
    const pictures = this.together.pictures;
    if (!this.together.isHeld) this.objects = this.truth?.value ?? null;
    this.shell.show(this.together, state);
    this.lost.show(pictures.find(Boolean) ?? null, state);
    this.edge.hidden = live;
    const of = (row: number) => this.grid.rows[row].map(({ view }) => pictures[this.together.views.indexOf(view)]);
    const wanted = this.grid.rows.map((_, row) => this.from(of(row), live));
    const stale = wanted.map((_, row) => row).filter((row) => !this.pairing.has(row) && !alike(wanted[row], this.drawn[row]));
    if (stale.length) {
      const row = stale.find((one) => one > this.lastRow) ?? stale[0];
      this.lastRow = row;
      this.drawn[row] = wanted[row];
      void this.pairRow(row, of(row), live);
    }
    if (stale.length > 1) this.changed();
    this.say(pictures);
    this.explain();
  }

  private lastRow = -1;

  /* All that a row is made from. */
  private from(pictures: readonly (Picture | null)[], live: boolean): unknown[] {
    return [this.against.value, this.category.value, this.allAlike, this.shell.theme, live, this.objects, ...pictures];
  }

  /* A row is made once its tracks are paired; what comes meanwhile waits for the next time. */
  private async pairRow(row: number, pictures: readonly (Picture | null)[], live: boolean): Promise<void> {
    const against = this.grid.rows[row].findIndex(({ view }) => view.rule === this.against.value);
    const asked = {
      live, category: (this.category.value || null) as Category | null, rule: this.against.value,
      bases: pictures.map((_, n) => (this.allAlike || n === against || against < 0 ? null : pictures[against])),
    };
    this.pairing.add(row);
    const others = await Promise.all(pictures.map((picture, n) =>
      picture && asked.bases[n] ? this.matching.ask(picture, asked.bases[n], this.objects) : null));
    this.pairing.delete(row);
    this.makeRow(row, pictures, others, asked);
    this.drawRow(row);
    this.changed();
  }

  private makeRow(row: number, pictures: readonly (Picture | null)[], others: readonly (Int32Array | null)[],
    { live, category, rule, bases }: { live: boolean; category: Category | null; rule: string; bases: readonly (Picture | null)[] }): void {
    this.grid.rows[row].forEach((cell, n) => {
      const [picture, base] = [pictures[n], bases[n]];
      this.shown.delete(cell.view.name);
      this.maps.set(cell.view.name, []);
      if (!picture) return cell.waiting();
      const differs = difference(picture, base, category, others[n]);
      this.shown.set(cell.view.name, { picture, base, difference: differs });
      const feed = this.together.feeds[this.together.views.indexOf(cell.view)];
      cell.show(picture, differs, base ? rule : '', feed.about?.given ?? '');
      this.maps.set(cell.view.name, marksOf({ picture, base, difference: differs, category, tokens: this.shell.tokens, live }));
    });
  }

  private drawRow(row: number): void {
    const room = this.field.getBoundingClientRect();
    if (!this.maps.covers(room)) return; // all is laid out anew, and drawn then
    for (const cell of this.grid.rows[row]) {
      const box = cell.map.getBoundingClientRect();
      this.maps.draw(cell.view.name, box.left - room.left, box.top - room.top, box.width, box.height);
    }
  }

  private redraw(): void {
    this.maps.wipe();
    this.grid.rows.forEach((_, row) => this.drawRow(row));
  }

  private layOut(): void {
    const boxes = this.grid.cells.map((cell) => cell.map.getBoundingClientRect());
    if (!boxes[0].width) return;
    /* As large as the largest: none is left bare at an edge. */
    const most = (of: (box: DOMRect) => number) => Math.max(...boxes.map(of));
    this.maps.layOut(this.field.getBoundingClientRect(), most((box) => box.width), most((box) => box.height), this.shell.tokens);
    this.drawn.length = 0;
    this.redraw(); // at once: a frame may be shown before the next
    this.changed();
  }

  private say(pictures: readonly (Picture | null)[]): void {
    const first = pictures.find(Boolean);
    const held = this.together.isHeld && first ? `HELD at ${clockOfNs(first.epochNs)}. H goes on.` : '';
    this.holds.setAttribute('aria-pressed', String(this.together.isHeld));
    setText(this.status, first ? held : 'Waiting for the first epoch');
  }

  /* Only what is on the screen. */
  private explain(): void {
    const t = this.shell.tokens;
    const all = [...this.shown.values()];
    const missile = (indices: readonly number[], picture: Picture) => indices.some((i) => picture.columns.categories[i] & 1);
    const has = {
      both: all.some((one) => one.difference.both.length),
      added: all.some((one) => one.difference.added.length),
      lost: all.some((one) => one.difference.lost.length),
      missile: all.some(({ picture, difference: { both, added } }) => missile(both, picture) || missile(added, picture)),
      warning: !this.category.value && all.some(({ picture }) => bareWarnings(picture).length > 0),
    };
    const key = JSON.stringify([has, this.shell.theme, this.against.value, this.allAlike, unit()]);
    if (key === this.explained) return;
    this.explained = key;
    this.legend.replaceChildren(...[
      has.both && entry(this.allAlike ? 'track' : `also seen under ${this.against.value}`, 10, (pen, x, y) => disc(pen, x, y, 2.5, t.t2)),
      has.added && entry('added by this rule', 12, (pen, x, y) => disc(pen, x, y, 3.5, t.diff)),
      has.lost && entry(`seen under ${this.against.value}, not here`, 14, (pen, x, y) => gap(pen, x, y, t.diff)),
      has.missile && entry('missile', 14, (pen, x, y) => {
        pen.fillStyle = t.t1;
        marks.triangle(pen, x, y, 4.5);
        pen.fill();
      }),
      has.warning && entry('warning only, no track', 22, (pen, x, y) => {
        pen.strokeStyle = t.diff;
        marks.ellipse(pen, x, y, 8, 8, 0, [1.6, 2.6]);
      }),
      all.length > 0 && entry(LEADER_WORDS, 18, (pen, x, y) => {
        pen.strokeStyle = t.t2;
        marks.line(pen, x - 8, y, x + 8, y);
      }),
    ].filter((one) => one !== false));
  }
}

function alike(a: readonly unknown[], b: readonly unknown[] | undefined): boolean {
  return b !== undefined && a.every((one, n) => one === b[n]);
}

function select(name: string, options: readonly (readonly [string, string])[], changed: () => void): HTMLSelectElement {
  return el('select', { class: 'control', 'aria-label': name, onchange: changed },
    ...options.map(([value, words]) => el('option', { value }, words)));
}
