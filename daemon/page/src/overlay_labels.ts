// Labels of the tracks that are symbols: who is most telling comes first, and where no place is free
// there is none.

import type { Frame } from './frame';
import { place, Space } from './labels';
import * as marks from './marks';
import { nameOf } from './names';
import type { Drawn, Scene } from './overlay';
import type { Picture } from './picture';
import * as track from './track';
import { flightLevel, km } from './words';

const LABELS_MAX = 120;

/* drawn: the most telling first. */
export function drawLabels(pen: marks.Pen, frame: Frame, scene: Scene, drawn: readonly Drawn[]): void {
  const space = new Space();
  for (const box of scene.covered) space.add(box);
  for (const { image, x, y } of drawn) space.add({ x: x - image.x, y: y - image.y, width: image.width, height: image.height });
  let left = LABELS_MAX;
  for (const one of drawn) {
    if (left === 0) break;
    const words = frame.sees(one.x, one.y, 0) && wordsOf(scene, one);
    if (words && drawLabel(pen, frame, scene, space, one, words)) left--;
  }
}

/* Two lines: the short number with height, and what is not as usual. Plain neutral traffic has no
 * label: it is there, and that is all that is asked of it. */
function wordsOf({ picture, hits }: Scene, one: Drawn): [string, string] | null {
  const unusual = unusualWords(picture, one);
  const plain = track.sideOf(one.look.identity) === 'neutral' && !unusual;
  if (plain && !one.selected && !hits?.has(one.number)) return null;
  const height = heightWords(picture, one);
  const name = nameOf(picture, one.i);
  return [height ? `${name}  ${height}` : name, unusual];
}

function drawLabel(pen: marks.Pen, frame: Frame, { picture, live, tokens: t }: Scene, space: Space, one: Drawn,
  [name, unusual]: [string, string]): boolean {
  pen.font = '600 14px "Inter Variable", sans-serif';
  const nameWidth = pen.measureText(name).width;
  pen.font = '14px "Inter Variable", sans-serif';
  const width = Math.ceil(Math.max(nameWidth, unusual ? pen.measureText(unusual).width : 0));
  const reach = Math.max(one.image.width, one.image.height) / 2 + (one.selected ? 10 : 0);
  const wish = { x: one.x, y: one.y, reach, width, height: unusual ? 33 : 17 };
  const box = place(space, wish, frame.width, frame.height);
  if (!box) return false;
  const sides = picture.columns.marks[one.i] & track.CONFLICT ? track.sidesOf(picture, one.i) : [];
  if (sides.length > 1 && live) marks.edge(pen, box.x - 5, box.y + 1, wish.height - 2, sides.map((side) => marks.colourOf(side, t)));
  marks.words(pen, box.x, box.y + 13, name, '600 14px', t.t1, t.sea);
  if (unusual) marks.words(pen, box.x, box.y + 29, unusual, '14px', t.t2, t.sea);
  return true;
}

function heightWords(picture: Picture, one: Drawn): string {
  const height = track.heightOf(picture, one.i);
  if (height === null || track.floored(picture, one.i)) return '';
  if (one.look.category === 'missile') return `${km(height)} km`;
  return one.look.category === 'air' ? flightLevel(height) : '';
}

function unusualWords(picture: Picture, one: Drawn): string {
  const form = track.formOf(picture, one.i);
  const age = Math.round(track.age(picture, one.i));
  if (one.look.status === track.TENTATIVE) return 'tentative';
  if (one.look.status === track.COASTING) return `coast ${age} s`;
  if (form.circleM > 0) return `floor ${km(form.floorM)} km`.replace('.0 km', ' km');
  if (one.delayed) return form.delayS > 0 ? `delayed ${form.delayS} s` : `${age} s old`;
  if (picture.columns.marks[one.i] & track.CONFLICT)
    return track.claimsOf(picture, one.i).length ? 'sources disagree' : 'number used twice';
  return track.velocityWithheld(picture, one.i) ? 'velocity withheld' : '';
}
