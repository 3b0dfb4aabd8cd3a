// The socket of one view: opens it, and opens it again when it is lost or given up. Runs in the reader
// (reader.ts).

const RETRIES_MS = [250, 500, 1000];
const KNOCK_MS = 2000; // after which nobody is there

export class Socket {
  private socket: WebSocket | null = null;
  private timer = 0;
  private ended = false;
  open = false;
  tries = 0; // since the last word

  constructor(
    private readonly url: string,
    private readonly protocols: readonly string[],
    private readonly onData: (data: string | ArrayBuffer) => void,
    private readonly onState: () => void,
  ) {
    this.connect();
  }

  private connect(): void {
    const socket = new WebSocket(this.url, [...this.protocols]);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.say(true);
    socket.onmessage = (event) => this.take(event.data as string | ArrayBuffer);
    socket.onclose = () => this.retry(socket);
    this.socket = socket;
  }

  private say(open: boolean): void {
    this.open = open;
    this.onState();
  }

  private take(data: string | ArrayBuffer): void {
    this.tries = 0;
    this.onData(data);
  }

  private retry(socket: WebSocket): void {
    if (this.ended || socket !== this.socket) return;
    this.later();
  }

  private later(): void {
    const wait = RETRIES_MS[Math.min(this.tries, RETRIES_MS.length - 1)];
    this.tries++;
    this.say(false);
    this.timer = setTimeout(() => void this.knock(), wait) as unknown as number;
  }

  /* Where sockets failed, a browser makes those after them wait, for as long as five seconds. So it is
   * asked first whether the daemon is there, which it does not count. */
  private async knock(): Promise<void> {
    const { tries } = this;
    const there = await fetch(new URL('healthz', this.url.replace(/^ws/, 'http')), { cache: 'no-store', signal: AbortSignal.timeout(KNOCK_MS) })
      .then(() => true, () => false);
    if (this.ended || tries !== this.tries) return; // begun again meanwhile
    if (there) this.connect();
    else this.later();
  }

  /* Begins again, as after a message that does not add up: the next picture comes whole. */
  again(): void {
    const socket = this.socket;
    if (this.ended || !socket) return;
    clearTimeout(this.timer);
    detach(socket);
    this.retry(socket);
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    if (this.socket) detach(this.socket);
    this.socket = null;
  }
}

function detach(socket: WebSocket): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}
