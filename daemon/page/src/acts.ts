// What stands (/standing), and what a sentence would change before it is said (/preview): as picketd
// tells the white cell alone.

import { tokenHeaders } from './token';

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
  readonly at_ns: number | null; // null: no time is known
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

/* null: no word from the daemon. */
export async function preview(sentence: string, until: number | null): Promise<Preview | null> {
  const answer = await fetch('preview', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...tokenHeaders },
    body: JSON.stringify({ sentence, until, reason: 'asked before it is said' }),
  }).catch(() => null);
  return answer?.ok ? ((await answer.json().catch(() => null)) as Preview | null) : null;
}
