// Pairs the tracks of two pictures in a thread of its own: of twenty thousand it takes longer than the
// page may stand still.

import { match } from './match';
import type { Picture } from './picture';
import type { Truth } from './truth';

export interface Task {
  readonly of: number; // the page's number for it
  readonly a: Picture;
  readonly b: Picture;
  readonly truth: Truth | null;
}

export interface Answer {
  readonly of: number;
  readonly other: Int32Array;
}

const page = self as unknown as Worker; // the other end of this thread

page.onmessage = ({ data: { of, a, b, truth } }: MessageEvent<Task>) => {
  const other = match(a, b, truth);
  page.postMessage({ of, other } satisfies Answer, [other.buffer as ArrayBuffer]);
};
