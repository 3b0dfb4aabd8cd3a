// Agreements, holds and emergencies that stand, and the acts on them.

import { ActSheet, type Act, type Choice } from './act_sheet';
import { inForce, type Agreement, type Standing } from './acts';
import { Asked } from './asked';
import { el, setText } from './dom';
import { CATEGORIES } from './track';
import { clock } from './words';

const DAY_S = 86_400;

const suspend = ({ name, title }: Agreement): Act => ({
  words: () => `Suspend ${name}`, sentence: () => `agreement ${name} becomes suspended`, about: title,
});
const resume = ({ name, title }: Agreement): Act => ({
  words: () => `Resume ${name}`, sentence: () => `agreement ${name} becomes in-force`, about: title,
});
const lift = (sentence: string): Act => ({ words: () => `Lift ${sentence}`, sentence: () => `lift ${sentence}`, about: '' });

const same = (names: readonly string[]): Choice[] => names.map((name) => ({ value: name, words: name }));

function hold({ sensors, areas, agreements }: Standing): Act {
  const names: Record<string, readonly string[]> = {
    category: CATEGORIES, sensor: sensors, area: areas, agreement: agreements.map(({ name }) => name),
  };
  return {
    words: ([kind, name]) => `Hold ${kind} ${name}`, sentence: ([kind, name]) => `hold ${kind} ${name}`,
    ends: true,
    about: 'Its owner keeps it from everybody else, from the next epoch on.',
    asks: [
      { name: 'Kind', choices: () => same(Object.keys(names).filter((kind) => names[kind].length > 0)) },
      { name: 'Name', choices: ([kind]) => same(names[kind]) },
    ],
  };
}

const emergency = ({ emergencies }: Standing): Act => ({
  words: ([name]) => `Declare emergency ${name}`, sentence: ([name]) => `emergency ${name}`,
  ends: true,
  about: 'Declared for each nation that must declare it.',
  asks: [{ name: 'Emergency', choices: () => emergencies.filter(({ stands }) => !stands).map(({ name, declared_by }) => ({ value: name, words: `${name}, by ${declared_by.join(' and ')}` })) }],
});

export class Agreements {
  readonly element: HTMLElement;
  readonly sheet = new ActSheet(() => this.now_s, (words) => this.said(words));
  private readonly rows = el('ul');
  private readonly status = el('p', { class: 'aside', role: 'status' });
  private readonly newHold = this.button('New hold', () => this.sheet.open(hold(this.standing.value!)));
  private readonly newEmergency = this.button('Emergency', () => this.sheet.open(emergency(this.standing.value!)));
  private standing = this.ask();
  private shown = '';
  private now_s = 0;

  constructor() {
    this.newHold.disabled = true;
    this.newEmergency.hidden = true;
    this.element = el('section', { class: 'agreements', 'aria-label': 'Agreements and holds' },
      el('h2', {}, 'Agreements and holds'), this.rows,
      el('p', { class: 'new' }, this.newHold, this.newEmergency, el('span', { class: 'aside' }, 'Each asks for a reason and shows its effect first.')),
      this.status, this.sheet.element);
  }

  end(): void {
    this.standing.end();
    this.sheet.element.close();
  }

  /* now_s: the exercise's time that is drawn. */
  show(now_s: number): void {
    this.now_s = now_s;
    this.draw();
  }

  private ask(): Asked<Standing> {
    return new Asked('standing', (told: Standing) => told, () => this.draw());
  }

  private said(words: string): void {
    setText(this.status, words);
    this.standing.end();
    this.standing = this.ask();
  }

  private button(words: string, press: () => void, name = words): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', 'aria-label': name, onclick: press }, words);
  }

  private draw(): void {
    const told = this.standing.value;
    if (!told) return;
    const key = `${JSON.stringify(told)} ${Math.floor(this.now_s / DAY_S)}`;
    if (key === this.shown) return;
    this.shown = key;
    this.newHold.disabled = false;
    this.newEmergency.hidden = !told.emergencies.some(({ stands }) => !stands);
    /* The button that was pressed keeps the focus when its row is made anew. */
    const at = [...this.rows.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
    this.rows.replaceChildren(
      ...told.agreements.map((one) => this.agreement(one)),
      ...told.acts.map(({ sentence, who, since_ns, until_ns }) => this.row(sentence[0].toUpperCase() + sentence.slice(1), '', `since ${this.since(since_ns)}${until_ns ? `, until ${this.since(until_ns)}` : ''}, by ${who.join(', ')}`, true,
        this.act('Lift', lift(sentence)))),
      ...told.emergencies.filter(({ stands }) => stands).map(({ name, declared_by }) => this.row(`Emergency ${name}`, '', `stands, by ${declared_by.join(', ')}`, true,
        this.act('Lift', lift(`emergency ${name}`)))));
    if (at >= 0) this.rows.querySelectorAll('button')[at]?.focus();
  }

  private agreement(one: Agreement): HTMLElement {
    if (this.standing.value?.at_ns === null) return this.row(one.name, one.parties.join(', '), 'no time is set', false, null, one.title);
    const stands = inForce(one);
    const words = one.state === 'in-force' ? 'in force' : `${one.state.replace('-', ' ')} ${one.since_ns ? this.since(one.since_ns) : ''}`;
    const act = stands ? this.act('Suspend', suspend(one)) : one.state === 'suspended' ? this.act('Resume', resume(one)) : null;
    return this.row(one.name, one.parties.join(', '), words, !stands, act, one.title);
  }

  private row(name: string, parties: string, state: string, unusual: boolean, act: HTMLElement | null, title = ''): HTMLElement {
    return el('li', { title }, el('strong', {}, name), el('span', { class: 'aside' }, parties),
      el('span', { class: unusual ? 'state strong' : 'state' }, state), act);
  }

  private act(words: string, act: Act): HTMLButtonElement {
    return this.button(words, () => this.sheet.open(act), act.words([]));
  }

  /* A time of this day by the clock, else its date. */
  private since(ns: number): string {
    const s = ns / 1e9;
    return Math.floor(s / DAY_S) === Math.floor(this.now_s / DAY_S) ? clock(s) : new Date(s * 1000).toISOString().slice(0, 10);
  }
}
