// A room's panel: who stands there, and the presses that let somebody in, let somebody out, or bring
// the larger picture back. Whoever may open a room's view may do so; picketd decides again.

import { el, setText } from './dom';
import { clockStands } from './head';
import { PAUSED, ROOM_REASONS, reasonWrong, roomDone, roomSentence, say, type RoomAct } from './says';
import type { Session } from './session';
import type { View } from './site';

export class RoomPanel {
  readonly element: HTMLElement;
  private readonly title = el('h2');
  private readonly present = el('p', { class: 'present' });
  private readonly visitors = el('ul');
  private readonly reason = el('input', { type: 'text', value: ROOM_REASONS.enters });
  private readonly wrong = el('p', { class: 'wrong', role: 'alert', id: 'room-wrong' });
  private readonly done = el('span');
  private readonly paused = el('span'); // as long as the clock stands
  private readonly said = el('p', { class: 'aside', role: 'status' }, this.done, this.paused);
  private shown = '';
  private room = '';
  private byOperator = false;
  private session: Session | null = null; // that is shown

  constructor() {
    this.reason.setAttribute('aria-describedby', 'room-wrong');
    this.element = el('section', { class: 'room', 'aria-label': 'Room' },
      el('header', {}, this.title, this.present, this.button('Restore', 'restore', '')),
      this.visitors, el('label', {}, 'Reason ', this.reason), this.wrong, this.said);
  }

  private button(words: string, act: RoomAct, who: string): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', 'aria-label': who ? `${words} ${who}` : words,
      onclick: () => void this.press(act, who) }, words);
  }

  /* A reason that nobody has written is the one that fits the press. */
  private async press(act: RoomAct, who: string): Promise<void> {
    const room = this.room;
    if (Object.values(ROOM_REASONS).includes(this.reason.value)) this.reason.value = ROOM_REASONS[act];
    const reason = this.reason.value.trim();
    const wrong = reasonWrong(reason);
    if (wrong) {
      this.tell(wrong, '');
      return this.reason.focus();
    }
    const { words, good } = await say(roomSentence(room, act, who), reason);
    if (room === this.room) this.tell(good ? '' : words, good ? roomDone(act, who, this.byOperator) : '');
  }

  private tell(wrong: string, good: string): void {
    setText(this.wrong, wrong);
    setText(this.done, good);
    setText(this.paused, good && this.stands ? PAUSED : '');
    this.reason.setAttribute('aria-invalid', String(wrong !== ''));
  }

  private get stands(): boolean {
    return clockStands(this.session?.beat ?? null);
  }

  /* Another view: nothing of the room before stays. */
  open(view: View): void {
    this.element.hidden = !view.room;
    this.room = view.audience;
    this.byOperator = view.by_operator ?? false;
    this.shown = '';
    this.reason.value = ROOM_REASONS.enters;
    this.tell('', '');
    setText(this.title, `Room ${view.audience}`);
  }

  /* Who left is counted as present until the picture is restored. While the room is dark nobody is
   * shown as present, so whoever is there can be let out all the same. */
  show(session: Session): void {
    const { view, about } = session;
    this.session = session;
    if (!this.stands) setText(this.paused, '');
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
