// Where on a map a place can be seen: not at its edge, and under nothing that lies on it.

import type { Box } from './labels';

/* The point nearest to (x, y) that lies on the map and under none of the boxes, each by a margin; null:
 * no point does. All in one unit. What is nearest is the place itself, or on an edge of what is free, or
 * where two edges meet, so nothing else need be tried. */
export function nearestFree(x: number, y: number, width: number, height: number, boxes: readonly Box[], margin: number): readonly [number, number] | null {
  const taken = boxes.filter((box) => box.width > 0 && box.height > 0).map((box) => ({
    left: box.x - margin, right: box.x + box.width + margin, top: box.y - margin, bottom: box.y + box.height + margin,
  }));
  const across = within(margin, width - margin, [x, ...taken.flatMap(({ left, right }) => [left, right])]);
  const down = within(margin, height - margin, [y, ...taken.flatMap(({ top, bottom }) => [top, bottom])]);
  let best: readonly [number, number] | null = null;
  let least = Infinity;
  for (const a of across) for (const d of down) {
    const far = Math.hypot(a - x, d - y);
    if (far >= least || taken.some(({ left, right, top, bottom }) => a > left && a < right && d > top && d < bottom)) continue;
    best = [a, d];
    least = far;
  }
  return best;
}

function within(from: number, to: number, values: readonly number[]): number[] {
  return from > to ? [] : values.map((value) => Math.min(to, Math.max(from, value)));
}
