// A picture in columns, and how the next one follows from it.
//
// Pure: no socket, no document. A picture is never changed once made, so whoever draws one may keep
// it. What does not add up is thrown as WireError, and the link asks for a whole picture again.

import type {
  Change, Claim, Columns as ColumnsMessage, Form, Merger, Picture as Message, ReleasedNotice, Source, SourceSet,
} from './wire/picket/v1/picture_pb';

export class WireError extends Error {}

/* Columns of 32 bits that a change tells as differences; stored in 32 bits they wrap as the sender's
 * do, so that a track may cross the 180th meridian. */
const SIGNED = ['latE7', 'lonE7', 'heightCm', 'eastCmps', 'northCmps', 'upCmps'] as const;
const UNSIGNED = ['ageDs', 'major', 'minor', 'turnCdeg', 'vertical', 'speedSigma'] as const;
const DIFFERENCES = [...SIGNED, ...UNSIGNED] as const;
/* Columns that a change tells by value. */
const BYTES = ['status', 'categories', 'identity', 'identityPercent', 'marks', 'form'] as const;
const WORDS = ['sourceSet', 'typeCode'] as const;
const VALUES = [...BYTES, ...WORDS] as const;
const NAMES = ['number', ...DIFFERENCES, ...VALUES] as const;

type Name = (typeof NAMES)[number];
type Array32 = Int32Array | Uint32Array;
type Column = Float64Array | Array32 | Uint8Array;

export type Columns =
  { readonly [name in (typeof SIGNED)[number]]: Int32Array } &
  { readonly [name in (typeof UNSIGNED)[number] | (typeof WORDS)[number]]: Uint32Array } &
  { readonly [name in (typeof BYTES)[number]]: Uint8Array } & {
    readonly number: Float64Array; // under 2^48, so exact
    readonly labels: readonly string[]; // empty where there is none
  };

export interface Picture {
  readonly audience: string;
  readonly rule: string;
  readonly sinceNs: bigint;
  readonly epochNs: bigint;
  readonly count: number;
  readonly columns: Columns;
  readonly notices: readonly ReleasedNotice[];
  readonly sources: readonly Source[];
  readonly sourceSets: readonly SourceSet[];
  readonly forms: readonly Form[];
  readonly claims: readonly Claim[]; // of tracks whose sources disagree
  readonly mergers: readonly Merger[]; // tracks that became one within the last minute
}

function made(name: Name, count: number): Column {
  if (name === 'number') return new Float64Array(count);
  if ((SIGNED as readonly string[]).includes(name)) return new Int32Array(count);
  return (BYTES as readonly string[]).includes(name) ? new Uint8Array(count) : new Uint32Array(count);
}

/* fill: makes each column. */
function columnsBy(labels: readonly string[], fill: (name: Name) => Column): Columns {
  return { ...Object.fromEntries(NAMES.map((name) => [name, fill(name)])), labels } as unknown as Columns;
}

function told(name: Name, message: ColumnsMessage, count: number): Column {
  const entries = message[name];
  if (entries.length !== count)
    throw new WireError(`column ${name} has ${entries.length} entries for ${count} tracks`);
  const column = made(name, count);
  for (let i = 0; i < count; i++) column[i] = Number(entries[i]);
  return column;
}

function labelsOf(message: ColumnsMessage, count: number): string[] {
  const labels = new Array<string>(count).fill('');
  for (const label of message.labels) {
    if (label.index >= count) throw new WireError(`label of track ${label.index} of ${count}`);
    labels[label.index] = label.text;
  }
  return labels;
}

function wholeColumns(message: ColumnsMessage): Columns {
  const count = message.number.length;
  return columnsBy(labelsOf(message, count), (name) => told(name, message, count));
}

/* Indices of the base that live on, in order. */
function survivors(gone: readonly number[], count: number): Uint32Array {
  const lost = new Set(gone);
  if (lost.size !== gone.length || gone.some((index) => index >= count))
    throw new WireError('a track that is gone was not in the base');
  const kept = new Uint32Array(count - lost.size);
  for (let index = 0, at = 0; index < count; index++) if (!lost.has(index)) kept[at++] = index;
  return kept;
}

function taken(column: Column, name: Name, kept: Uint32Array): Column {
  const some = made(name, kept.length);
  for (let at = 0; at < kept.length; at++) some[at] = column[kept[at]];
  return some;
}

/* What the base has of those that live on, a copy, with what is told added. */
function livedOn(change: Change, base: Columns, kept: Uint32Array): Columns {
  return columnsBy(Array.from(kept, (index) => base.labels[index]), (name) => {
    const column = taken(base[name], name, kept);
    const by = (change as unknown as Record<string, readonly number[] | undefined>)[name] ?? [];
    if (by.length !== 0 && by.length !== kept.length)
      throw new WireError(`change of ${name} has ${by.length} entries for ${kept.length} tracks`);
    for (let at = 0; at < by.length; at++) column[at] += by[at];
    return column;
  });
}

function setValues(change: Change, columns: Columns): void {
  const count = change.changed.length;
  if (count === 0) return;
  const values = change.values;
  if (!values) throw new WireError('a change without its values');
  const labels = columns.labels as string[];
  if (change.changed.some((index) => index >= labels.length)) throw new WireError('a change of a track that is not there');
  for (const name of VALUES) {
    const entries = told(name, values, count);
    change.changed.forEach((index, at) => (columns[name][index] = entries[at]));
  }
  const names = labelsOf(values, count);
  change.changed.forEach((index, at) => (labels[index] = names[at]));
}

/* Two sets of tracks in one, by number. */
function merge(a: Columns, b: Columns): Columns {
  const [had, count] = [a.number.length, a.number.length + b.number.length];
  const from = new Uint32Array(count); // indices of a, then of b
  for (let at = 0, i = 0, j = 0; at < count; at++)
    from[at] = j >= b.number.length || a.number[i] < b.number[j] ? i++ : had + j++;
  const labels = Array.from(from, (index) => (index < had ? a.labels[index] : b.labels[index - had]));
  return columnsBy(labels, (name) => {
    const [column, first, second] = [made(name, count), a[name], b[name]];
    for (let at = 0; at < count; at++) column[at] = from[at] < had ? first[from[at]] : second[from[at] - had];
    return column;
  });
}

function changedColumns(change: Change, base: Columns): Columns {
  const columns = livedOn(change, base, survivors(change.gone, base.number.length));
  setValues(change, columns);
  return change.born?.number.length ? merge(columns, wholeColumns(change.born)) : columns;
}

function columnsOf(message: Message, base: Picture | null): Columns {
  if (message.baseNs === 0n) {
    return message.tracks ? wholeColumns(message.tracks) : columnsBy([], (name) => made(name, 0));
  }
  if (!base || base.epochNs !== message.baseNs || base.sinceNs !== message.sinceNs)
    throw new WireError('a change against a picture that is not here');
  return message.change ? changedColumns(message.change, base.columns) : base.columns;
}

function checkIndices(picture: Picture): void {
  const { form, sourceSet } = picture.columns;
  for (let i = 0; i < picture.count; i++)
    if (form[i] >= picture.forms.length || sourceSet[i] >= picture.sourceSets.length)
      throw new WireError(`track ${i} names a form or a source that is not listed`);
  for (const claim of picture.claims)
    if (claim.source > picture.sources.length) throw new WireError('a claim of a source that is not listed');
  for (const set of picture.sourceSets)
    for (const index of set.source)
      if (index >= picture.sources.length) throw new WireError('a source that is not listed');
}

/* The picture that a message tells, given the one before it (null: none is held). */
export function pictureOf(message: Message, base: Picture | null): Picture {
  const columns = columnsOf(message, base);
  const picture: Picture = {
    audience: message.audience, rule: message.rule,
    sinceNs: message.sinceNs, epochNs: message.epochNs,
    count: columns.number.length, columns,
    notices: message.notices, sources: message.sources,
    sourceSets: message.sourceSets, forms: message.forms, claims: message.claims,
    mergers: message.mergers,
  };
  checkIndices(picture);
  return picture;
}

/* A picture as it goes from one thread to another: what holds columns is handed over, not copied,
 * and labels are told only of tracks that have one. */
export interface Parcel {
  readonly picture: Picture;
  readonly labels: readonly (readonly [index: number, text: string])[];
}

export function parcelOf(picture: Picture): [Parcel, Transferable[]] {
  const labels = picture.columns.labels.flatMap((text, index) => (text ? [[index, text] as const] : []));
  const columns = columnsBy([], (name) => picture.columns[name].slice());
  return [{ picture: { ...picture, columns }, labels }, NAMES.map((name) => columns[name].buffer as ArrayBuffer)];
}

export function unpacked({ picture, labels }: Parcel): Picture {
  const all = new Array<string>(picture.count).fill('');
  for (const [index, text] of labels) all[index] = text;
  return { ...picture, columns: { ...picture.columns, labels: all } };
}

/* The track that goes on where this one turned out to be of the same object; the number itself where
 * it did not. */
export function heirOf(picture: Picture, number: number): number {
  const gone = BigInt(number);
  const merger = picture.mergers.find((one) => one.gone === gone);
  return merger ? Number(merger.number) : number;
}

/* Where a track stands among those of a picture; -1 if it does not. Numbers are sorted. */
export function indexOf(picture: Picture, number: number): number {
  const numbers = picture.columns.number;
  let low = 0;
  let high = picture.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low < picture.count && numbers[low] === number ? low : -1;
}
