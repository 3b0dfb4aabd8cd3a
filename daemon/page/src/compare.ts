// Compare: two views side by side, their maps moving together; what one sees and the other does not
// is marked on both.

import { Asked } from './asked';
import { gap, CompareSide, placeOf, type Side } from './compare_side';
import { ComparePanel, shortName } from './compare_panel';
import { severalViews } from './board';
import { el, setText } from './dom';
import { Lost } from './head';
import type { Key } from './keys';
import { entry } from './legend';
import * as marks from './marks';
import { Matching } from './matching';
import type { Page, PageKind } from './page';
import type { Picture } from './picture';
import { lay, numbersOf, type Both, type Laid } from './pairs';
import type { Shell } from './shell';
import { hasTruth, partnerViews, type View } from './site';
import { Symbols } from './symbol';
import { Together } from './together';
import { categoriesOf, identityOf } from './track';
import { truthOf, type Truth } from './truth';
import { unit } from './unit';
import { clockOfNs, hex } from './words';

export const comparePage: PageKind = {
  path: 'compare', words: 'Compare',
  opens: severalViews,
  make: (shell) => new Compare(shell),
};

class Compare implements Page {
  readonly element: HTMLElement;
  readonly keys: readonly Key[] = this.keyList();
  readonly ready: Promise<void>;
  private readonly views: readonly View[];
  private readonly sides: Record<Side, CompareSide>;
  private readonly panel = new ComparePanel();
  private readonly lost = new Lost();
  private readonly status = el('p', { class: 'place-in-list', role: 'status' });
  private readonly tied: HTMLButtonElement;
  private readonly foot = el('footer', { class: 'legend', 'aria-label': 'Legend' });
  private readonly timer: number;
  private together: Together | null = null;
  private laid: Laid | null = null;
  private laidBy: Truth | null = null;
  private matching = new Matching();
  private isPairing = false;
  private readonly truth: Asked<Truth> | null; // null: not for this link
  private selected: [left: number, right: number] | null = null; // numbers of an object; 0: not there
  private apart = false;
  private symbols!: { live: Symbols; lost: Symbols };
  private asked = 0;
  private explained = '';

  constructor(private readonly shell: Shell) {
    this.views = partnerViews(shell.site);
    this.makeSymbols();
    const side = (which: Side) => new CompareSide(which, shell, this.views,
      (view) => this.choose(which, view), (one) => this.select(one));
    this.sides = { left: side('left'), right: side('right') };
    this.tied = this.button('Maps move together ', 'M', () => this.tie(this.apart));
    this.element = el('main', { class: 'compare' },
      el('div', { class: 'pair' }, this.sides.left.element, this.sides.right.element, this.lost.element), this.panel.element,
      el('div', { class: 'board-foot' }, this.foot, this.tied, this.button('Swap ', 'X', () => this.swap()),
        this.button('Next difference ', 'N', () => this.step(1)), this.status));
    for (const which of ['left', 'right'] as const)
      this.sides[which].base.map.on('move', (event) => this.follow(which, event as { tied?: boolean }));
    this.tie(true);
    this.truth = hasTruth(shell.site) ? new Asked('truth', truthOf, () => this.changed()) : null;
    this.timer = window.setInterval(() => this.tick(), 250);
    this.ready = Promise.all([this.sides.left.base.ready, this.sides.right.base.ready]).then(() => undefined);
  }

  private button(words: string, key: string, press: () => void): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', onclick: press }, words, el('kbd', {}, key));
  }

  private keyList(): Key[] {
    const key = (keys: string[], shown: string, words: string, act: () => void): Key => ({ keys, shown, words, act });
    const both = (act: (side: CompareSide) => void) => () => {
      act(this.sides.left);
      if (this.apart) act(this.sides.right);
    };
    const pan = (x: number, y: number) => both(({ base }) => base.pan(x, y));
    return [
      key(['m', 'M'], 'M', 'maps move together, or apart', () => this.tie(this.apart)),
      key(['x', 'X'], 'X', 'swap', () => this.swap()),
      key(['n', 'N'], 'N', 'next difference', () => this.step(1)), key(['p', 'P'], 'P', 'difference before', () => this.step(-1)),
      key(['Escape'], 'Esc', 'select nothing', () => this.select(null)),
      key(['0'], '0', 'whole area', both(({ base }) => base.showWhole())),
      key(['+', '='], '+', 'closer', both(({ base }) => base.zoom(0.5))), key(['-'], '-', 'farther', both(({ base }) => base.zoom(-0.5))),
      key(['ArrowLeft'], '\u2190 \u2191 \u2192 \u2193', 'move the maps', pan(-120, 0)), key(['ArrowRight'], '', '', pan(120, 0)),
      key(['ArrowUp'], '', '', pan(0, -120)), key(['ArrowDown'], '', '', pan(0, 120)),
      key(['h', 'H'], 'H', 'hold the picture, and go on', () => this.hold()),
    ];
  }

  /* What is drawn, for tests. */
  get look(): object {
    const number = (value: number) => (value ? hex(value).toLowerCase() : null);
    const objects = (of: readonly Both[] | undefined) => (of ?? []).map((one) => numbersOf(this.laid!, one).map(number));
    return Object.freeze({
      views: () => this.together?.views.map((view) => view.name) ?? [],
      epoch: () => (this.laid ? Number(this.laid.left.epochNs) / 1e9 : null),
      both: () => objects(this.laid?.both), only: () => objects(this.laid?.only),
      selected: () => this.selected?.map(number) ?? null,
      centres: () => (['left', 'right'] as const).map((which) => this.sides[which].base.map.getCenter().toArray()),
      still: () => this.asked === 0 && !this.isPairing && (['left', 'right'] as const).every((which) => this.sides[which].base.map.loaded()),
    });
  }

  /* The address names two views; none: a partner's under the rule in force, and under another. */
  open(rest: readonly string[]): boolean {
    const [left, right] = rest.length ? rest.map((name) => this.views.find((view) => view.name === name)) : this.usual();
    if (!left || !right || rest.length > 2) return false;
    const [before] = this.together ? [this.together.views] : [[]];
    if (before[0] !== left || before[1] !== right) this.turnTo(left, right);
    return true;
  }

  private usual(): (View | undefined)[] {
    const left = this.views.find((view) => view.in_force) ?? this.views[0];
    const own = this.views.filter((view) => view.audience === left.audience);
    return [left, own[own.indexOf(left) + 1] ?? own.find((view) => view !== left) ?? this.views.find((view) => view !== left)];
  }

  /* Everything of the views before goes before anything of these comes. */
  private turnTo(left: View, right: View): void {
    this.together?.end();
    this.matching.end();
    this.matching = new Matching();
    this.isPairing = false;
    this.laid = null;
    this.selected = null;
    this.panel.clear();
    this.together = new Together([left, right], () => this.changed());
    this.shell.at(`${left.audience} under ${left.rule}, ${right.audience} under ${right.rule}`, left.name, right.name);
    this.draw();
  }

  end(): void {
    window.clearInterval(this.timer);
    window.cancelAnimationFrame(this.asked);
    this.together?.end();
    this.matching.end();
    this.truth?.end();
    this.together = this.laid = this.laidBy = null;
    this.sides.left.end();
    this.sides.right.end();
  }

  paint(): void {
    this.makeSymbols();
    for (const { base } of Object.values(this.sides)) base.paint(this.shell.tokens);
    this.changed();
  }

  private makeSymbols(): void {
    const { tokens } = this.shell;
    this.symbols = { live: new Symbols(tokens, false), lost: new Symbols(tokens, true) };
  }

  private choose(which: Side, view: View): void {
    const [left, right] = this.together!.views;
    this.shell.go('compare', (which === 'left' ? view : left).name, (which === 'right' ? view : right).name);
  }

  private swap(): void {
    const [left, right] = this.together!.views;
    this.shell.go('compare', right.name, left.name);
  }

  private tie(on: boolean): void {
    this.apart = !on;
    this.tied.setAttribute('aria-pressed', String(on));
    if (on) this.follow('left', {});
  }

  /* tied: this move is one that followed the other map. */
  private follow(which: Side, { tied }: { tied?: boolean }): void {
    if (tied || this.apart) return;
    const [from, to] = which === 'left' ? [this.sides.left, this.sides.right] : [this.sides.right, this.sides.left];
    to.base.follow(from.base);
  }

  private hold(): void {
    this.together?.hold();
    this.changed();
  }

  private select(one: Both | null): void {
    this.selected = one && this.laid ? numbersOf(this.laid, one) : null;
    this.changed();
  }

  /* The selected object in what is shown now. */
  private get chosen(): Both | null {
    const { laid, selected } = this;
    if (!laid || !selected) return null;
    const is = (one: Both) => numbersOf(laid, one).every((number, n) => number === selected[n]);
    return laid.only.find(is) ?? laid.both.find(is) ?? null;
  }

  /* N and P: through what only one of them sees. */
  private step(by: number): void {
    const only = this.laid?.only ?? [];
    if (!only.length) return;
    const at = only.indexOf(this.chosen as Both);
    const one = only[at < 0 ? (by > 0 ? 0 : only.length - 1) : (at + by + only.length) % only.length];
    this.select(one);
    for (const which of this.apart ? (['left', 'right'] as const) : (['left'] as const)) {
      this.sides[which].base.bring(...placeOf(this.laid!, one, which));
    }
  }

  private changed(): void {
    this.asked ||= window.requestAnimationFrame(() => this.draw());
  }

  private tick(): void {
    const { together } = this;
    if (!together) return;
    const before = together.feeds.map((feed) => feed.link.kind).join();
    const state = together.state();
    if (before !== together.feeds.map((feed) => feed.link.kind).join()) return this.changed();
    this.shell.show(together, state);
    this.lost.show(this.laid?.left ?? null, state);
  }

  private draw(): void {
    this.asked = 0;
    const { together } = this;
    if (!together) return;
    const state = together.state();
    const live = state.kind !== 'lost';
    const [left, right] = together.pictures;
    if (left && right) this.pair(left, right, together.isHeld ? this.laidBy : this.truth?.value ?? null);
    this.shell.show(together, state);
    this.lost.show(left, state);
    const held = together.isHeld;
    (['left', 'right'] as const).forEach((which, n) => {
      const picture = this.laid?.[which] ?? together.pictures[n];
      this.sides[which].plate.show(together.feeds[n], held ? together.pictures[n] : null);
      this.sides[which].show({ laid: this.laid, picture, selected: this.chosen, symbols: live ? this.symbols.live : this.symbols.lost, live });
    });
    this.say();
    this.explain();
  }

  /* What was paired last stands until the next is; what comes meanwhile waits for the time after. */
  private pair(left: Picture, right: Picture, truth: Truth | null): void {
    const { laid, matching } = this;
    if (this.isPairing || (left === laid?.left && right === laid.right && truth === this.laidBy)) return;
    this.isPairing = true;
    void matching.ask(right, left, truth).then((other) => {
      if (matching !== this.matching || !this.together) return;
      this.isPairing = false;
      this.laid = lay(left, right, other);
      this.laidBy = truth;
      this.panel.show(this.laid, this.together.views[0], this.together.views[1], truth !== null);
      if (!this.chosen) this.selected = null;
      this.changed();
    });
  }

  private say(): void {
    const { laid, chosen, together } = this;
    if (!laid) return setText(this.status, 'Waiting for the first epoch');
    const only = laid.only.length;
    if (!chosen) return setText(this.status, only === 0 ? `No difference at ${clockOfNs(laid.left.epochNs)}` : `${only} differences`);
    const [picture, i] = chosen.right >= 0 ? [laid.right, chosen.right] : [laid.left, chosen.left];
    const what = `${categoriesOf(picture.columns.categories[i])}, ${identityOf(picture, i)}`;
    const at = laid.only.indexOf(chosen);
    const [left, right] = together!.views;
    const who = chosen.right >= 0 ? shortName(right, left) : shortName(left, right);
    setText(this.status, at < 0 ? `${what}, seen by both` : `${at + 1} of ${only}: ${what}, only ${who}`);
  }

  /* Only what is on the screen. */
  private explain(): void {
    const { laid } = this;
    const t = this.shell.tokens;
    const key = `${!laid?.both.length} ${!laid?.only.length} ${this.shell.theme} ${unit()}`;
    if (key === this.explained) return;
    this.explained = key;
    this.foot.replaceChildren(...[
      laid?.only.length ? entry('seen here, not by the other', 30, (pen, x, y) => {
        pen.fillStyle = t.diffFill;
        pen.strokeStyle = t.diff;
        pen.lineWidth = 2.4;
        marks.ellipse(pen, x, y, 11, 11, 0);
        pen.fill();
      }) : '',
      laid?.only.length ? entry('the other sees one here', 30, (pen, x, y) => gap(pen, x, y, t)) : '',
      laid?.both.length ? entry('seen by both, muted', 26, (pen, x, y) => {
        const image = this.symbols.live.get({ category: 'air', identity: 5, type: 0, status: 2 }, 14);
        pen.globalAlpha = 0.5;
        pen.drawImage(image.canvas, x - image.x, y - image.y, image.width, image.height);
      }) : '',
    ].filter((one) => one !== ''));
  }
}
