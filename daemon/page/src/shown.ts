// A picture as the page tells it, track by track: for tests.

import { formWords } from './list';
import type { Picture } from './picture';
import * as track from './track';
import { hex } from './words';

/* In the words that the page has for them. */
export function tracksOf(picture: Picture | null): object[] {
  if (!picture) return [];
  const { number, status, categories, latE7, lonE7, ageDs, major } = picture.columns;
  return Array.from({ length: picture.count }, (_, i) => ({
    track: hex(number[i]).toLowerCase(), status: status[i],
    lat_deg: latE7[i] / 1e7, lon_deg: lonE7[i] / 1e7, alt_m: track.heightOf(picture, i),
    velocity: track.velocityOf(picture, i), age_s: ageDs[i] / 10, major_m: track.sigma(major[i]),
    categories: track.categoriesOf(categories[i]), identity: track.identityOf(picture, i), form: formWords(picture, i),
  }));
}
