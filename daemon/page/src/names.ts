// Short names for tracks: the first hexadecimal digits of the number, at least four, as many as tell
// the tracks of this picture apart.

import type { Picture } from './picture';
import { hex } from './words';

const SHORTEST = 4;

function common(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}

/* Numbers are sorted, so only neighbours can be alike. */
export function nameOf({ columns: { number }, count }: Picture, i: number): string {
  const name = hex(number[i]);
  const alike = Math.max(i > 0 ? common(name, hex(number[i - 1])) : 0, i + 1 < count ? common(name, hex(number[i + 1])) : 0);
  return name.slice(0, Math.max(SHORTEST, 1 + alike));
}
