// What a page still holds, after its garbage was collected: tracks by their numbers (12 hexadecimal
// digits), wherever the page or one of its workers can keep them.

import { Threads } from './threads.mjs';

/* Runs on all living objects at once; gives the numbers that any of them holds. Typed arrays are not
 * among them (the browser lists none), so they are found as what an object holds. */
function within(wanted) {
  const decimal = new Map(wanted.map((text) => [parseInt(text, 16), text]));
  const held = new Set();
  const seen = new Set();
  const bytes = (data) => {
    /* As on the wire: eight bytes, the least first. */
    const view = new DataView(data);
    const all = new Uint8Array(data);
    for (const [number, text] of decimal)
      for (let at = all.indexOf(number & 255); at >= 0 && at + 8 <= all.length; at = all.indexOf(number & 255, at + 1))
        if (Number(view.getBigUint64(at, true)) === number) held.add(text);
  };
  const look = (value) => {
    if (typeof value === 'number' || typeof value === 'bigint') {
      if (decimal.has(Number(value))) held.add(decimal.get(Number(value)));
    } else if ((ArrayBuffer.isView(value) || value instanceof ArrayBuffer) && (value.buffer ?? value).byteLength === 0) {
      seen.add(value); // nothing, or handed on to another thread
    } else if ((ArrayBuffer.isView(value) || value instanceof ArrayBuffer) && !seen.has(value)) {
      seen.add(value);
      if (value instanceof ArrayBuffer) return bytes(value);
      for (const one of value instanceof DataView ? [] : value) look(one);
      if (!seen.has(value.buffer)) bytes(value.buffer);
      seen.add(value.buffer);
    }
  };
  for (const one of this) {
    if (one instanceof Map || one instanceof Set) for (const [key, value] of one.entries()) [key, value].forEach(look);
    for (const name of Object.getOwnPropertyNames(one)) look(Object.getOwnPropertyDescriptor(one, name)?.value);
  }
  return [...held];
}

/* The numbers that a page and its workers hold, and where. What is left of an earlier search, or of a
 * question that a test asked, is garbage, and may take another turn to go: so it is looked for so many
 * times. */
export async function heldBy(page, numbers, times = 1) {
  const threads = await Threads.of(page);
  let found = [];
  for (let n = 0; n < times && (n === 0 || found.length); n++) {
    found = [];
    for (const [name, devtools] of threads.all) found.push(...(await heldIn(devtools, numbers)).map((what) => (name === 'page' ? what : `${what} of ${name}`)));
  }
  await threads.end();
  return found.sort();
}

async function heldIn(devtools, numbers) {
  await devtools.send('HeapProfiler.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  /* Texts first: the other search brings the numbers in. */
  const texts = await textsOf(devtools);
  const found = numbers.filter((number) => texts.some((text) => text.toLowerCase().includes(number) || text.includes(String(parseInt(number, 16)))))
    .map((number) => `${number} in text`);
  return [...found, ...(await objectsWith(devtools, numbers)).map((number) => `${number} in an object`)];
}

async function objectsWith(devtools, numbers) {
  const { result: prototype } = await devtools.send('Runtime.evaluate', { expression: 'Object.prototype' });
  const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId });
  const { result, exceptionDetails } = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId, functionDeclaration: within.toString(), arguments: [{ value: numbers }], returnByValue: true,
  });
  await devtools.send('Runtime.releaseObject', { objectId: objects.objectId });
  await devtools.send('Runtime.releaseObject', { objectId: prototype.objectId });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/* Every string and number of the heap, those of the screen among them. */
async function textsOf(devtools) {
  const parts = [];
  const take = ({ chunk }) => parts.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false, captureNumericValue: true });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  return JSON.parse(parts.join('')).strings;
}
