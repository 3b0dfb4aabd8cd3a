// In which order numbers stand: a radix sort, for pictures of twenty thousand tracks at each epoch.

const BITS = 11; // of a digit: three make 32, and its counts fit into a processor's nearest memory
const DIGITS = 2 ** BITS;

/* The places of keys[], least key first; equal ones as they stand. */
export function ordered(keys: Uint32Array): Uint32Array {
  let places = new Uint32Array(keys.length);
  for (let n = 0; n < places.length; n++) places[n] = n;
  for (let shift = 0; shift < 32; shift += BITS) {
    const begins = beginsOf(keys, shift);
    if (begins) places = dealt(places, keys, shift, begins);
  }
  return places;
}

/* Where those with each digit begin; null: all have the same. */
function beginsOf(keys: Uint32Array, shift: number): Uint32Array | null {
  const begins = new Uint32Array(DIGITS + 1);
  for (let n = 0; n < keys.length; n++) begins[((keys[n] >>> shift) & (DIGITS - 1)) + 1]++;
  if (!keys.length || begins[((keys[0] >>> shift) & (DIGITS - 1)) + 1] === keys.length) return null;
  for (let n = 1; n < DIGITS; n++) begins[n] += begins[n - 1];
  return begins;
}

function dealt(places: Uint32Array, keys: Uint32Array, shift: number, begins: Uint32Array): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(places.length);
  for (let n = 0; n < places.length; n++) {
    const digit = (keys[places[n]] >>> shift) & (DIGITS - 1);
    order[begins[digit]++] = places[n];
  }
  return order;
}
