#!/usr/bin/env node
// A page that does not read (a tab put to sleep): nothing is heaped up for it, others go on meanwhile,
// and it wakes to the newest picture, whole.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { configure, Daemon, simulate } from './daemon.mjs';
import { finish, modules, test } from './page.mjs';

const build = path.resolve(process.argv[2] ?? 'build');
const { receive, pictureOf } = await modules('./src/wire', './src/picture');

/* A WebSocket read by hand, so that it can stop reading: frames of a server are not masked. */
class Reader {
  epochs = [];
  wholes = 0;
  picture = null;

  constructor({ ports }, view) {
    const host = `127.0.0.1:${ports.page}`;
    this.rest = Buffer.alloc(0);
    this.open = false;
    this.socket = net.connect(ports.page, '127.0.0.1', () => this.socket.write([`GET /pictures?view=${view} HTTP/1.1`,
      `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''].join('\r\n')));
    this.socket.on('data', (data) => this.take(Buffer.concat([this.rest, data])));
  }

  take(data) {
    if (!this.open) {
      const end = data.indexOf('\r\n\r\n');
      this.open = end >= 0;
      data = this.open ? data.subarray(end + 4) : data;
    }
    while (this.open && data.length >= 2) {
      const short = data[1] & 0x7f;
      const head = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (data.length < head) break;
      const size = head === 10 ? Number(data.readBigUInt64BE(2)) : head === 4 ? data.readUInt16BE(2) : short;
      if (data.length < head + size) break;
      if ((data[0] & 0x0f) === 2) this.message(new Uint8Array(data.subarray(head, head + size)).buffer);
      data = data.subarray(head + size);
    }
    this.rest = data;
  }

  message(bytes) {
    const { picture } = receive(bytes);
    if (!picture) return;
    if (picture.baseNs === 0n) this.wholes++;
    this.picture = pictureOf(picture, this.picture); // throws where a change does not fit
    this.epochs.push(Number(picture.epochNs / 1_000_000_000n));
  }

  /* Waits until it has the picture of an epoch. */
  async reaches(epoch) {
    for (let n = 0; n < 400 && this.epochs.at(-1) !== epoch; n++) await new Promise((go) => setTimeout(go, 25));
    assert.equal(this.epochs.at(-1), epoch);
  }
}

function memory(child) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
}

const place = await configure();
const feed = simulate(build, place.folder, '8min');
const daemon = new Daemon(build, place);
await daemon.ready();
const awake = new Reader(place, 'USA.integrated');
const asleep = new Reader(place, 'USA.integrated');
await once(asleep.socket, 'data');
asleep.socket.pause();
const end = 1930359600 + 480; // 2031-03-04 03:08:00 Z

let grown;
await test('a page that reads gets its epochs as changes while another sleeps', async () => {
  const playing = daemon.play(feed, 'max');
  while (awake.epochs.length < 60) await new Promise((go) => setTimeout(go, 20));
  const before = memory(daemon.child);
  await playing;
  await awake.reaches(end);
  grown = memory(daemon.child) - before;
  assert.ok(awake.wholes < awake.epochs.length / 2, `${awake.wholes} of ${awake.epochs.length} were whole`);
});

await test('the one that wakes has the newest picture, the same as the other\'s', async () => {
  asleep.socket.resume();
  await asleep.reaches(end);
  assert.deepEqual(asleep.picture, awake.picture);
  /* What it was sent before the rest was spared to it lay in the system's buffers: 64 KiB here, what a
   * paused reader's side takes there. Without a limit here it was all 480 epochs. */
  assert.ok(asleep.epochs.length < awake.epochs.length / 2, `${asleep.epochs.length} old epochs`);
  console.log(`        awake ${awake.epochs.length} epochs, asleep ${asleep.epochs.length}; daemon grew by ${grown.toFixed(1)} MiB`);
});

await test('what was spared to it is counted', async () => {
  const text = await (await fetch(`http://${daemon.address}/metrics`)).text();
  const skipped = Number(/^picket_page_epochs_skipped_total (\d+)$/m.exec(text)[1]);
  const missing = (reader) => reader.epochs.at(-1) - reader.epochs[0] + 1 - reader.epochs.length;
  assert.equal(skipped, missing(asleep) + missing(awake));
});

awake.socket.destroy();
asleep.socket.destroy();
await daemon.stop();
rmSync(place.folder, { recursive: true });
finish();
