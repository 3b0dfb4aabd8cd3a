// The socket of one view: opens it, keeps it, says how live it is.

import { tokenProtocols } from './token';

export interface LinkState {
  readonly kind: 'waiting' | 'live' | 'late' | 'lost';
  readonly silent: number; // s since the last word
  readonly tries: number; // since the link was lost
}

const LATE_S = 2.5;
const LOST_S = 5;
const RETRIES_MS = [250, 500, 1000];

export class Link {
  private socket: WebSocket | null = null;
  private timer = 0;
  private heard: number; // performance.now() of the last word
  private open = false;
  private ever = false;
  private tries = 0;
  private ended = false;
  kind: LinkState['kind'] = 'waiting'; // as state() last found it

  constructor(
    private readonly view: string,
    private readonly onText: (text: string) => void,
    private readonly onBytes: (data: ArrayBuffer) => void,
  ) {
    this.heard = performance.now();
    this.connect();
  }

  private connect(): void {
    const url = new URL('pictures', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.hash = '';
    url.search = new URLSearchParams({ view: this.view }).toString();
    const socket = new WebSocket(url, tokenProtocols);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => (this.open = true);
    socket.onmessage = (event) => this.take(event.data as string | ArrayBuffer);
    socket.onclose = () => this.retry(socket);
    this.socket = socket;
  }

  private take(data: string | ArrayBuffer): void {
    this.heard = performance.now();
    this.ever = true;
    this.tries = 0;
    if (typeof data === 'string') this.onText(data);
    else this.onBytes(data);
  }

  private retry(socket: WebSocket): void {
    if (this.ended || socket !== this.socket) return;
    this.open = false;
    const wait = RETRIES_MS[Math.min(this.tries, RETRIES_MS.length - 1)];
    this.tries++;
    this.timer = window.setTimeout(() => this.connect(), wait);
  }

  /* Begins again, as after a message that does not add up: the next picture comes whole. */
  again(): void {
    const socket = this.socket;
    if (this.ended || !socket) return;
    detach(socket);
    this.retry(socket);
  }

  /* A socket that stays open and silent is given up, so that a daemon that came back is found. */
  state(): LinkState {
    const state = this.judge();
    this.kind = state.kind;
    return state;
  }

  private judge(): LinkState {
    const silent = (performance.now() - this.heard) / 1000;
    if (this.open && this.ever && silent >= LOST_S) this.again();
    const { tries } = this;
    if (!this.ever && tries < 3) return { kind: 'waiting', silent, tries };
    if (!this.open || silent >= LOST_S) return { kind: 'lost', silent, tries };
    return { kind: silent >= LATE_S ? 'late' : 'live', silent, tries };
  }

  end(): void {
    this.ended = true;
    window.clearTimeout(this.timer);
    if (this.socket) detach(this.socket);
    this.socket = null;
  }
}

function detach(socket: WebSocket): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}
