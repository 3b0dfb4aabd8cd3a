// A sentence of the rule book, said to picketd by whoever reads; it decides whether he may.

import { tokenHeaders } from './token';
import { clock } from './words';

interface Reply {
  readonly outcome: 'done' | 'refused';
  readonly text: string;
  readonly takes_effect: number | null;
}

const REFUSALS: Record<string, string> = {
  'not-yours': 'This link may not say that.',
  'sentence-unknown': 'The rule book has no such thing to say.',
  'clock-unset': 'The exercise has not begun. Start its clock first.',
  'too-often': 'Too much at once. Wait a few seconds and say it again.',
  'acts-many': 'You have said as much as one may in a run. Lift what need not stand any more.',
};

export function refusalWords(name: string): string {
  return REFUSALS[name] ?? `Refused: ${name}.`;
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

/* What was done, once it is. stands: the clock does, so that no picture comes. Whoever is let in finds
 * the screen empty by then; what is more than was shown waits for an epoch. */
export function roomDone(act: RoomAct, who: string, byOperator: boolean, stands: boolean): string {
  const wait = stands ? ' The exercise is paused: the picture for who is there comes with the next epoch. Go on, or step the clock.' : '';
  return doneWords(act, who, byOperator) + wait;
}

function doneWords(act: RoomAct, who: string, byOperator: boolean): string {
  if (act === 'restore') return 'Restored.';
  if (act === 'enters') return `${who} is let in.`;
  return byOperator ? `${who} is let out, and counts as present until you press Restore.` : `${who} is let out.`;
}
