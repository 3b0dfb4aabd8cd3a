// A picture in columns, and how the next one follows from it.
//
// Pure: no socket, no document. A picture is never changed once made, so whoever draws one may keep
// it. What does not add up is thrown as WireError, and the link asks for a whole picture again.

import type {
  Change, Claim, Columns as ColumnsMessage, Form, Merger, Picture as Message, ReleasedNotice, Source, SourceSet,
} from './wire/picket/v1/picture_pb';

export class WireError extends Error {}

/* Columns of 32 bits that a change tells as differences; the first six are signed. */
const DIFFERENCES = [
  'latE7', 'lonE7', 'heightCm', 'eastCmps', 'northCmps', 'upCmps',
  'ageDs', 'major', 'minor', 'turnCdeg', 'vertical', 'speedSigma',
] as const;
const SIGNED: ReadonlySet<string> = new Set(DIFFERENCES.slice(0, 6));
/* Columns that a change tells by value. */
const VALUES = [
  'status', 'categories', 'identity', 'identityPercent', 'marks', 'form', 'sourceSet', 'typeCode',
] as const;

type Name = (typeof DIFFERENCES)[number] | (typeof VALUES)[number];

export type Columns = { readonly [name in Name]: Float64Array } & {
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

type Entries = ArrayLike<number | bigint> & Iterable<number | bigint>;

function column(name: string, entries: Entries, count: number): Float64Array {
  if (entries.length !== count)
    throw new WireError(`column ${name} has ${entries.length} entries for ${count} tracks`);
  return Float64Array.from(entries as Iterable<number>, Number);
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
  const columns: Record<string, Float64Array> = { number: column('number', message.number, count) };
  for (const name of [...DIFFERENCES, ...VALUES])
    columns[name] = column(name, message[name], count);
  return { ...columns, labels: labelsOf(message, count) } as unknown as Columns;
}

/* Indices of the base that live on, in order. */
function survivors(gone: readonly number[], count: number): number[] {
  const lost = new Set(gone);
  if (lost.size !== gone.length || gone.some((index) => index >= count))
    throw new WireError('a track that is gone was not in the base');
  const kept: number[] = [];
  for (let index = 0; index < count; index++) if (!lost.has(index)) kept.push(index);
  return kept;
}

function addDifferences(change: Change, base: Columns, kept: readonly number[]) {
  const columns: Record<string, Float64Array> = {
    number: Float64Array.from(kept, (index) => base.number[index]),
  };
  for (const name of DIFFERENCES) {
    const told = change[name];
    if (told.length !== 0 && told.length !== kept.length)
      throw new WireError(`change of ${name} has ${told.length} entries for ${kept.length} tracks`);
    /* Modulo 2^32, as the sender subtracts: a track may cross the 180th meridian. */
    const wrap = SIGNED.has(name) ? (x: number) => x | 0 : (x: number) => x >>> 0;
    columns[name] = Float64Array.from(kept, (index, at) => wrap(base[name][index] + (told[at] ?? 0)));
  }
  for (const name of VALUES) columns[name] = Float64Array.from(kept, (index) => base[name][index]);
  return columns;
}

function setValues(change: Change, columns: Record<string, Float64Array>, labels: string[]): void {
  const count = change.changed.length;
  if (count === 0) return;
  const values = change.values;
  if (!values) throw new WireError('a change without its values');
  const told = labelsOf(values, count);
  for (const name of VALUES) {
    const entries = column(name, values[name], count);
    change.changed.forEach((index, at) => {
      if (index >= labels.length) throw new WireError('a change of a track that is not there');
      columns[name][index] = entries[at];
      labels[index] = told[at];
    });
  }
}

/* Two sets of tracks in one, by number. */
function merge(a: Columns, b: Columns): Columns {
  if (b.number.length === 0) return a;
  const count = a.number.length + b.number.length;
  const from: [Columns, number][] = [];
  for (let i = 0, j = 0; from.length < count; )
    from.push(j >= b.number.length || a.number[i] < b.number[j] ? [a, i++] : [b, j++]);
  const columns: Record<string, Float64Array> = {};
  for (const name of ['number', ...DIFFERENCES, ...VALUES] as const)
    columns[name] = Float64Array.from(from, ([of, index]) => of[name][index]);
  return { ...columns, labels: from.map(([of, index]) => of.labels[index]) } as unknown as Columns;
}

function changedColumns(change: Change, base: Columns): Columns {
  const kept = survivors(change.gone, base.number.length);
  const columns = addDifferences(change, base, kept);
  const labels = kept.map((index) => base.labels[index]);
  setValues(change, columns, labels);
  const lived = { ...columns, labels } as unknown as Columns;
  return change.born ? merge(lived, wholeColumns(change.born)) : lived;
}

function columnsOf(message: Message, base: Picture | null): Columns {
  if (message.baseNs === 0n) {
    if (message.tracks) return wholeColumns(message.tracks);
    return { ...wholeColumnsOfNone() };
  }
  if (!base || base.epochNs !== message.baseNs || base.sinceNs !== message.sinceNs)
    throw new WireError('a change against a picture that is not here');
  return message.change ? changedColumns(message.change, base.columns) : base.columns;
}

function wholeColumnsOfNone(): Columns {
  const columns: Record<string, Float64Array> = {};
  for (const name of ['number', ...DIFFERENCES, ...VALUES]) columns[name] = new Float64Array(0);
  return { ...columns, labels: [] } as unknown as Columns;
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
