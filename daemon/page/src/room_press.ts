// What lets somebody in or out of a room, on the room's own panel and on the Rooms page: the reason, the
// press, and what is told of it. Whoever may open a room's view may do so; picketd decides again.

import { el, setText } from './dom';
import { clockStands } from './head';
import { PAUSED, ROOM_REASONS, reasonWrong, roomDone, roomSentence, say, type RoomAct } from './says';
import type { View } from './site';
import type { Beat } from './wire/picket/v1/picture_pb';

export class RoomPress {
  readonly reason = el('input', { type: 'text', value: ROOM_REASONS.enters, oninput: () => this.fault('') });
  readonly wrong: HTMLElement;
  private readonly done = el('span');
  private readonly paused = el('span'); // as long as the clock stands
  readonly said = el('p', { class: 'aside', role: 'status' }, this.done, this.paused);
  private cleared = 0;

  /* id: of the element for what is wrong. beat: the newest. */
  constructor(id: string, private readonly beat: () => Beat | null) {
    this.wrong = el('p', { class: 'wrong', role: 'alert', id });
    this.reason.setAttribute('aria-describedby', id);
  }

  /* A reason that nobody has written is the one that fits the press. before: what is told begins so. */
  async press({ audience: room, by_operator: byOperator }: View, act: RoomAct, who: string, before = ''): Promise<void> {
    if (Object.values(ROOM_REASONS).includes(this.reason.value)) this.reason.value = ROOM_REASONS[act];
    const reason = this.reason.value.trim();
    const wrong = reasonWrong(reason);
    if (wrong) {
      this.tell(wrong, '');
      return this.reason.focus();
    }
    const { cleared } = this;
    const { words, good } = await say(roomSentence(room, act, who), reason);
    if (cleared === this.cleared) this.tell(good ? '' : words, good ? before + roomDone(act, who, byOperator ?? false) : '');
  }

  private tell(wrong: string, good: string): void {
    this.fault(wrong);
    setText(this.done, good);
    setText(this.paused, good && clockStands(this.beat()) ? PAUSED : '');
  }

  private fault(words: string): void {
    setText(this.wrong, words);
    this.reason.setAttribute('aria-invalid', String(words !== ''));
  }

  /* That the clock stands is told no longer than it does. */
  tick(): void {
    if (!clockStands(this.beat())) setText(this.paused, '');
  }

  /* Another room: nothing of the one before stays. */
  clear(): void {
    this.cleared++;
    this.reason.value = ROOM_REASONS.enters;
    this.tell('', '');
  }
}
