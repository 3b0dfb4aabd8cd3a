// One track of a picture, read for people: what it is, how sure, in which form it was released.

import type { Picture } from './picture';
import { Detail, type Claim, type Form } from './wire/picket/v1/picture_pb';

export const TENTATIVE = 1;
export const CONFIRMED = 2;
export const COASTING = 3;

export const CONFLICT = 1;
export const HEIGHT_UNKNOWN = 2;
export const VELOCITY_UNKNOWN = 4;
export const PRESSURE = 8;

/* Categories by bit; a track of several is drawn as the one that comes first in ORDER. */
export const CATEGORIES = [
  'missile', 'air', 'surface', 'subsurface', 'mine', 'land', 'nuclear', 'cyber',
] as const;
export type Category = (typeof CATEGORIES)[number] | 'none';
const ORDER = [0, 3, 4, 1, 2, 5, 6, 7];

const OF_BITS = Array.from({ length: 256 }, (_, bits): Category => {
  const first = ORDER.find((bit) => bits & (1 << bit));
  return first === undefined ? 'none' : CATEGORIES[first];
});

export function categoryOf(bits: number): Category {
  return OF_BITS[bits];
}

export function categoriesOf(bits: number): string {
  const names = ORDER.filter((bit) => bits & (1 << bit)).map((bit) => CATEGORIES[bit]);
  return names.length ? names.join(' and ') : 'no category';
}

const IDENTITIES = [
  'not stated', 'pending', 'unknown', 'assumed friend', 'friend', 'neutral', 'suspect', 'hostile',
];

export function identityOf(picture: Picture, i: number): string {
  const value = picture.columns.identity[i];
  if (value === 0 && formOf(picture, i).identity === Detail.WITHHELD) return 'not released';
  return IDENTITIES[value] ?? 'not stated';
}

/* What the track's sources say of it, where they disagree. */
export function claimsOf(picture: Picture, i: number): Claim[] {
  const number = BigInt(picture.columns.number[i]);
  return picture.claims.filter((claim) => claim.number === number);
}

/* The sides that its sources give it, where they disagree; each once. */
export function sidesOf(picture: Picture, i: number): Side[] {
  return [...new Set(claimsOf(picture, i).filter((claim) => claim.identity).map((claim) => sideOf(claim.identity)))];
}

export function claimWords(claim: Claim): string {
  const sure = claim.identityPercent ? `, ${claim.identityPercent} %` : '';
  return `${IDENTITIES[claim.identity] ?? 'not stated'}${sure}; ${categoriesOf(claim.categories)}`;
}

/* The track that turned out to be of the same object and was merged into this one; null: none. */
export function absorbed(picture: Picture, i: number): number | null {
  const number = BigInt(picture.columns.number[i]);
  const merger = picture.mergers.find((one) => one.number === number);
  return merger ? Number(merger.gone) : null;
}

export type Side = 'friend' | 'neutral' | 'unknown' | 'hostile';
const SIDES: Side[] = [
  'unknown', 'unknown', 'unknown', 'friend', 'friend', 'neutral', 'hostile', 'hostile',
];
export const IDENTITY_COUNT = SIDES.length; // identities on the wire
export function sideOf(identity: number): Side {
  return SIDES[identity] ?? 'unknown';
}

export function formOf(picture: Picture, i: number): Form {
  return picture.forms[picture.columns.form[i]];
}

/* A sigma on the wire is 1 cm times 2^(q/64). */
export function sigma(q: number): number {
  return 0.01 * 2 ** (q / 64);
}

/* The square root of the 95 % point of chi-square with two degrees of freedom, -2 ln 0.05. */
export const TO_95 = Math.sqrt(-2 * Math.log(0.05));

/* Long half axis of the 95 % ellipse, m; under a position floor never less than the circle that the
 * form states, which holds for the moment of the report. */
export function circle95(picture: Picture, i: number): number {
  return Math.max(formOf(picture, i).circleM, TO_95 * sigma(picture.columns.major[i]));
}

export function age(picture: Picture, i: number): number {
  return picture.columns.ageDs[i] / 10;
}

/* m/s over ground and up; null where it is withheld or unknown. */
export function velocityOf(picture: Picture, i: number): [number, number, number] | null {
  const { marks, eastCmps, northCmps, upCmps } = picture.columns;
  if (marks[i] & VELOCITY_UNKNOWN) return null;
  return [eastCmps[i] / 100, northCmps[i] / 100, upCmps[i] / 100];
}

const VAGUE_MPS = 10;

/* Not withheld, nor as good as unknown: after one look a filter still has the velocity that it supposed
 * before, and a sigma beside which that says nothing. */
export function velocityKnown(picture: Picture, i: number): boolean {
  const { marks, eastCmps, northCmps, upCmps, speedSigma } = picture.columns;
  if (marks[i] & VELOCITY_UNKNOWN) return false;
  const spread = 100 * sigma(speedSigma[i]);
  return spread <= 100 * VAGUE_MPS || spread ** 2 <= eastCmps[i] ** 2 + northCmps[i] ** 2 + upCmps[i] ** 2;
}

/* As velocityOf, and null too where nothing is known yet. */
export function knownVelocityOf(picture: Picture, i: number): [number, number, number] | null {
  return velocityKnown(picture, i) ? velocityOf(picture, i) : null;
}

export function speedOf(picture: Picture, i: number): number | null {
  if (!velocityKnown(picture, i)) return null;
  const { eastCmps, northCmps, upCmps } = picture.columns;
  return Math.sqrt(eastCmps[i] ** 2 + northCmps[i] ** 2 + upCmps[i] ** 2) / 100;
}

export function velocityWithheld(picture: Picture, i: number): boolean {
  return velocityOf(picture, i) === null && formOf(picture, i).velocity === Detail.WITHHELD;
}

/* Height above the ellipsoid, m; null where it is withheld or unknown. */
export function heightOf(picture: Picture, i: number): number | null {
  const { marks, heightCm } = picture.columns;
  return marks[i] & HEIGHT_UNKNOWN ? null : heightCm[i] / 100;
}

export const METRES = 111_195; // a degree of a great circle, mean radius

/* Where it would be after some seconds on a straight course, degrees; null: it is not known to move. */
export function ahead(picture: Picture, i: number, seconds: number): [lat: number, lon: number] | null {
  const v = knownVelocityOf(picture, i);
  if (!v) return null;
  const { latE7, lonE7 } = picture.columns;
  const lat = latE7[i] / 1e7;
  const narrow = Math.max(0.05, Math.cos((lat * Math.PI) / 180));
  return [lat + (v[1] * seconds) / METRES, lonE7[i] / 1e7 + (v[0] * seconds) / METRES / narrow];
}

/* Old enough to be drawn as delayed: the newest report in it is a minute old, and that is how it
 * was released, not that its sensors lost it. */
export function delayed(picture: Picture, i: number): boolean {
  if (picture.columns.status[i] === COASTING) return false;
  const delay = formOf(picture, i).delayS;
  return delay > 0 ? age(picture, i) >= delay : age(picture, i) >= 60;
}

export function floored(picture: Picture, i: number): boolean {
  return formOf(picture, i).circleM > 0;
}

/* Tentative tracks are not counted. */
export function assertedCount({ columns: { status }, count }: Picture): number {
  let asserted = 0;
  for (let i = 0; i < count; i++) if (status[i] !== TENTATIVE) asserted++;
  return asserted;
}

const RANKS: Partial<Record<Category, number>> = { missile: 0, subsurface: 1, mine: 2 };
const RANK_OF_BITS = OF_BITS.map((category) => 8 * (RANKS[category] ?? 3));
const IDENTITY_RANK = [2, 2, 2, 3, 3, 4, 1, 0];

/* Missile, subsurface, mine; then by identity. Smaller comes first. */
export function rank(picture: Picture, i: number): number {
  const { categories, identity } = picture.columns;
  return RANK_OF_BITS[categories[i]] + (IDENTITY_RANK[identity[i]] ?? 2);
}
