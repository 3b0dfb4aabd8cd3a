// A room's panel: who stands there, and the presses that let somebody in, let somebody out, or bring
// the larger picture back.

import { el, setText } from './dom';
import { RoomPress } from './room_press';
import type { RoomAct } from './says';
import type { Session } from './session';
import type { View } from './site';

export class RoomPanel {
  readonly element: HTMLElement;
  private readonly title = el('h2');
  private readonly present = el('p', { class: 'present' });
  private readonly visitors = el('ul');
  private readonly press = new RoomPress('room-wrong', () => this.session?.beat ?? null);
  private shown = '';
  private view: View | null = null;
  private session: Session | null = null; // that is shown

  constructor() {
    this.element = el('section', { class: 'room', 'aria-label': 'Room' },
      el('header', {}, this.title, this.present, this.button('Restore', 'restore', '')),
      this.visitors, el('label', {}, 'Reason ', this.press.reason), this.press.wrong, this.press.said);
  }

  private button(words: string, act: RoomAct, who: string): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', 'aria-label': who ? `${words} ${who}` : words,
      onclick: () => void this.press.press(this.view!, act, who) }, words);
  }

  /* Another view: nothing of the room before stays. */
  open(view: View): void {
    this.element.hidden = !view.room;
    this.view = view;
    this.session = null;
    this.shown = '';
    this.press.clear();
    setText(this.title, `Room ${view.audience}`);
  }

  /* Who left is counted as present until the picture is restored. While the room is dark nobody is
   * shown as present, so whoever is there can be let out all the same. */
  show(session: Session): void {
    const { view, about } = session;
    this.session = session;
    this.press.tick();
    const nations = about?.nations ?? [];
    const shown = nations.join(' ');
    if (!view.room || (shown === this.shown && this.visitors.childElementCount)) return;
    this.shown = shown;
    setText(this.present, nations.length ? `Present: ${nations.join(', ')}` : noPicture(view));
    const dark = nations.length === 0;
    this.visitors.replaceChildren(...[...(view.visitors ?? []), 'unknown'].map((who) => {
      const inside = nations.includes(who);
      return el('li', {}, el('span', {}, who),
        (!inside || dark) && this.button('Let in', 'enters', who),
        (inside || dark) && this.button('Let out', 'leaves', who));
    }));
  }
}

/* The page is not told which of these it is: that would tell who was there. */
function noPicture(view: View): string {
  const left = view.by_operator ? ', or left and the room was not restored since' : '';
  return `No picture. Somebody unknown is there${left}; or the reader at the door is silent.`;
}
