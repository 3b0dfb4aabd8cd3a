#!/usr/bin/env node
// The page's decoder: wholes and changes, what does not add up, and what is left after it. Messages are
// packed here by hand or by the protobuf library, never by the code under test.

import assert from 'node:assert/strict';
import { finish, modules, test } from './page.mjs';

/* What a page is begun with: its address, its tab's memory, and a reader, which only takes orders here. */
let reader;
globalThis.location = new URL('http://127.0.0.1/');
globalThis.sessionStorage = { getItem: () => null };
globalThis.Worker = class {
  constructor() {
    reader = this;
  }
  postMessage(order) {
    this.of = order.of;
  }
  terminate() {}
};

/* What a reader's thread is begun with: the page, which hears it, and sockets, which are spoken for here. */
const heard = [];
let socket;
globalThis.self = { postMessage: ({ told }) => heard.push(told) };
globalThis.fetch = async () => {}; // the daemon is there
globalThis.WebSocket = class {
  constructor() {
    socket = this;
  }
  close() {}
};

const {
  pictureOf, indexOf, WireError, receive, PictureSchema, create, toBinary, nameOf, claimsOf, claimWords, sidesOf,
  heirOf, absorbed, circle95, old, speedOf, ahead, velocityOf, Session, parcelOf, Watch,
} = await modules(
  './src/picture', './src/wire', './src/names', './src/track', './src/words', './src/watch', './src/session', './src/reader', './src/wire/picket/v1/picture_pb', '@bufbuild/protobuf');

const DIFFERENCES = ['latE7', 'lonE7', 'heightCm', 'eastCmps', 'northCmps', 'upCmps', 'ageDs', 'major', 'minor',
  'turnCdeg', 'vertical', 'speedSigma'];
const SIGNED = new Set(DIFFERENCES.slice(0, 6));
const BYTES = ['status', 'categories', 'identity', 'identityPercent', 'marks', 'form'];
const VALUES = [...BYTES, 'sourceSet', 'typeCode'];

/* xorshift32: seeded, printed, the same everywhere. */
const seed = Number(process.argv[3] ?? 20311);
let state = seed;
function random(limit) {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
  return (state >>> 0) % limit;
}

function randomTrack(number) {
  const track = { number, label: random(4) ? '' : `KAL${random(1000)}` };
  for (const name of DIFFERENCES) track[name] = SIGNED.has(name) ? random(2 ** 32) - 2 ** 31 : random(2 ** 31);
  for (const name of VALUES) track[name] = name === 'form' || name === 'sourceSet' ? 0 : random(200);
  return track;
}

function columns(tracks) {
  const message = { number: tracks.map((track) => BigInt(track.number)) };
  for (const name of DIFFERENCES) message[name] = tracks.map((track) => track[name]);
  for (const name of VALUES)
    message[name] = BYTES.includes(name) ? Uint8Array.from(tracks, (track) => track[name]) : tracks.map((track) => track[name]);
  message.labels = tracks.flatMap((track, index) => (track.label ? [{ index, text: track.label }] : []));
  return message;
}

const HEAD = { format: 0x31504b50, audience: 'JPN', rule: 'hub', sinceNs: 10n, part: 1, parts: 1 };
const LISTS = { forms: [{}], sources: [{ nation: 'JPN' }], sourceSets: [{ source: [0] }] };

function whole(tracks, epochNs) {
  return create(PictureSchema, { ...HEAD, ...LISTS, epochNs, tracks: columns(tracks) });
}

/* The change from one list of tracks to another, as proto/picket/v1/picture.proto describes it. */
function change(before, after, baseNs, epochNs) {
  const then = new Map(before.map((track) => [track.number, track]));
  const now = new Map(after.map((track) => [track.number, track]));
  const survivors = before.filter((track) => now.has(track.number));
  const message = { gone: before.flatMap((track, index) => (now.has(track.number) ? [] : [index])) };
  for (const name of DIFFERENCES)
    message[name] = survivors.map((track) => (now.get(track.number)[name] - track[name]) | 0);
  const differs = (track) => [...VALUES, 'label'].some((name) => now.get(track.number)[name] !== track[name]);
  message.changed = survivors.flatMap((track, index) => (differs(track) ? [index] : []));
  const told = columns(message.changed.map((index) => now.get(survivors[index].number)));
  message.values = Object.fromEntries([...VALUES, 'labels'].map((name) => [name, told[name]]));
  message.born = columns(after.filter((track) => !then.has(track.number)));
  return create(PictureSchema, { ...HEAD, ...LISTS, baseNs, epochNs, change: message });
}

const overWire = (message) => receive(toBinary(PictureSchema, message).buffer).picture;
const read = (message, base = null) => pictureOf(overWire(message), base);

await test('a picture packed by hand is read', () => {
  const track = ['0a08 0100000000000000', '1201 02', '1a01 02', '2201 04', '2a01 00', '3201 02', // number, bytes
    '3a04 80969800', '4204 00000080', '4a04 ffffffff', '5204 64000000', '5a04 00000000', '6204 00000000', // place, velocity
    '6a04 05000000', '7201 00', '7a04 00000000', // age, form, sources
    '820104 80000000', '8a0104 40000000', '920104 28230000', '9a0104 00000000', 'a20104 00000000', 'aa0104 00000000'];
  const tracks = Buffer.from(track.join('').replaceAll(' ', ''), 'hex');
  const message = Buffer.concat([
    Buffer.from('0d504b5031' + '12034a504e' + '1a03687562' + '210a00000000000000' + '291400000000000000', 'hex'),
    Buffer.from([0x4a, 0x80 | (tracks.length & 0x7f), tracks.length >> 7]), tracks,
    Buffer.from('62050a034a504e' + '6a030a0100' + '7200', 'hex')]); // one source, one set of it, one form
  const picture = pictureOf(receive(new Uint8Array(message).buffer).picture, null);
  const expected = { number: 1, status: 2, categories: 2, identity: 4, marks: 2, latE7: 10_000_000, lonE7: -(2 ** 31),
    heightCm: -1, eastCmps: 100, ageDs: 5, major: 128, minor: 64, turnCdeg: 9000 };
  assert.equal(picture.count, 1);
  assert.equal(picture.epochNs, 20n);
  for (const [name, value] of Object.entries(expected)) assert.equal(picture.columns[name][0], value, name);
});

await test(`base and change give the whole, whatever the tracks (seed ${seed})`, () => {
  let tracks = [];
  let picture = read(whole(tracks, 20n));
  for (let epoch = 21n; epoch < 221n; epoch++) {
    const next = tracks.filter(() => random(10)).map((track) => (random(3) ? { ...randomTrack(track.number) } : track));
    const known = new Set(tracks.map((track) => track.number));
    for (let n = random(4); n > 0; n--) {
      const number = 1 + random(2 ** 31) * 2 ** 16;
      if (!known.has(number)) next.push(randomTrack(number));
      known.add(number);
    }
    next.sort((a, b) => a.number - b.number);
    picture = read(change(tracks, next, epoch - 1n, epoch), picture);
    assert.deepEqual(picture, read(whole(next, epoch)));
    tracks = next;
  }
  assert.ok(tracks.length > 5);
});

await test('a column that did not change may be left out', () => {
  const tracks = [randomTrack(5), randomTrack(9)];
  const message = change(tracks, tracks, 20n, 21n);
  for (const name of DIFFERENCES) message.change[name] = [];
  assert.deepEqual(read(message, read(whole(tracks, 20n))), read(whole(tracks, 21n)));
});

await test('a track may cross the 180th meridian', () => {
  const east = { ...randomTrack(5), lonE7: 1_799_999_999 };
  const west = { ...east, lonE7: -1_799_999_999 };
  const picture = read(change([east], [west], 20n, 21n), read(whole([east], 20n)));
  assert.equal(picture.columns.lonE7[0], -1_799_999_999);
});

await test('a change without its base is refused', () => {
  const tracks = [randomTrack(5)];
  const message = change(tracks, tracks, 20n, 21n);
  assert.throws(() => read(message), WireError);
  assert.throws(() => read(message, read(whole(tracks, 19n))), WireError);
});

await test('a column that is too short is refused', () => {
  const message = whole([randomTrack(5), randomTrack(9)], 20n);
  message.tracks.lonE7.pop();
  assert.throws(() => read(message), WireError);
});

await test('an index beyond its list is refused', () => {
  const message = whole([{ ...randomTrack(5), form: 1 }], 20n);
  assert.throws(() => read(message), WireError);
});

await test('bytes that are no message are refused', () => {
  assert.throws(() => receive(new ArrayBuffer(0)), WireError);
  assert.throws(() => receive(Uint8Array.from([0x0d, 0x50, 0x4b, 0x58, 0x31, 1, 2]).buffer), WireError);
  assert.throws(() => receive(Uint8Array.from([0x0d, 0x50, 0x4b, 0x50, 0x31, 0xff, 0xff]).buffer), WireError);
});

await test('a track is found by its number', () => {
  const picture = read(whole([5, 9, 700].map(randomTrack), 20n));
  assert.deepEqual([5, 9, 700, 1, 8, 800].map((number) => indexOf(picture, number)), [0, 1, 2, -1, -1, -1]);
});

await test('what sources say that disagree is read, and a source that may not be named has no name', () => {
  const claims = [
    { number: 5n, source: 1, categories: 2, identity: 4 },
    { number: 5n, source: 0, categories: 6, identity: 7, identityPercent: 80 },
  ];
  const message = whole([5, 9].map(randomTrack), 20n);
  message.claims = create(PictureSchema, { claims }).claims;
  const picture = read(message);
  assert.equal(claimsOf(picture, 1).length, 0);
  assert.deepEqual(claimsOf(picture, 0).map((claim) => [claim.source, claimWords(claim)]),
    [[1, 'friend; air'], [0, 'hostile, 80 %; air and surface']]);
  assert.deepEqual([0, 1].map((i) => sidesOf(picture, i)), [['friend', 'hostile'], []]);
  message.claims[0].source = 2;
  assert.throws(() => read(message), WireError);
});

await test('a track that became another is followed there', () => {
  const message = whole([5, 9].map(randomTrack), 20n);
  message.mergers = create(PictureSchema, { mergers: [{ number: 9n, gone: 7n }] }).mergers;
  const picture = read(message);
  assert.deepEqual([7, 8, 9].map((number) => heirOf(picture, number)), [9, 8, 9]);
  assert.deepEqual([0, 1].map((i) => absorbed(picture, i)), [null, 7]);
});

await test('the circle of a floor grows with what the place has aged', () => {
  // Sigma on the wire is 1 cm times 2 to the power of q / 64; 95 % in a plane lie within 2.4477 of it.
  const aged = (km) => ({ ...randomTrack(5), major: Math.round(64 * Math.log2(km * 1e5)) });
  for (const [sigmaKm, circleKm] of [[5, 15], [34.5, 84.45]]) {
    const message = whole([aged(sigmaKm)], 20n);
    message.forms[0] = create(PictureSchema, { forms: [{ floorM: 5000, circleM: 15000 }] }).forms[0];
    const drawn = circle95(read(message), 0) / 1000;
    assert.ok(Math.abs(drawn / circleKm - 1) < 0.006, `${drawn} km`); // q is rounded: half of 1/64 of a doubling
  }
});

await test('a velocity of which nothing is known yet is no speed of 0 m/s, and no way ahead', () => {
  const q = (mps) => Math.round(64 * Math.log2(mps / 0.01)); // a sigma on the wire
  const moving = (eastCmps, sigmaMps) => ({ ...randomTrack(5), latE7: 0, lonE7: 0, marks: 0, eastCmps, northCmps: 0, upCmps: 0, speedSigma: q(sigmaMps) });
  const told = (eastCmps, sigmaMps) => {
    const picture = read(whole([moving(eastCmps, sigmaMps)], 20n));
    assert.ok(velocityOf(picture, 0));
    return [speedOf(picture, 0), ahead(picture, 0, 60) !== null];
  };
  assert.deepEqual(told(0, 300), [null, false]); // after one look: the mean of what was supposed before
  assert.deepEqual(told(25_000, 300), [null, false]);
  assert.deepEqual(told(35_000, 300), [350, true]);
  assert.deepEqual(told(0, 5), [0, true]); // it stands, and that is known
});

await test('after a way back in time nothing of the run before stands in the watch', () => {
  const told = (time_s, states) => ({ clock: { time_s }, sensors: [{ sensor: 'jpn-coast', states }] });
  const watch = new Watch();
  watch.take(told(500, ['silent']));
  assert.deepEqual(watch.entries.map(({ at }) => at), [500]);
  watch.take(told(100, []));
  assert.deepEqual(watch.entries, []);
  watch.take(told(120, ['silent']));
  assert.deepEqual(watch.entries.map(({ at }) => at), [120]);
});

await test('short names tell the tracks of a picture apart', () => {
  const numbers = [0x123456789abc, 0x123456f00000, 0x1234a0000000, 0xf00000000001];
  const picture = read(whole(numbers.map(randomTrack), 20n));
  const names = numbers.map((_, i) => nameOf(picture, i));
  assert.deepEqual(names, ['1234567', '123456F', '1234A', 'F000']);
});

await test('an age is told in seconds, and from a thousand on in minutes', () => {
  assert.deepEqual([0.4, 95, 999.4, 999.6, 3660, 86_400].map(old), ['0 s', '95 s', '999 s', '17 min', '61 min', '1\u2009440 min']);
});

/* A page's end of a view, and what its reader tells it: words of nations, pictures since a time. */
function opened() {
  let drops = 0;
  const session = new Session({ name: 'bridge.room' }, () => {}, () => drops++);
  const tell = (told) => reader.onmessage({ data: { of: reader.of, told } });
  const words = (...nations) => ({ view: 'bridge.room', given: '', nations, sensors: [] });
  const parcel = (sinceNs, epochNs) => parcelOf({ ...read(whole([5, 9].map(randomTrack), epochNs)), sinceNs })[0];
  return { session, tell, words, parcel, drops: () => drops };
}

await test('after a refusal nothing of what one audience was shown is there for the next', () => {
  const { session, tell, words, parcel, drops } = opened();
  tell({ about: words('AVA') });
  tell({ parcel: parcel(10n, 5_000_000_000n), about: null });
  session.select(5);
  session.hold();
  session.search = 'KAL';
  assert.equal(session.histories.get(5).length, 1);
  const quiet = console.warn;
  console.warn = () => {};
  tell({ refused: 'a change against a picture that is not here' });
  console.warn = quiet;
  assert.deepEqual([session.shown, session.about, session.selected, session.search, drops()], [null, null, 0, '', 1]);
  tell({ about: words('AVA', 'DEL') });
  tell({ parcel: parcel(7_000_000_000n, 8_000_000_000n), about: null });
  assert.deepEqual(session.about.nations, ['AVA', 'DEL']);
  assert.equal(session.shown.sinceNs, 7_000_000_000n);
  assert.deepEqual(session.histories.get(5).map((moment) => moment.s), [8]);
  session.end();
});

await test('a reader that began anew changes no word before the picture', () => {
  const { session, tell, words, parcel, drops } = opened();
  tell({ about: words('AVA') });
  tell({ parcel: parcel(10n, 5_000_000_000n), about: null });
  reader.onerror();
  tell({ about: words('AVA', 'DEL') });
  assert.deepEqual(session.about.nations, ['AVA']);
  tell({ parcel: parcel(7_000_000_000n, 8_000_000_000n), about: null });
  assert.deepEqual([session.about.nations, session.shown.sinceNs, drops()], [['AVA', 'DEL'], 7_000_000_000n, 1]);
  session.end();
});

await test('after a refusal a reader tells the words that come then, and none from before', async () => {
  const say = (data) => socket.onmessage({ data });
  const about = (given) => say(JSON.stringify({ view: 'JPN.hub', given, nations: [], sensors: [] }));
  const picture = (epochNs) => say(toBinary(PictureSchema, whole([5].map(randomTrack), epochNs)).buffer);
  self.onmessage({ data: { of: 1, read: 'JPN.hub', url: 'ws://daemon/pictures', protocols: [] } });
  about('first');
  picture(20n);
  self.onmessage({ data: { of: 1, act: 'next' } });
  about('before');
  say(new ArrayBuffer(8)); // no message
  await new Promise((go) => setTimeout(go, 300)); // until it opens a socket anew
  about('then');
  picture(30n);
  self.onmessage({ data: { of: 1, act: 'end' } });
  assert.deepEqual(heard.filter((told) => !('link' in told)).map((told) => told.refused ?? told.about?.given ?? told.parcel.picture.epochNs),
    ['first', 20n, 'format 0', 'then', 30n]);
});

finish();
