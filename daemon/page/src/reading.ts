// The page's end of the reader (reader.ts), which reads all views that this page has open. When the
// last of them ends, the reader's thread ends, and with it everything that it held.

import type { Order, Told } from './reader';
import { tokenProtocols } from './token';

const AGAIN_MS = 1000; // a reader that could not be fetched

interface Open {
  readonly view: string;
  readonly take: (told: Told) => void;
}

let reader: Worker | null = null;
const open = new Map<number, Open>();
let last = 0;
let failures = 0; // since the reader last spoke

export class Reading {
  private readonly of = ++last;

  constructor(view: string, take: (told: Told) => void) {
    open.set(this.of, { view, take });
    if (reader) order(this.of, view);
    else begin();
  }

  act(act: 'next' | 'again'): void {
    reader?.postMessage({ of: this.of, act } satisfies Order);
  }

  end(): void {
    reader?.postMessage({ of: this.of, act: 'end' } satisfies Order);
    open.delete(this.of);
    if (open.size > 0) return;
    reader?.terminate();
    reader = null;
  }
}

function begin(): void {
  const made = new Worker(new URL('./reader.ts', import.meta.url), { type: 'module' });
  made.onmessage = ({ data }: MessageEvent<{ of: number; told: Told }>) => {
    failures = 0;
    open.get(data.of)?.take(data.told);
  };
  made.onerror = () => failed(made);
  reader = made;
  for (const [of, { view }] of open) order(of, view);
}

function order(of: number, view: string): void {
  const url = new URL('pictures', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  url.search = new URLSearchParams({ view }).toString();
  reader!.postMessage({ of, read: view, url: url.href, protocols: tokenProtocols } satisfies Order);
}

/* A page that is turned to another view while the daemon is gone cannot fetch its reader. */
function failed(made: Worker): void {
  if (made !== reader) return;
  made.terminate();
  reader = null;
  failures++;
  for (const { take } of open.values()) take({ link: { open: false, tries: failures } });
  setTimeout(() => {
    if (!reader && open.size > 0) begin();
  }, AGAIN_MS);
}
