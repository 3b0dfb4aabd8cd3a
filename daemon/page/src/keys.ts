// Single keys, and the list of them. They never act in a text field and can be switched off.

import { el } from './dom';
import { FITTING, prefer, preferences, SCALES } from './preferences';

export interface Key {
  readonly keys: readonly string[]; // as KeyboardEvent.key has them
  readonly shown: string;
  readonly words: string;
  readonly act: () => void;
}

export class Keys {
  readonly dialog: HTMLDialogElement;
  private readonly on = el('input', {
    type: 'checkbox', checked: preferences().keys, onchange: () => prefer({ keys: this.on.checked }),
  });
  private readonly list = el('dl');

  /* keys: those of the page that is shown, and the frame's own. */
  constructor(private readonly keys: () => readonly Key[], scale: (percent: number) => void) {
    const size = el('select', { class: 'control', onchange: () => scale(Number(size.value)) },
      el('option', { value: FITTING }, 'as fits the window'), ...SCALES.map((percent) => el('option', { value: percent }, `${percent} %`)));
    size.value = String(preferences().scale);
    this.dialog = el('dialog', { class: 'help', 'aria-label': 'Keys' },
      el('h2', {}, 'Keys'), this.list,
      el('label', { class: 'check' }, this.on, 'Single keys act'),
      el('label', { class: 'check' }, 'Size of everything', size),
      el('p', { class: 'aside' }, 'Land: Natural Earth. Symbols: APP-6 by milsymbol. Everything shown is synthetic.'),
      el('form', { method: 'dialog' }, el('button', { class: 'control' }, 'Close ', el('kbd', {}, 'Esc'))));
    document.addEventListener('keydown', (event) => this.press(event));
    document.addEventListener('click', (event) => this.release(event));
  }

  help(): void {
    if (this.dialog.open) return this.dialog.close();
    this.list.replaceChildren(...this.keys().filter((key) => key.shown).map((key) =>
      el('div', {}, el('dt', {}, el('kbd', {}, key.shown)), el('dd', {}, key.words))));
    this.dialog.showModal();
  }

  /* A mouse leaves no button with the keys: Space and Enter would press it again, and nothing else. */
  private release(event: MouseEvent): void {
    if (event.detail > 0 && !this.dialog.open) (event.target as HTMLElement).closest('button')?.blur();
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || this.dialog.open) return;
    const target = event.target as HTMLElement;
    const typing = target.matches('input:not([type=checkbox]), select, textarea');
    const pressing = event.key === 'Enter' || event.key === ' '; // what has the focus
    if (typing || (pressing && target.matches('button, a, input'))) return;
    if (!this.on.checked && event.key.length === 1 && event.key !== '?') return;
    const key = this.keys().find((one) => one.keys.includes(event.key));
    if (!key) return;
    event.preventDefault();
    key.act();
  }
}
