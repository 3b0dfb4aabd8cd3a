// What exercise control may say, and how it is said: first asked about (/preview), then said (/says).
// What stands is told by /standing. All three are the white cell's.

import { tokenHeaders } from './token';
import { clock } from './words';

export interface Agreement {
  readonly name: string;
  readonly title: string;
  readonly parties: readonly string[];
  readonly rules: readonly string[];
  readonly state: string; // as the rule book calls it
  readonly since_ns: number | null;
  readonly removed: boolean; // what it gave leaves the views once it is not in force
}

export interface Standing {
  readonly agreements: readonly Agreement[];
  readonly acts: readonly { readonly sentence: string; readonly who: readonly string[]; readonly since_ns: number; readonly until_ns: number | null }[];
  readonly emergencies: readonly { readonly name: string; readonly declared_by: readonly string[]; readonly stands: boolean }[];
  readonly sensors: readonly string[];
  readonly areas: readonly string[];
}

/* Of one view; objects (null: there is no truth), then reports. */
export interface Change {
  readonly view: string;
  readonly tracks: number | null;
  readonly gone: number | null;
  readonly fewer: number | null;
  readonly gained: number | null;
  readonly given: number;
  readonly given_then: number;
}

export interface Preview {
  readonly refused: string | null;
  readonly takes_effect: number | null;
  readonly looked: number;
  readonly cut: boolean;
  readonly views: readonly Change[];
}

const IN_FORCE = ['in-force', 'notice-given', 'notice-suspended'];

export function inForce({ state }: Agreement): boolean {
  return IN_FORCE.includes(state);
}

const REFUSALS: Record<string, string> = {
  'not-yours': 'The white cell may not say that.',
  'sentence-unknown': 'The rule book has no such thing to say, or it says no more than stands already.',
  'clock-unset': 'The exercise has not begun. Start its clock first.',
  'too-often': 'Too much at once. Wait a few seconds and press again.',
  'acts-many': 'As much was said as one may say in a run. Lift what need not stand any more.',
};

export function refusalWords(name: string): string {
  return REFUSALS[name] ?? `Refused: ${name}.`;
}

async function post(path: string, sentence: string, reason: string): Promise<never | null> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...tokenHeaders },
    body: JSON.stringify({ sentence, reason }),
  }).catch(() => null);
  return answer?.ok ? ((await answer.json().catch(() => null)) as never) : null;
}

/* null: no word from the daemon. */
export function preview(sentence: string): Promise<Preview | null> {
  return post('preview', sentence, 'asked before it is said');
}

/* What to tell of it. */
export async function say(sentence: string, reason: string): Promise<{ words: string; good: boolean }> {
  const reply = (await post('says', sentence, reason)) as { outcome: string; text: string; takes_effect: number } | null;
  if (!reply) return { words: 'No word from the daemon: it is not known whether anything changed. Look at the list, then press again.', good: false };
  if (reply.outcome === 'refused') return { words: refusalWords(reply.text), good: false };
  return { words: `From ${clock(reply.takes_effect)} on.`, good: true };
}
