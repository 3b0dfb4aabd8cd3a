// How this browser's reader likes the page: dark or light, how large, whether single keys act. It is
// all that is kept for longer than a tab, and never anything of what was shown.

import type { Theme } from './tokens';

export const SCALES = [100, 125, 150, 200] as const; // percent
export const FITTING = 0; // instead of one of them: what fits the window

export interface Preferences {
  readonly theme: Theme;
  readonly scale: number; // of SCALES, or FITTING
  readonly keys: boolean; // single keys act
}

const KEPT = 'picket.page';
const USUAL: Preferences = { theme: 'dark', scale: FITTING, keys: true };

/* What is not known is as usual. */
export function preferences(): Preferences {
  const kept = read();
  return {
    theme: kept.theme === 'light' ? 'light' : USUAL.theme,
    scale: SCALES.find((scale) => scale === kept.scale) ?? USUAL.scale,
    keys: kept.keys !== false,
  };
}

/* The largest that leaves a page the room of a usual screen: 200 % on a video wall of 3840 by 2160. */
export function fittingScale(width: number, height: number): number {
  return [...SCALES].reverse().find((scale) => (100 * width) / scale >= 1900 && (100 * height) / scale >= 1000) ?? 100;
}

/* A browser that keeps nothing goes without. */
export function prefer(change: Partial<Preferences>): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...preferences(), ...change }));
  } catch {
    return;
  }
}

function read(): Partial<Record<keyof Preferences, unknown>> {
  try {
    return Object(JSON.parse(localStorage.getItem(KEPT) ?? '{}'));
  } catch {
    return {};
  }
}
