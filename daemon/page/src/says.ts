// A sentence of the rule book, said to picketd by whoever reads; it decides whether he may.

import { tokenHeaders } from './token';
import { clock } from './words';

interface Reply {
  readonly outcome: 'done' | 'refused';
  readonly text: string;
  readonly takes_effect: number | null;
}

const REASON_MAX = 200; // bytes, as the rule book's language has it

const REFUSALS: Record<string, string> = {
  'not-yours': 'This link may not say that.',
  'sentence-unknown': 'The rule book has no such thing to say.',
  'clock-unset': 'The exercise has not begun. Start its clock first.',
  'text-bad': 'The reason has a tab or a mark that is not seen, such as one for the direction of writing. Take it out.',
  'too-often': 'Too much at once. Wait a few seconds and say it again.',
  'acts-many': 'You have said as much as one may in a run. Lift what need not stand any more.',
};

export function refusalWords(name: string): string {
  return REFUSALS[name] ?? `Refused: ${name}.`;
}

/* What is wrong with a reason, before it is said; '': nothing. */
export function reasonWrong(reason: string): string {
  if (!reason) return 'A reason is needed. Write who asked for it, or why.';
  if (/\p{Cc}/u.test(reason)) return REFUSALS['text-bad'];
  const over = new TextEncoder().encode(reason).length - REASON_MAX;
  return over > 0 ? `The reason has at most ${REASON_MAX} bytes: ${over} too many. Letters outside ASCII count two to four.` : '';
}

/* until: s; null: until it is lifted. Gives what to tell whoever said it. */
export async function say(sentence: string, reason: string, until: number | null = null): Promise<{ words: string; good: boolean }> {
  const answer = await fetch('says', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...tokenHeaders },
    body: JSON.stringify({ sentence, until, reason }),
  }).catch(() => null);
  if (!answer) return { words: 'No word from the daemon: nothing was changed. Try again.', good: false };
  if (!answer.ok) return { words: 'This link may not say that.', good: false };
  const reply = (await answer.json()) as Reply;
  if (reply.outcome === 'refused') return { words: refusalWords(reply.text), good: false };
  return { words: `From ${clock(reply.takes_effect!)} on.`, good: true };
}

/* What is said of a room, and the reason where nobody writes another. */
export const ROOM_REASONS = {
  enters: 'let in by the operator', leaves: 'let out by the operator', restore: 'restored by the operator',
};
export type RoomAct = keyof typeof ROOM_REASONS;

export function roomSentence(room: string, act: RoomAct, who: string): string {
  return act === 'restore' ? `room ${room} restore` : `room ${room} ${who} ${act}`;
}

/* Told beside what was done while the clock stands: whoever is let in finds the screen empty by then;
 * what is more than was shown waits for an epoch. */
export const PAUSED = ' The exercise is paused: the picture for who is there comes with the next epoch. Go on, or step the clock.';

/* What was done, once it is. The plate says since when. */
export function roomDone(act: RoomAct, who: string, byOperator: boolean): string {
  if (act === 'restore') return 'Restored.';
  if (act === 'enters') return `${who} is let in.`;
  return byOperator ? `${who} is let out, and counts as present until you press Restore.` : `${who} is let out.`;
}
