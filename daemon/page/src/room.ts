// A room's panel: who stands there, and the presses that let somebody in, let somebody out, or bring
// the larger picture back. Whoever may open a room's view may do so; picketd decides again.

import { el, setText } from './dom';
import type { Session } from './session';
import type { View } from './site';
import { token } from './token';
import { clock } from './words';

interface Reply {
  readonly outcome: 'done' | 'refused';
  readonly text: string;
  readonly takes_effect: number | null;
}

const REFUSALS: Record<string, string> = {
  'not-yours': 'This link may not say that.',
  'clock-unset': 'The exercise has not begun. Start its clock first.',
  'too-often': 'Too much at once. Wait a few seconds and say it again.',
  'acts-many': 'You have said as much as one may in a run. Lift what need not stand any more.',
};
const REASONS = { enters: 'let in by the operator', leaves: 'let out by the operator', restore: 'restored by the operator' };
type Act = keyof typeof REASONS;

/* Says a sentence of the rule book. Gives what to tell the operator. */
async function say(sentence: string, reason: string): Promise<{ words: string; good: boolean }> {
  const answer = await fetch('says', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ sentence, reason }),
  }).catch(() => null);
  if (!answer) return { words: 'No word from the daemon: nothing was changed. Try again.', good: false };
  if (!answer.ok) return { words: 'This link may not say that.', good: false };
  const reply = (await answer.json()) as Reply;
  if (reply.outcome === 'refused') return { words: REFUSALS[reply.text] ?? `Refused: ${reply.text}.`, good: false };
  return { words: `From ${clock(reply.takes_effect!)} on.`, good: true };
}

export class RoomPanel {
  readonly element: HTMLElement;
  private readonly title = el('h2');
  private readonly present = el('p', { class: 'present' });
  private readonly visitors = el('ul');
  private readonly reason = el('input', { type: 'text', maxlength: 200, value: REASONS.enters });
  private readonly wrong = el('p', { class: 'wrong', role: 'alert', id: 'room-wrong' });
  private readonly said = el('p', { class: 'aside', role: 'status' });
  private shown = '';
  private room = '';
  private byOperator = false;

  constructor() {
    this.reason.setAttribute('aria-describedby', 'room-wrong');
    this.element = el('section', { class: 'room', 'aria-label': 'Room' },
      el('header', {}, this.title, this.present, this.button('Restore', 'restore', '')),
      this.visitors, el('label', {}, 'Reason ', this.reason), this.wrong, this.said);
  }

  private button(words: string, act: Act, who: string): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', 'aria-label': who ? `${words} ${who}` : words,
      onclick: () => void this.press(act, who) }, words);
  }

  /* A reason that nobody has written is the one that fits the press. */
  private async press(act: Act, who: string): Promise<void> {
    const room = this.room;
    if (Object.values(REASONS).includes(this.reason.value)) this.reason.value = REASONS[act];
    const reason = this.reason.value.trim();
    this.tell('', '');
    if (!reason) {
      this.tell('A reason is needed. Write who asked for it, or why.', '');
      return this.reason.focus();
    }
    const { words, good } = await say(act === 'restore' ? `room ${room} restore` : `room ${room} ${who} ${act}`, reason);
    if (room === this.room) this.tell(good ? '' : words, good ? `${said(act, who, this.byOperator)} ${words}` : '');
  }

  private tell(wrong: string, good: string): void {
    setText(this.wrong, wrong);
    setText(this.said, good);
    this.reason.setAttribute('aria-invalid', String(wrong !== ''));
  }

  /* Another view: nothing of the room before stays. */
  open(view: View): void {
    this.element.hidden = !view.room;
    this.room = view.audience;
    this.byOperator = view.by_operator ?? false;
    this.shown = '';
    this.reason.value = REASONS.enters;
    this.tell('', '');
    setText(this.title, `Room ${view.audience}`);
  }

  /* Who left is counted as present until the picture is restored. While the room is dark nobody is
   * shown as present, so whoever is there can be let out all the same. */
  show({ view, about }: Session): void {
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

function said(act: Act, who: string, byOperator: boolean): string {
  if (act === 'restore') return 'Restored.';
  if (act === 'enters') return `${who} is let in.`;
  return byOperator ? `${who} is let out, and counts as present until you press Restore.` : `${who} is let out.`;
}
