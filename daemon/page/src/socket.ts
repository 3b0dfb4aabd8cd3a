// The socket of one view: opens it, and opens it again when it is lost or given up. Runs in the reader
// (reader.ts).

const RETRIES_MS = [250, 500, 1000];

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
    const wait = RETRIES_MS[Math.min(this.tries, RETRIES_MS.length - 1)];
    this.tries++;
    this.say(false);
    this.timer = setTimeout(() => this.connect(), wait) as unknown as number;
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
