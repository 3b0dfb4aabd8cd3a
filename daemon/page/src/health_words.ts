// What is wrong with a sensor, in plain words, and what to do about it. Reasons as in proto/README.md.

import type { SensorTold, State } from './health_told';
import { clock, old, thousands } from './words';

type Said = readonly [words: string, remedy: string];

export const REFUSALS: Readonly<Record<string, Said>> = {
  'too-short': ['under 12 bytes', 'Send whole datagrams.'],
  'too-long': ['over 1 400 bytes', 'Begin another datagram; the scan number stays.'],
  'not-protobuf': ['cut, or no protobuf', 'Send what the library serialised, unchanged.'],
  'format-wrong': ['not one of our kinds', 'Put 0x31524B50 into field 1, as fixed32.'],
  'format-port': ['sent to the wrong port', 'Send reports to the port of reports.'],
  'format-version': ['another version', 'Send version 1.'],
  'sensor-missing': ['without a name', 'Fill the sensor\'s name in.'],
  'sensor-unknown': ['a name that is not listed', 'Compare its spelling with the configuration.'],
  'tag-missing': ['without a tag', 'Append the tag of its key.'],
  'tag-place': ['its tag stands in the wrong place', 'Append the tag after serialising.'],
  'tag-wrong': ['another key, or changed on the way', 'Check the key. If it is right, somebody else sends in its name.'],
  'began-missing': ['no time at which its run began', 'Fill it with the wall clock at the start.'],
  'run-old': ['of a run before the newest', 'Run one process for the sensor. Its start must be later than the last.'],
  'sequence-missing': ['not numbered', 'Count datagrams from 1.'],
  'sequence-repeat': ['a number that was taken already', 'Look for a copy on the way, or two senders of one name.'],
  'sequence-old': ['far behind the newest number', 'Look for what holds datagrams back on the way.'],
  'sent-missing': ['without a time of sending', 'Fill in the exercise time.'],
  'sent-future': ['sent more than 5 s from now', 'Set its clock. In an exercise it follows the beats.'],
  'sent-old': ['sent more than 30 s ago', 'Set its clock. In an exercise it follows the beats.'],
  'clock-unset': ['came before the exercise had a time', 'Start the clock, then the sensor.'],
  'field-type': ['a field of another type', 'Build it from the files of proto/.'],
  'field-twice': ['a field that stands twice', 'Serialise once. Do not join messages.'],
  'fields-many': ['too many fields', 'Put less into a datagram.'],
  'reports-many': ['more than 64 reports', 'Put fewer into a datagram.'],
  'unknown-many': ['too much that is unknown here', 'Build it from the files of proto/.'],
  'decode-memory': ['too large to be decoded', 'Put less into a datagram.'],
  'platform-missing': ['it moves, and does not say where it is', 'Fill in its own place in each datagram.'],
  'platform-differs': ['over 100 m from its registered place', 'Correct the place in the datagram, or in the configuration.'],
  'platform-range': ['its own place is no place', 'Send degrees, metres and m/s.'],
  'kind-not-sent': ['a kind that it is not listed for', 'Add the kind to what it sends in the configuration.'],
  'time-missing': ['without a time of measurement', 'Fill it in.'],
  'time-unit': ['a time that is not in nanoseconds', 'Send nanoseconds since 1970.'],
  'time-range': ['a time outside 2000 to 2100', 'Is the date in it?'],
  'time-future': ['measured more than 1 s from now', 'Set its clock by NTP.'],
  'time-late': ['measured longer ago than is still fused', 'Send sooner. If its clock is behind, set it by NTP.'],
  'number-missing': ['a track without its number', 'Number its tracks.'],
  'number-range': ['a number that is too large', 'Number its tracks up to 2^53 - 1.'],
  'began-after': ['a track that begins after its report', 'Send the time at which the number began.'],
  'updated-range': ['updated after its own time', 'Leave it out where the two are equal.'],
  'identity-percent': ['sure of an identity by more than 100 %, or of none', 'Send 1 to 100 beside an identity.'],
  'type-range': ['a type of more than six digits', 'Send entity, type and subtype.'],
  'caveats-many': ['more than 8 caveats', 'Send fewer.'],
  'text-long': ['a text that is too long', 'Labels have 64 bytes, texts 200.'],
  'text-bad': ['a text with characters that are not shown', 'Send plain UTF-8.'],
  'geometry-missing': ['without a place', 'Send one of the geometries.'],
  'geometry-twice': ['two places', 'Send one of the geometries.'],
  'position-range': ['a place that is none', 'Send degrees and metres, WGS 84.'],
  'range-range': ['a range outside 1 m to 6 000 km', 'Send metres.'],
  'angle-range': ['an angle out of its range', 'Send degrees.'],
  'velocity-range': ['faster than 12 km/s', 'Send m/s.'],
  'circle-range': ['a notice whose circle is none', 'Send its centre in degrees and its radius in metres.'],
  'platform-stale': ['its own place is over 10 s old', 'Send where it was when it looked.'],
  'accuracy-missing': ['no accuracy where one is needed', 'Say how good it is.'],
  'accuracy-range': ['an accuracy out of its range', 'Send metres and degrees.'],
  'height-without-accuracy': ['a height without an accuracy', 'Send 6 or 21 numbers of covariance, or no height.'],
  'covariance-missing': ['without a covariance', 'Send one.'],
  'covariance-count': ['a covariance of a wrong size', 'Send as many numbers as the notes of proto/ list.'],
  'covariance-range': ['a covariance out of its range', 'Send squares of metres and of m/s.'],
  'covariance-not-positive': ['a covariance that cannot be', 'Send variances above 0, in the order of the notes of proto/.'],
  'not-finite': ['a number that is none', 'Send no NaN and no infinity.'],
  repeat: ['the same state again under a new time', 'Send updates only.'],
};

const REMEDIES: Readonly<Record<string, string>> = {
  period: 'Correct the period in the configuration, or the sensor.',
  accuracy: 'Let it state the accuracy that it has. Until then its reports weigh too much, or too little.',
  detection: 'Look at the sensor: is it disturbed? Else correct what is expected of it in the configuration.',
  clutter: 'Correct or leave out clutter in the configuration: where it is far too high no track is confirmed.',
  place: 'Check its place, its north and its zero of range against another sensor. Until then what both see has two tracks.',
  'false-plots': 'Look at the sensor: is its threshold right? Else correct what is expected of it in the configuration.',
};

export const STATES: Readonly<Record<State, string>> = {
  silent: 'silent', sum: 'does not add up', late: 'late', refused: 'refused', differs: 'differs',
};

const AHEAD_S = 0.1;
const BEHIND_S = 1;

/* A clock that is off, as `picket probe` says it. "": it is not. */
function clockWords({ clock_ahead_s: ahead }: SensorTold): string {
  if (ahead !== null && ahead > AHEAD_S) return `Its clock is ${ahead.toFixed(2)} s ahead, steadily.`;
  return ahead !== null && ahead < -BEHIND_S ? `Its clock is ${(-ahead).toFixed(2)} s behind, steadily, or its way here takes that long.` : '';
}

/* An upper bound of what 95 of 100 reports keep. */
export function lateWords({ late_p95_s: late, states }: SensorTold): string {
  if (late === null) return states.includes('late') ? 'over 100 s' : '-';
  return late < 1 ? `\u2264 ${Math.round(1000 * late)} ms` : `\u2264 ${late} s`;
}

export function rateWords({ rate_per_s: rate }: SensorTold): string {
  if (rate === null) return '-';
  return rate === 0 ? '0/s' : rate < 0.05 ? '< 0.1/s' : `${rate < 9.95 ? rate.toFixed(1) : thousands(rate)}/s`;
}

/* The reason that comes most often, and how many there are besides. */
export function refusedWords({ refused, datagrams_refused: whole }: SensorTold): string {
  const all = [...Object.entries(refused), ...Object.entries(whole)].sort((a, b) => b[1] - a[1]);
  if (all.length === 0) return '';
  return `${all[0][0]} ${thousands(all[0][1])}${all.length > 1 ? `, ${all.length - 1} more` : ''}`;
}

export function heardWords({ heard_s: heard }: SensorTold, now: number | null): string {
  return heard === null || now === null ? 'never' : old(Math.max(0, now - heard));
}

/* Lines of the panel: [words, what to do]; "": nothing is to be done. */
export function troublesOf(told: SensorTold, now: number | null): Said[] {
  const lines: Said[] = [];
  if (told.states.includes('silent')) {
    const since = told.heard_s === null ? 'in this run' : `since ${clock(told.heard_s)}, ${heardWords(told, now)}`;
    lines.push([`Nothing came ${since}; its period is ${told.period_s} s.`,
      'Is it switched on, and does it send to picketd\'s port of reports?']);
  }
  if (told.states.includes('sum'))
    lines.push([`Its sum does not add up by ${told.difference ?? 0}.`, 'This is a fault of picketd. Keep the recording and the log.']);
  const off = clockWords(told);
  if (off) lines.push([off, 'Set it by NTP.']);
  if (told.states.includes('late'))
    lines.push([`Of the last ten minutes 95 of 100 reports came ${lateWords(told)} after they were measured; ${told.late_allowed_s} s are normal for it.`,
      off ? 'See its clock first.' : 'Look for what holds them back on the way. They are fused, but late.']);
  for (const { claim, words } of told.findings) lines.push([`${words}.`, REMEDIES[claim] ?? '']);
  for (const [counts, what] of [[told.refused, 'reports'], [told.datagrams_refused, 'datagrams']] as const)
    for (const [reason, count] of Object.entries(counts).sort((a, b) => b[1] - a[1])) {
      const [words, remedy] = REFUSALS[reason] ?? [reason, ''];
      lines.push([`${thousands(count)} ${what} ${reason}: ${words}.`, remedy]);
    }
  return lines;
}
