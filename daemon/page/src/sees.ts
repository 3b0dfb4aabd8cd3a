// Who sees an object and by which clause, as the daemon tells the white cell alone (/sees/OBJECT), in
// the words of the page.

/* Of one report that a view is given. */
export interface Gift {
  readonly sensor: string;
  readonly has: boolean; // it, or of the best an earlier one, was released before the epoch's end
  readonly warning: boolean;
  readonly bearing: boolean;
  readonly late_s: number;
  readonly form: string;
  readonly clause: string | null; // null: its own
}

export interface Sight {
  readonly view: string;
  readonly audience: readonly string[]; // of a room: who stands in it
  readonly track: number | null;
  readonly error_m: number | null;
  readonly given: readonly Gift[]; // the best first
  readonly why: string;
}

export interface Clause {
  readonly clause: string;
  readonly agreement: string;
  readonly title: string;
  readonly aloud: string;
}

export interface Sees {
  readonly epoch_ns: number;
  readonly object: string;
  readonly reported_by: readonly { readonly sensor: string; readonly age_s: number }[];
  readonly views: readonly Sight[];
  readonly clauses: readonly Clause[];
}

export interface Answer {
  readonly word: string;
  readonly why: string; // beside it: the clause that decides
  readonly sees: boolean;
}

/* What keeps it away, in a word or two; the sentence stands below. */
const REASONS: [RegExp, string][] = [
  [/^No sensor/, 'not reported'], [/ (holds|withdrew) /, 'held'], [/which is suspended/, 'suspended'],
  [/which is terminated/, 'terminated'], [/ Never /, 'never'], [/caveat keeps/, 'caveat'],
  [/waits for approval|wants approval/, 'not approved'], [/^No clause/, 'no clause'],
];

function without({ track, why }: Sight): Answer {
  if (track !== null) return { word: 'sees', why: 'no report any more', sees: true };
  const [, reason] = REASONS.find(([form]) => form.test(why)) ?? [null, 'no clause fits'];
  return { word: 'sees nothing', why: reason, sees: false };
}

function wordOf({ has, warning, bearing, late_s, form }: Gift, seen: boolean): string {
  const floor = /^(?!warning).*position (\S+ \S+?)(,|$)/.exec(form);
  if (warning) return has ? 'warning' : 'nothing yet';
  if (floor && (has || seen)) return `floor ${floor[1]}`;
  if (late_s > 0) return seen ? 'sees late' : has ? 'no track near' : 'nothing yet';
  return seen ? 'sees' : bearing ? 'bearings only' : 'no track near';
}

export function answerOf(sight: Sight): Answer {
  const [best] = sight.given;
  if (!best) return without(sight);
  const late = best.late_s > 0 ? `, ${Number(best.late_s.toFixed(0))} s` : '';
  const word = wordOf(best, sight.track !== null);
  return { word, why: `${best.clause ?? 'own'}${late}`, sees: word !== 'nothing yet' };
}

/* "Reported by usa-eye 3 s ago and rok-narrow 1 s ago." */
export function reportersWords({ reported_by }: Sees): string {
  if (!reported_by.length) return '';
  const each = reported_by.map(({ sensor, age_s }) => `${sensor} ${Math.round(age_s)} s ago`);
  const last = each.pop();
  return `Reported by ${each.length ? `${each.join(', ')} and ` : ''}${last}.`;
}

export function sentence(text: string): string {
  return /[.]$/.test(text) ? text : `${text}.`;
}
