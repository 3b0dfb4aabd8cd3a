// What one view shows and another does not.

import type { Picture } from './picture';
import { CATEGORIES, TENTATIVE, type Category } from './track';

export interface Difference {
  readonly both: readonly number[]; // indices in the view
  readonly added: readonly number[]; // likewise: the base has them not
  readonly lost: readonly number[]; // indices in the base
}

/* Indices of the tracks of a category that the picture asserts; null: of all. */
export function asserted(picture: Picture, category: Category | null): number[] {
  const bit = category === null ? 255 : 1 << CATEGORIES.indexOf(category as never);
  const { status, categories } = picture.columns;
  const indices: number[] = [];
  for (let i = 0; i < picture.count; i++)
    if (status[i] !== TENTATIVE && (category === null || categories[i] & bit)) indices.push(i);
  return indices;
}

/* other: for each track of the picture its index in the base (match.ts). base null: nothing to compare
 * with, so that nothing differs. */
export function difference(picture: Picture, base: Picture | null, category: Category | null, other: Int32Array | null): Difference {
  const shown = asserted(picture, category);
  if (!base || !other) return { both: shown, added: [], lost: [] };
  const seen = new Uint8Array(base.count);
  for (const j of other) if (j >= 0) seen[j] = 1;
  return {
    both: shown.filter((i) => other[i] >= 0),
    added: shown.filter((i) => other[i] < 0),
    lost: asserted(base, category).filter((j) => !seen[j]),
  };
}
