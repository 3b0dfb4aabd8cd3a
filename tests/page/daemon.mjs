// Starts picketd on free ports, plays a recording to it, reads the pictures that it wrote.

import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './page.mjs';

async function freeUdp() {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise((go) => socket.close(go));
  return port;
}

async function freeTcp() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((go) => server.close(go));
  return port;
}

/* The stock exercise on ports of its own, with pictures as CSV in a folder of its own. lines: more of
 * the configuration. */
export async function configure(lines = []) {
  const folder = mkdtempSync(path.join(tmpdir(), 'picket-browser-'));
  const ports = { reports: await freeUdp(), control: await freeUdp(), beats: await freeUdp(), page: await freeTcp() };
  const stock = readFileSync(path.join(root, 'testdata/demo.yaml'), 'utf8');
  const text = stock
    .replace(/^book: .*/m, `book: ${path.join(root, 'testdata/agreements/peninsula.yaml')}`)
    .replace(/^pictures: .*\n/m, `files: ${folder}/pictures\n`)
    .replace(/^(reports|control|page): .*/gm, (_, name) => `${name}: 127.0.0.1:${ports[name]}`)
    .concat(`beats: [127.0.0.1:${ports.beats}]\n`)
    .replace(/^(record|files): (?!\/tmp).*\n/gm, (line) => (line.includes(folder) ? line : ''));
  const file = path.join(folder, 'picketd.yaml');
  writeFileSync(file, text + lines.map((line) => `${line}\n`).join(''));
  return { folder, ports, file };
}

/* The tokens that picketd made, by reader, where `tokens: tokens` is configured. */
export function tokensOf({ folder }) {
  const lines = readFileSync(path.join(folder, 'tokens'), 'utf8').trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(' ')));
}

/* Makes a recording of the stock exercise. */
export function simulate(build, folder, length) {
  const feed = path.join(folder, 'feed.pcap');
  const made = spawnSync(path.join(build, 'picket'),
    ['sim', path.join(root, 'testdata/peninsula.yaml'), `--for=${length}`, '-o', feed, '--truth', path.join(folder, 'truth.csv'), '-q'],
    { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`picket sim: ${made.stderr}`);
  return feed;
}

export class Daemon {
  constructor(build, { file, ports }) {
    this.build = build;
    this.ports = ports;
    this.log = '';
    this.child = spawn(path.join(build, 'picketd'), ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr.on('data', (data) => (this.log += data));
    this.gone = once(this.child, 'exit');
  }

  get address() {
    return `127.0.0.1:${this.ports.page}`;
  }

  async ready() {
    for (let n = 0; n < 200 && this.child.exitCode === null; n++) {
      const answer = await fetch(`http://${this.address}/healthz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((go) => setTimeout(go, 50));
    }
    throw new Error(`picketd is not ready:\n${this.log}`);
  }

  /* Plays by the beats, so that the white cell has the clock; ends with the recording, or by stop(). */
  follow(feed, speed) {
    const { reports, control, beats } = this.ports;
    this.player = spawn(path.join(this.build, 'picket'), ['replay', feed, '--to', `127.0.0.1:${reports}`, '--control', `127.0.0.1:${control}`,
      '--follow', `127.0.0.1:${beats}`, '--speed', speed, '-q'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  /* Resolves when the recording is over. */
  async play(feed, speed) {
    const { reports, control } = this.ports;
    const player = spawn(path.join(this.build, 'picket'),
      ['replay', feed, '--to', `127.0.0.1:${reports}`, '--control', `127.0.0.1:${control}`, '--speed', speed, '-q'],
      { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    player.stderr.on('data', (data) => (said += data));
    const [code] = await once(player, 'exit');
    /* On a machine that is busy the pace may slip; what is shown does not depend on it. */
    if (code !== 0 && !said.includes('the pace was not held')) throw new Error(`picket replay: ${said}`);
  }

  async stop() {
    this.player?.kill('SIGTERM');
    if (this.child.exitCode === null) this.child.kill('SIGTERM');
    const [code] = await this.gone;
    if (code !== 0) throw new Error(`picketd ended with ${code}:\n${this.log}`);
  }
}

/* The rows of a view's file at an epoch (Unix seconds), by track. */
export function rowsAt(folder, view, epoch) {
  const file = path.join(folder, 'pictures', `${view}.csv`);
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const names = head.split(',');
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((value, n) => [names[n], value])));
  return new Map(rows.filter((row) => Number(row.time_s) === epoch).map((row) => [row.track, row]));
}
