// The exercise clock at the foot of the white cell's page: play, pause, step, speed, go to a time. What
// can be done on the line can be done by a key and by a button too. Where no replay follows the clock
// there is nothing to press, and the line only shows.

import './clock.css';
import { el, setText } from './dom';
import { ExerciseClock } from './exercise_clock';
import type { Key } from './keys';
import { TimeLine } from './time_line';
import { clock, readTime } from './words';

const RATES = [1, 4, 16];
const NS = 'http://www.w3.org/2000/svg';
const ICONS = {
  back: 'M14 3v14L4 10zM15.5 3H18v14h-2.5z', on: 'M6 3v14l10-7zM2 3h2.5v14H2z',
  play: 'M5 2v16l13-8z', pause: 'M4 3h4.5v14H4zM11.5 3H16v14h-4.5z',
};

export class ClockLine {
  readonly element: HTMLElement;
  readonly keys: readonly Key[] = [
    { keys: [' '], shown: 'Space', words: 'play or pause the exercise', act: () => this.turn() },
    { keys: ['['], shown: '[ ]', words: 'an epoch back, an epoch on', act: () => this.exercise.step(-1) },
    { keys: [']'], shown: '', words: '', act: () => this.exercise.step(1) },
    { keys: ['<'], shown: '< >', words: 'slower, faster', act: () => this.pace(-1) },
    { keys: ['>'], shown: '', words: '', act: () => this.pace(1) },
  ];
  private readonly exercise = new ExerciseClock(() => this.show(), (words) => setText(this.wrong, words));
  private readonly line = new TimeLine(this.exercise, (time) => this.go(time));
  private readonly play = this.button('play', 'Play', 'Space', () => this.turn());
  private readonly rates = [...RATES, Infinity].map((rate) =>
    el('button', { type: 'button', class: 'control', onclick: () => this.hasten(rate) }, rateWords(rate)));
  private readonly time = el('input', { type: 'text', size: 8, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'clock-wrong', oninput: () => this.fault(''), placeholder: 'hh:mm:ss' });
  private readonly wrong = el('p', { class: 'wrong', role: 'alert', id: 'clock-wrong' });
  private readonly way = el('progress', { max: 1, 'aria-label': 'On the way' });
  private readonly state = el('p', { class: 'aside', role: 'status' });
  private readonly controls: HTMLElement;
  private readonly list = el('ol', { tabindex: 0, 'aria-label': 'Events' });
  private rate = 1; // at which play goes
  private told = 0; // the pace that was told last
  private from = 0; // where a way began
  private going: number | null = null;
  private listed = '';

  constructor() {
    this.controls = el('div', { class: 'clock-controls' },
      el('div', { class: 'row' },
        el('button', { type: 'button', class: 'control', title: 'To the begin of the recording: what was said since is lost', onclick: () => this.anew() }, 'New run'),
        this.button('back', 'An epoch back', '[', () => this.exercise.step(-1)), this.play,
        this.button('on', 'An epoch on', ']', () => this.exercise.step(1))),
      el('div', { class: 'row', role: 'group', 'aria-label': 'Speed' }, ...this.rates),
      el('form', { class: 'row', onsubmit: (event) => this.typed(event) },
        el('label', {}, 'Go to ', this.time), el('button', { class: 'control' }, 'Go')));
    this.element = el('footer', { class: 'clock-line', role: 'group', 'aria-label': 'Exercise clock' },
      el('div', { class: 'clock-side' }, this.controls, el('div', { class: 'clock-told' }, this.wrong, this.way, this.state)),
      this.line.element,
      el('section', { class: 'events' }, el('h2', {}, 'Events'), this.list));
    this.show();
  }

  private button(icon: keyof typeof ICONS, words: string, key: string, act: () => void): HTMLButtonElement {
    const drawing = document.createElementNS(NS, 'svg');
    drawing.setAttribute('viewBox', '0 0 20 20');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.append(document.createElementNS(NS, 'path'));
    const button = el('button', { type: 'button', class: 'control icon', 'aria-label': words, title: key ? `${words} (${key})` : words, onclick: act });
    button.append(drawing);
    draw(button, icon);
    return button;
  }

  private turn(): void {
    if (this.exercise.goes) this.exercise.say({ mode: 'pause' });
    else this.exercise.say({ mode: 'run', rate: this.rate });
  }

  /* As it was before: it goes on from there, or stands. */
  private go(time: number): void {
    if (this.exercise.goes) this.exercise.say({ mode: 'run', time_s: time, rate: this.rate });
    else this.exercise.say({ mode: 'pause', time_s: time });
  }

  private anew(): void {
    if (this.exercise.mine) this.go(this.exercise.first);
  }

  /* Infinity: as fast as the machine goes, to the end. */
  private hasten(rate: number): void {
    if (!this.exercise.mine) return;
    if (rate === Infinity) return this.exercise.say({ mode: 'pause', time_s: this.exercise.last });
    const goes = this.exercise.goes || this.flies;
    this.rate = rate;
    if (goes) this.exercise.say({ mode: 'run', rate });
    else this.show();
  }

  private pace(by: 1 | -1): void {
    const all = [...RATES, Infinity];
    const at = this.flies ? all.length - 1 : Math.max(0, RATES.findIndex((rate) => rate >= this.rate));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (next !== (this.flies ? Infinity : this.rate)) this.hasten(next);
  }

  /* It is on its way to the end. */
  private get flies(): boolean {
    const { goal, told, goes } = this.exercise;
    return goal !== null && goal === told?.end && !goes;
  }

  private typed(event: Event): void {
    event.preventDefault();
    const { told, mine, last } = this.exercise;
    if (!mine) return;
    const time = readTime(this.time.value, told!.begin!);
    const good = time !== null && time >= this.exercise.first && time <= last;
    if (good) this.go(time);
    this.fault(good ? '' : `Write a time such as ${clock(told!.now!)}, from ${clock(told!.begin!)} to ${clock(last)}.`);
  }

  private fault(words: string): void {
    setText(this.wrong, words);
    this.time.setAttribute('aria-invalid', String(words !== ''));
  }

  private show(): void {
    const { told, mine, goes, goal } = this.exercise;
    this.element.classList.toggle('mine', mine);
    this.controls.hidden = !mine;
    draw(this.play, goes ? 'pause' : 'play');
    this.play.setAttribute('aria-label', goes ? 'Pause' : 'Play');
    this.play.title = goes ? 'Pause (Space)' : 'Play (Space)';
    this.play.setAttribute('aria-pressed', String(goes));
    this.takePace(told?.pace ?? 0);
    this.rates.forEach((button, n) => button.setAttribute('aria-pressed',
      String(n === RATES.length ? this.flies : !this.flies && RATES[n] === this.rate)));
    this.showWay(goal);
    setText(this.state, told ? this.words() : 'Waiting for the clock');
    this.line.show();
    this.showEvents();
  }

  /* Another than was told before: what was pressed meanwhile stands until then. */
  private takePace(pace: number): void {
    if (pace > 0 && pace !== this.told) this.rate = pace;
    this.told = pace;
  }

  private showWay(goal: number | null): void {
    const { told } = this.exercise;
    const now = told?.now ?? 0;
    if (goal !== this.going) this.from = goal !== null && goal < now ? told!.begin! : now;
    this.going = goal;
    this.way.hidden = goal === null;
    if (goal !== null) this.way.value = goal > this.from && now <= goal ? (now - this.from) / (goal - this.from) : 0;
  }

  private words(): string {
    const { told, mine, goal, goes, silent } = this.exercise;
    if (silent) return 'No word from the daemon. So it stood when it was heard last.';
    if (told!.clock === 'wall') return 'The clock follows the machine.';
    if (told!.now === null) return this.exercise.begun ? 'picketd was started again: the clock is not set. A replay that follows it sets it; else play the recording anew.' : 'The exercise has not begun.';
    if (!mine) return 'No replay follows this clock: it is set where it is played. See picket replay --follow.';
    if (goal !== null) return `Going to ${goal < told!.begin! ? 'the begin' : clock(goal)}, then ${goes ? `on at ${rateWords(this.rate)}` : 'paused'}.`;
    return `${goes ? `Runs at ${rateWords(this.rate)}` : 'Paused'}. Going back plays anew from the begin: what was said since is lost.`;
  }

  /* The list's time and words are the flags', newest first; a press goes there. */
  private showEvents(): void {
    const { events, mine, told } = this.exercise;
    const shown = JSON.stringify([events, mine]);
    if (shown === this.listed) return;
    this.listed = shown;
    const earlier = told?.earlier ?? 0;
    this.list.replaceChildren(...[...events].reverse().map(({ time, words }) => {
      const said = [el('time', {}, clock(time)), el('span', {}, words)];
      return el('li', {}, ...(mine ? [el('button', { type: 'button', onclick: () => this.go(time) }, ...said)] : said));
    }), ...(earlier ? [el('li', { class: 'aside' }, `${earlier} earlier in the audit log`)] : []));
  }

  /* The epoch of the newest picture, s. */
  pictured(epoch: number | null): void {
    if (epoch === this.exercise.pictured) return;
    this.exercise.pictured = epoch;
    this.line.show();
  }

  paint(): void {
    this.line.show();
  }

  end(): void {
    this.exercise.end();
    this.line.end();
  }
}

function draw(button: HTMLElement, icon: keyof typeof ICONS): void {
  button.querySelector('path')!.setAttribute('d', ICONS[icon]);
}

function rateWords(rate: number): string {
  return rate === Infinity ? 'max' : `${rate}x`;
}
