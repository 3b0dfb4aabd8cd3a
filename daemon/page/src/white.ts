// The White cell's page: a view over truth, who sees an object and why, the acts of exercise control.

import './white.css';
import { Agreements } from './agreements';
import { Asked } from './asked';
import { AuditList } from './audit_list';
import { ClockLine } from './clock_line';
import { el } from './dom';
import type { Key } from './keys';
import { OverTruth, type TrueObject } from './objects';
import type { Page, PageKind } from './page';
import type { Sees } from './sees';
import type { Shell } from './shell';
import { isWhiteCell, type View } from './site';
import { WhiteMap } from './white_map';
import { WhoSees } from './who_sees';
import { hex } from './words';

export const whitePage: PageKind = {
  path: 'white', words: 'White cell',
  opens: isWhiteCell,
  make: (shell) => new White(shell),
};

class White implements Page {
  readonly element: HTMLElement;
  private readonly clock = new ClockLine();
  private readonly audit = new AuditList();
  readonly keys: readonly Key[] = [...this.keyList(), ...this.clock.keys];
  private readonly map: WhiteMap;
  private readonly who: WhoSees;
  private readonly agreements = new Agreements();
  private readonly timer: number;
  private sees: Asked<Sees> | null = null; // of the object
  private session: OverTruth | null = null;
  private object = ''; // that is asked about
  private asked = 0;

  constructor(private readonly shell: Shell) {
    this.map = new WhiteMap(shell, (view) => this.turnTo(view), (id) => this.ask(id));
    this.who = new WhoSees(shell.site, (id) => this.choose(id), (view) => this.turnTo(view));
    this.element = el('main', { class: 'white' },
      this.map.element,
      el('aside', {}, this.who.element, this.agreements.element, this.audit.element),
      this.clock.element);
    this.timer = window.setInterval(() => this.tick(), 250);
  }

  get ready(): Promise<void> {
    return this.map.base.ready;
  }

  private keyList(): Key[] {
    const key = (keys: string[], shown: string, words: string, act: () => void): Key => ({ keys, shown, words, act });
    const pan = (x: number, y: number) => () => this.map.base.pan(x, y);
    return [
      key(['j', 'J'], 'J', 'next object', () => this.step(1)), key(['k', 'K'], 'K', 'object before', () => this.step(-1)),
      key(['Escape'], 'Esc', 'ask about no object', () => this.ask('')),
      key(['0'], '0', 'whole area', () => this.map.base.showWhole()),
      key(['+', '='], '+', 'closer', () => this.map.base.zoom(0.5)), key(['-'], '-', 'farther', () => this.map.base.zoom(-0.5)),
      key(['ArrowLeft'], '\u2190 \u2191 \u2192 \u2193', 'move the map', pan(-120, 0)), key(['ArrowRight'], '', '', pan(120, 0)),
      key(['ArrowUp'], '', '', pan(0, -120)), key(['ArrowDown'], '', '', pan(0, 120)),
      key(['h', 'H'], 'H', 'hold the picture, and go on', () => this.session?.hold()),
    ];
  }

  /* What is drawn, for tests. */
  get look(): object {
    const shown = () => this.session?.shown ?? null;
    return Object.freeze({
      view: () => this.session?.view.name ?? null,
      epoch: () => (shown() ? Number(shown()!.epochNs) / 1e9 : null),
      truth: () => (this.session?.truth ? this.session.truth.epoch_ns / 1e9 : null),
      tracks: () => Array.from(shown()?.columns.number ?? [], (number) => hex(number).toLowerCase()),
      objects: () => this.map.joined,
      object: () => this.object || null,
      sees: () => this.sees?.value ?? null,
      still: () => this.asked === 0 && this.map.base.map.loaded(),
    });
  }

  /* The address names a view, and an object; none: the first view under the rule in force. */
  open([name, object = '', ...more]: readonly string[]): boolean {
    const { views } = this.shell.site;
    const view = name ? views.find((one) => one.name === name) : views.find((one) => one.in_force) ?? views[0];
    if (!view || more.length > 0) return false;
    if (view !== this.session?.view) this.turnTo(view, object);
    else this.ask(object);
    return true;
  }

  /* Everything of the view before goes before anything of this one comes. */
  private turnTo(view: View, object = this.object): void {
    this.session?.end();
    this.map.clear();
    this.session = new OverTruth(view, () => this.changed(), () => this.map.clear());
    this.ask(object);
  }

  private ask(id: string): void {
    const { view } = this.session!;
    if (id !== this.object || !this.sees) {
      this.sees?.end();
      this.sees = id ? new Asked(`sees/${encodeURIComponent(id)}`, (told: Sees) => told, () => this.changed()) : null;
    }
    this.object = id;
    this.shell.at(`White cell: ${view.audience} under ${view.rule}`, view.name, ...(id ? [id] : []));
    this.draw();
  }

  private get objects(): readonly TrueObject[] | null {
    return this.session?.truth?.objects ?? null;
  }

  /* Elsewhere than on the map: it goes there where the object is not in sight. */
  private choose(id: string): void {
    const object = this.objects?.find((one) => one.id === id);
    if (object) this.map.bring(object);
    this.ask(id);
  }

  private step(by: number): void {
    const { objects } = this;
    if (!objects?.length) return;
    const at = objects.findIndex(({ id }) => id === this.object);
    this.choose(objects[at < 0 ? (by > 0 ? 0 : objects.length - 1) : (at + by + objects.length) % objects.length].id);
  }

  end(): void {
    window.clearInterval(this.timer);
    window.cancelAnimationFrame(this.asked);
    this.session?.end();
    this.sees?.end();
    this.session = this.sees = null;
    this.agreements.end();
    this.map.end();
    this.clock.end();
    this.audit.end();
  }

  paint(): void {
    this.map.paint();
    this.clock.paint();
    this.changed();
  }

  private changed(): void {
    this.asked ||= window.requestAnimationFrame(() => this.draw());
  }

  private tick(): void {
    const { session } = this;
    if (!session) return;
    const before = session.link.kind;
    const state = session.link.state();
    if (state.kind !== before) return this.changed();
    this.shell.show(session, state);
    this.map.tick(state);
  }

  private draw(): void {
    this.asked = 0;
    const { session } = this;
    if (!session) return;
    const state = session.link.state();
    this.shell.show(session, state);
    this.map.show(session, state, this.object);
    this.who.show(this.objects, this.object, this.sees?.value ?? null, session.view);
    this.clock.pictured(session.newest ? Number(session.newest.epochNs) / 1e9 : null);
    this.agreements.show(Number(session.shown?.epochNs ?? 0n) / 1e9);
  }
}
