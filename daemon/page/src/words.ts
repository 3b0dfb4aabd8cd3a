// Numbers and times for people: UTC, SI units, a thin space for thousands.

const THIN = '\u2009';

export function thousands(value: number): string {
  return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, THIN);
}

/* "03:12:44" */
export function clock(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().slice(11, 19);
}

/* "03:12:44", or "03:12", on the day of the begin or the next; null: it is no time. */
export function readTime(text: string, begin: number): number | null {
  const found = /^\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*Z?\s*$/.exec(text);
  if (!found) return null;
  const [hours, minutes, seconds] = [found[1], found[2], found[3] ?? '0'].map(Number);
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const time = Math.floor(begin / 86400) * 86400 + hours * 3600 + minutes * 60 + seconds;
  return time < begin - 43200 ? time + 86400 : time;
}

export function clockOfNs(ns: bigint): string {
  return clock(Number(ns / 1_000_000_000n));
}

/* Metres in kilometres, with the figures that matter: "0.04", "0.9", "182". */
export function km(metres: number): string {
  const value = metres / 1000;
  if (value < 0.095) return value.toFixed(2);
  return value < 99.5 ? value.toFixed(1) : thousands(value);
}

/* An age as a column has room for it: "999 s", then "17 min". */
export function old(seconds: number): string {
  return Math.round(seconds) < 1000 ? `${thousands(seconds)} s` : `${thousands(seconds / 60)} min`;
}

/* A stretch of time, its number and its unit: "52 s", "1:52 min". */
export function span(seconds: number): [value: string, unit: string] {
  const whole = Math.round(seconds);
  if (whole < 100) return [String(whole), 's'];
  return [`${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`, 'min'];
}

export function spanWords(seconds: number): string {
  return span(seconds).join(' ');
}

/* A share, 0 to 1, in hundredths. */
export function percent(share: number): string {
  return String(Math.round(100 * share));
}

/* "40.552 N 136.408 E" */
export function place(lat: number, lon: number, decimals: number): string {
  const part = (value: number, plus: string, minus: string) =>
    `${Math.abs(value).toFixed(decimals)} ${value < 0 ? minus : plus}`;
  return `${part(lat, 'N', 'S')} ${part(lon, 'E', 'W')}`;
}

/* Degrees from north, clockwise: "099" */
export function course(east: number, north: number): string {
  const degrees = Math.round((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
  return degrees.toString().padStart(3, '0');
}

/* Height in an air track's label: hundreds of feet. */
export function flightLevel(metres: number): string {
  return Math.max(0, Math.round(metres / 30.48)).toString().padStart(3, '0');
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
export function ordinal(n: number): string {
  return ORDINALS[n - 1] ?? `${n}th`;
}

export function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(12, '0');
}
