// Single keys, and the list of them. They never act in a text field and can be switched off.

import { el } from './dom';

export interface Key {
  readonly keys: readonly string[]; // as KeyboardEvent.key has them
  readonly shown: string;
  readonly words: string;
  readonly act: () => void;
}

export class Keys {
  readonly dialog: HTMLDialogElement;
  private readonly on = el('input', { type: 'checkbox', checked: true });

  constructor(private readonly keys: readonly Key[]) {
    this.dialog = el('dialog', { class: 'help', 'aria-label': 'Keys' },
      el('h2', {}, 'Keys'),
      el('dl', {}, ...keys.filter((key) => key.shown).map((key) =>
        el('div', {}, el('dt', {}, el('kbd', {}, key.shown)), el('dd', {}, key.words)))),
      el('label', { class: 'check' }, this.on, 'Single keys act'),
      el('p', { class: 'aside' }, 'Land: Natural Earth. Symbols: APP-6 by milsymbol. Everything shown is synthetic.'),
      el('form', { method: 'dialog' }, el('button', { class: 'control' }, 'Close ', el('kbd', {}, 'Esc'))));
    document.addEventListener('keydown', (event) => this.press(event));
  }

  help(): void {
    if (this.dialog.open) this.dialog.close();
    else this.dialog.showModal();
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || this.dialog.open) return;
    const target = event.target as HTMLElement;
    const typing = target.matches('input:not([type=checkbox]), select, textarea');
    if (typing || (event.key === 'Enter' && target.matches('button, a, input'))) return;
    if (!this.on.checked && event.key.length === 1 && event.key !== '?') return;
    const key = this.keys.find((one) => one.keys.includes(event.key));
    if (!key) return;
    event.preventDefault();
    key.act();
  }
}
