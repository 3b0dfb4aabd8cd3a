// A sheet for one act: its reason, what changes for each partner, and one button that names it. Esc
// leaves without acting; nothing asks twice.

import { preview, type Change, type Preview } from './acts';
import { el, setText } from './dom';
import { reasonWrong, refusalWords, say } from './says';
import { clock, readTime, thousands } from './words';

export interface Choice {
  readonly value: string;
  readonly words: string;
}

/* An act of which something is still to be chosen: names[0] of the first, then what fits it. */
export interface Act {
  readonly words: (chosen: readonly string[]) => string; // on the button: "Suspend direct"
  readonly sentence: (chosen: readonly string[]) => string;
  readonly about: string; // under the head; may be empty
  readonly ends?: boolean; // a time may be named at which it ends by itself
  readonly asks?: readonly { readonly name: string; readonly choices: (chosen: readonly string[]) => readonly Choice[] }[];
}

export class ActSheet {
  readonly element: HTMLDialogElement;
  private readonly title = el('h2');
  private readonly about = el('p', { class: 'aside' });
  private readonly asks = el('div', { class: 'asks' });
  private readonly reason = el('input', { type: 'text', 'aria-describedby': 'act-wrong', autocomplete: 'off', oninput: () => this.tell('') });
  private readonly until = el('input', { type: 'text', size: 8, 'aria-label': 'Until', 'aria-describedby': 'act-wrong', autocomplete: 'off', placeholder: 'hh:mm', oninput: () => this.ended() });
  private readonly ends = el('label', { class: 'ends' }, 'Until ', this.until, 'Z. Empty: until it is lifted.');
  private readonly wrong = el('p', { class: 'wrong', role: 'alert', id: 'act-wrong' });
  private readonly effect = el('div', { class: 'effect', role: 'status' });
  private readonly button = el('button', { type: 'submit', class: 'control act' });
  private act: Act | null = null;
  private picks: HTMLSelectElement[] = [];
  private asked = 0;

  /* now: the exercise's time, s. done: it was said; words to tell. */
  constructor(private readonly now: () => number, private readonly done: (words: string) => void) {
    const form = el('form', { onsubmit: (event) => void this.submit(event) },
      this.title, this.about, this.asks, this.ends, el('label', { class: 'reason' }, 'Reason ', this.reason), this.wrong,
      el('h3', {}, 'What changes'), this.effect,
      el('footer', {}, this.button, el('button', { type: 'button', class: 'control', onclick: () => this.element.close() }, 'Leave it ', el('kbd', {}, 'Esc'))));
    this.element = el('dialog', { class: 'sheet', 'aria-label': 'Act', onkeydown: (event) => event.stopPropagation() }, form);
  }

  open(act: Act): void {
    this.act = act;
    this.reason.value = this.until.value = '';
    this.ends.hidden = !act.ends;
    this.picks = (act.asks ?? []).map(({ name }) => el('select', { class: 'control', 'aria-label': name, onchange: () => this.chosen() }));
    this.asks.replaceChildren(...(act.asks ?? []).map(({ name }, n) => el('label', {}, `${name} `, this.picks[n])));
    setText(this.about, act.about);
    this.chosen();
    this.element.showModal();
    (this.picks[0] ?? this.reason).focus();
  }

  /* What fits the first choice is listed in the next. */
  private chosen(): void {
    const act = this.act!;
    this.picks.forEach((pick, n) => {
      const choices = act.asks![n].choices(this.values());
      const before = pick.value;
      pick.replaceChildren(...choices.map(({ value, words }) => el('option', { value }, words)));
      if (choices.some(({ value }) => value === before)) pick.value = before;
    });
    const words = act.words(this.values());
    setText(this.title, words);
    setText(this.button, words);
    this.tell('');
    void this.ask();
  }

  private values(): string[] {
    return this.picks.map((pick) => pick.value);
  }

  /* When it ends by itself, s; null: not before it is lifted; undefined: that is no time to come. */
  private end(): number | null | undefined {
    const text = this.until.value.trim();
    if (!this.act!.ends || !text) return null;
    const time = readTime(text, this.now());
    return time !== null && time > this.now() ? time : undefined;
  }

  /* As soon as it is a time: once the field is left, nothing moves under a pointer on the button. */
  private ended(): void {
    if (this.end() === undefined) return;
    this.tell('');
    void this.ask();
  }

  private async ask(): Promise<void> {
    const asked = ++this.asked;
    const end = this.end();
    if (end === undefined) return;
    setText(this.effect, 'Working it out');
    const told = await preview(this.act!.sentence(this.values()), end);
    if (asked !== this.asked || !this.element.isConnected) return;
    if (told?.refused) this.tell(refusalWords(told.refused));
    this.effect.replaceChildren(...(told ? effectOf(told) : ['No word from the daemon: what changes is not known.']));
  }

  private tell(wrong: string): void {
    setText(this.wrong, wrong);
    this.reason.setAttribute('aria-invalid', String(wrong !== ''));
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const reason = this.reason.value.trim();
    const wrong = reasonWrong(reason);
    if (wrong) {
      this.tell(wrong);
      return this.reason.focus();
    }
    const end = this.end();
    if (end === undefined) {
      this.tell(`Write an end after ${clock(this.now())}, such as ${clock(this.now() + 600).slice(0, 5)}.`);
      return this.until.focus();
    }
    this.button.disabled = true;
    const { words, good } = await say(this.act!.sentence(this.values()), reason, end);
    this.button.disabled = false;
    if (!good) return this.tell(words);
    this.element.close();
    this.done(`${this.act!.words(this.values())}: done. ${words}`);
  }
}

function changes({ gone, fewer, gained, given, given_then }: Change): boolean {
  return !!gone || !!fewer || !!gained || given !== given_then;
}

function cell(value: number | null, sign = ''): HTMLElement {
  return el('td', { class: 'right' }, value === null ? '\u2013' : value ? `${sign}${thousands(value)}` : '0');
}

function effectOf(told: Preview): (HTMLElement | string)[] {
  if (told.refused) return ['Nothing: it would be refused.'];
  const views = told.views.filter(changes);
  const same = told.views.length - views.length;
  const at = clock(told.takes_effect!);
  const looked = `${told.cut ? 'the newest ' : ''}${thousands(told.looked)} reports of the last minute`;
  if (!views.length) return [el('p', {}, `No view is given anything else, by ${looked}.`)];
  const name = (view: string) => el('th', { scope: 'row' }, view.split('.')[0].replaceAll('+', ' + '), el('span', { class: 'aside' }, ` under ${view.split('.')[1]}`));
  return [
    el('table', {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'View'), ...['objects seen', 'go at once', 'no more reports', 'come', 'reports given'].map((words) => el('th', { scope: 'col', class: 'right' }, words)))),
      el('tbody', {}, ...views.map((view) => el('tr', {}, name(view.view), cell(view.tracks), cell(view.gone, '\u2212'), cell(view.fewer, '\u2212'), cell(view.gained, '+'),
        el('td', { class: 'right' }, `${thousands(view.given)} \u2192 ${thousands(view.given_then)}`))))),
    el('p', { class: 'aside' }, `From ${at} on; by ${looked}, as if each came again then. Tracks that get no more reports coast, then end. ${same === 0 ? 'All views change.' : same === 1 ? '1 other view stays as it is.' : `${same} other views stay as they are.`}`),
  ];
}
