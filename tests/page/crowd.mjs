// A server that speaks as picketd's page door does, with as many tracks as a test wants: what is
// measured with it is the page. Tracks move, are born and end; their values are drawn by chance.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { modules } from './page.mjs';
import { Threads } from './threads.mjs';

const { create, toBinary, PictureSchema, BeatSchema } = await modules(
  '@bufbuild/protobuf', './src/wire/picket/v1/picture_pb');

const SECOND = 1_000_000_000n;
const BEGIN = 1_930_359_600n * SECOND; // 2031-03-04 03:00:00 Z
const AREA = [118, 28, 148, 46];
const RULES = ['national', 'hub', 'bilateral', 'integrated'];
const PARTNERS = ['ROK', 'JPN', 'USA'];
const DIFFERENCES = ['latE7', 'lonE7', 'heightCm', 'eastCmps', 'northCmps', 'upCmps', 'ageDs', 'major', 'minor', 'turnCdeg',
  'vertical', 'speedSigma'];
const BYTES = ['status', 'categories', 'identity', 'identityPercent', 'marks', 'form'];
const [TEXT, BINARY] = [1, 2]; // frames of a WebSocket
const [MISSILE, AIR, SURFACE, SUBSURFACE] = [1, 2, 4, 8];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const POLICY = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* xorshift32 */
function chances(seed) {
  let state = seed;
  return () => {
    state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/* A life of tracks: step() is one epoch. */
class Life {
  constructor(count, turnover, seed = 20311) {
    this.chance = chances(seed);
    this.turnover = turnover;
    this.tracks = Array.from({ length: count }, () => this.born()).sort((a, b) => a.number - b.number);
  }

  born() {
    const { chance } = this;
    const kind = chance();
    const categories = kind < 0.002 ? MISSILE : kind < 0.005 ? SUBSURFACE : kind < 0.5 ? AIR : SURFACE;
    const speed = { [MISSILE]: 200_000, [AIR]: 22_000, [SURFACE]: 800, [SUBSURFACE]: 400 }[categories] * (0.5 + chance());
    const course = 2 * Math.PI * chance();
    const form = chance() < 0.9 ? 0 : chance() < 0.5 ? 1 : 2;
    return {
      number: 1 + Math.floor(chance() * 2 ** 24) * 2 ** 24 + Math.floor(chance() * 2 ** 24),
      latE7: Math.round((AREA[1] + chance() * (AREA[3] - AREA[1])) * 1e7), lonE7: Math.round((AREA[0] + chance() * (AREA[2] - AREA[0])) * 1e7),
      heightCm: categories === AIR ? 1_000_000 : 0, eastCmps: Math.round(speed * Math.sin(course)), northCmps: Math.round(speed * Math.cos(course)),
      upCmps: 0, ageDs: Math.floor(chance() * 100), major: 800, minor: 760, turnCdeg: Math.floor(chance() * 18_000), vertical: 700, speedSigma: 500,
      status: chance() < 0.9 ? 2 : 1, categories, identity: [2, 4, 5, 5, 5, 6, 7][Math.floor(chance() * 7)], identityPercent: 90,
      marks: form === 2 ? 4 : 0, form, sourceSet: Math.floor(chance() * 3), typeCode: 0, label: chance() < 0.1 ? `KAL${Math.floor(chance() * 1000)}` : '',
    };
  }

  step() {
    const { chance, tracks } = this;
    const gone = new Set(Array.from({ length: this.turnover }, () => Math.floor(chance() * tracks.length)));
    const kept = tracks.filter((_, n) => !gone.has(n)).map((track) => {
      const narrow = Math.cos((track.latE7 / 1e7) * (Math.PI / 180));
      const old = track.ageDs + 10;
      const seen = old > 100;
      const next = { ...track, latE7: Math.round(track.latE7 + track.northCmps / 1.11195), lonE7: Math.round(track.lonE7 + track.eastCmps / 1.11195 / narrow),
        ageDs: seen ? 0 : old, major: seen ? 780 + Math.floor(chance() * 40) : track.major + 2 };
      if (track.status === 1 && chance() < 0.2) next.status = 2;
      return next;
    });
    const born = Array.from(gone, () => this.born());
    const after = [...kept, ...born].sort((a, b) => a.number - b.number);
    const change = changeOf(tracks, kept, gone, born.sort((a, b) => a.number - b.number));
    this.tracks = after;
    return change;
  }
}

function columns(tracks) {
  const message = { number: tracks.map((track) => BigInt(track.number)) };
  for (const name of [...DIFFERENCES, 'sourceSet', 'typeCode']) message[name] = tracks.map((track) => track[name]);
  for (const name of BYTES) message[name] = Uint8Array.from(tracks, (track) => track[name]);
  message.labels = tracks.flatMap(({ label }, index) => (label ? [{ index, text: label }] : []));
  return message;
}

function changeOf(before, kept, gone, born) {
  const message = { gone: [...gone].sort((a, b) => a - b), born: columns(born) };
  const survivors = before.filter((_, n) => !gone.has(n));
  for (const name of DIFFERENCES) message[name] = survivors.map((track, n) => (kept[n][name] - track[name]) | 0);
  message.changed = survivors.flatMap((track, n) => (track.status === kept[n].status ? [] : [n]));
  message.values = { ...columns(message.changed.map((n) => kept[n])), number: [], ...Object.fromEntries(DIFFERENCES.map((name) => [name, []])) };
  return message;
}

const LISTS = {
  forms: [{}, { floorM: 5000, circleM: 15_000 }, { velocity: 5 }],
  sources: [{ nation: 'JPN', sensor: 'a' }, { nation: 'ROK' }, {}], sourceSets: [{ source: [0] }, { source: [0, 1] }, { source: [2] }],
};

/* What a server sends of a WebSocket: not masked, its length in as few bytes as hold it. */
function frame(kind, { length }) {
  if (length < 126) return Buffer.from([0x80 | kind, length]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head.set([0x80 | kind, length < 65_536 ? 126 : 127]);
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

function put(socket, kind, data) {
  socket.write(Buffer.concat([frame(kind, data), data]));
}

export class Crowd {
  epoch = BEGIN;
  before = BEGIN; // the epoch that a change is told against
  clients = new Set();
  timers = [];

  /* turnover: births, and deaths, of an epoch; folder: the built page. */
  constructor({ count, turnover, folder }) {
    this.life = new Life(count, turnover);
    this.folder = folder;
    this.server = http.createServer((request, answer) => this.answer(request, answer));
    this.server.on('upgrade', (request, socket) => this.open(request, socket));
  }

  /* Resolves to the address. */
  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.timers.push(setInterval(() => this.beat(), 1000));
    return `127.0.0.1:${this.server.address().port}`;
  }

  answer(request, answer) {
    const name = new URL(request.url, 'http://here').pathname;
    answer.setHeader('content-security-policy', POLICY);
    if (name === '/page.json') return answer.end(JSON.stringify(this.site()));
    const file = path.join(this.folder, path.normalize(name === '/' ? '/index.html' : name));
    if (!existsSync(file)) return answer.writeHead(404).end();
    answer.setHeader('content-type', TYPES[path.extname(file)] ?? (name.endsWith('.mjs') ? 'text/javascript' : 'application/octet-stream'));
    answer.end(readFileSync(file));
  }

  site() {
    return {
      marking: 'EXERCISE, SYNTHETIC DATA', reader: 'white-cell', area: AREA,
      partners: PARTNERS.map((code) => ({ code, sensors: 3 })),
      views: PARTNERS.flatMap((audience) => RULES.map((rule) => ({ name: `${audience}.${rule}`, audience, rule, in_force: rule === 'hub' }))),
    };
  }

  open(request, socket) {
    const view = new URL(request.url, 'http://here').searchParams.get('view');
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    const client = { socket, view, has: 0n };
    this.clients.add(client);
    socket.on('close', () => this.clients.delete(client));
    socket.on('error', () => socket.destroy());
    const about = { view, given: 'Everything that this test thought of', nations: ['JPN'], sensors: [] };
    put(socket, TEXT, Buffer.from(JSON.stringify(about)));
    this.send(client, null);
  }

  /* A picture of a view is that of all with its name before it: fields of a message may be joined. */
  send(client, change) {
    if (client.socket.writableLength > 0) { // slow: gets the newest whole, once it has read
      client.late ??= client.socket.once('drain', () => {
        client.late = null;
        this.send(client, null);
      });
      return;
    }
    const follows = change && client.has === this.before;
    const named = toBinary(PictureSchema, create(PictureSchema,
      { format: 0x31504b50, audience: client.view.split('.')[0], rule: client.view.split('.')[1] }));
    put(client.socket, BINARY, Buffer.concat([named, follows ? change : (this.whole ??= this.pack({ tracks: columns(this.life.tracks) }))]));
    client.has = this.epoch;
  }

  pack(of) {
    const message = create(PictureSchema, { ...LISTS, sinceNs: BEGIN, epochNs: this.epoch, part: 1, parts: 1, ...of });
    return Buffer.from(toBinary(PictureSchema, message));
  }

  /* One epoch on; of so many seconds. Tracks move as in one. */
  step(seconds = 1) {
    const before = this.epoch;
    const change = this.life.step();
    this.epoch += BigInt(seconds) * SECOND;
    this.before = before;
    this.whole = null;
    const packed = this.pack({ baseNs: before, change });
    for (const client of this.clients) this.send(client, packed);
  }

  /* Epochs a second. */
  run(rate) {
    this.timers.push(setInterval(() => this.step(), 1000 / rate));
  }

  beat() {
    const beat = create(BeatSchema, { format: 0x31424b50, wallNs: BigInt(Date.now()) * 1_000_000n, exerciseNs: this.epoch, mode: 2, ratePermille: 1000 });
    for (const { socket } of this.clients) if (socket.writableLength === 0) put(socket, BINARY, Buffer.from(toBinary(BeatSchema, beat)));
  }

  stop() {
    this.timers.forEach(clearInterval);
    for (const { socket } of this.clients) socket.destroy();
    this.server.close();
  }
}

/* A page on a crowd of its own, and its threads; what goes wrong in it is added to complaints. */
export async function openCrowd(browser, build, { count, turnover }, complaints) {
  const crowd = new Crowd({ count, turnover, folder: path.join(build, 'page') });
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  const threads = await Threads.of(page);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(`http://${await crowd.start()}/#/view/JPN.hub`);
  await page.waitForSelector('html[data-ready]', { timeout: 60_000 });
  return { crowd, page, threads };
}

/* Resolves when the page shows the crowd's epoch. */
export function shows({ crowd, page }) {
  return page.waitForFunction((epoch) => picket.epoch?.() === epoch, Number(crowd.epoch / SECOND), { timeout: 30_000 });
}
