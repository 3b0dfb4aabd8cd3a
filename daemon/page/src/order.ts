// In which order numbers stand: a radix sort, for pictures of twenty thousand tracks at each epoch.

const BITS = 11; // of a digit: three make 32, and its counts fit into a processor's nearest memory
const DIGITS = 2 ** BITS;

/* The places of keys[], least key first; equal ones as they stand. */
export function ordered(keys: Uint32Array): Uint32Array {
  let places = new Uint32Array(keys.length).map((_, n) => n);
  let others = new Uint32Array(keys.length);
  for (let shift = 0; shift < 32; shift += BITS) {
    const digit = (place: number) => (keys[place] >>> shift) & (DIGITS - 1);
    const begins = new Uint32Array(DIGITS + 1);
    for (let n = 0; n < keys.length; n++) begins[digit(n) + 1]++;
    if (keys.length && begins[digit(0) + 1] === keys.length) continue;
    for (let n = 1; n < DIGITS; n++) begins[n] += begins[n - 1];
    for (const place of places) others[begins[digit(place)]++] = place;
    [places, others] = [others, places];
  }
  return places;
}
