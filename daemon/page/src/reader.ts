// Reads the sockets of views in a thread of its own: bytes to pictures, so that the page's own thread
// only draws. The page takes one picture at a time; while it has not, the newest alone waits for it.
// A socket is read no faster than its changes are added up here, so a daemon sees a slow page.

import { parcelOf, pictureOf, WireError, type Parcel, type Picture } from './picture';
import { Socket } from './socket';
import { receive } from './wire';
import type { Beat } from './wire/picket/v1/picture_pb';

/* What a view may know besides its pictures; comes first over its socket. */
export interface About {
  readonly view: string;
  readonly given: string; // what is released to it, in words
  readonly nations: readonly string[]; // of the audience
  readonly sensors: readonly { name: string; kind: string; lat_deg: number; lon_deg: number }[];
}

/* One view to read; of is the page's number for it. */
export type Order = { readonly of: number } & (
  | { readonly read: string; readonly url: string; readonly protocols: readonly string[] }
  | { readonly act: 'next' | 'again' | 'end' });

export type Told =
  | { readonly link: { readonly open: boolean; readonly tries: number } }
  | { readonly beat: Beat }
  | { readonly about: About } // of an audience that has no picture yet
  | { readonly parcel: Parcel; readonly about: About | null } // about: told with it, of another audience
  | { readonly refused: string };

const page = self as unknown as Worker; // the other end of this thread

class Source {
  private readonly socket: Socket;
  private newest: Picture | null = null; // the base of the next change
  private about: About | null = null; // comes to the page with the next picture
  private waiting: { picture: Picture; about: About | null } | null = null;
  private isWanted = true; // the page has taken the one before

  constructor(private readonly of: number, private readonly view: string, url: string, protocols: readonly string[]) {
    this.socket = new Socket(url, protocols, (data) => this.take(data), () => this.tellLink());
  }

  private tell(told: Told, handed: Transferable[] = []): void {
    page.postMessage({ of: this.of, told }, handed);
  }

  private tellLink(): void {
    this.tell({ link: { open: this.socket.open, tries: this.socket.tries } });
  }

  private take(data: string | ArrayBuffer): void {
    try {
      if (typeof data === 'string') return this.takeText(data);
      const received = receive(data);
      if ('beat' in received) this.tell({ beat: received.beat });
      else this.takePicture(pictureOf(received.picture, this.newest));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.newest = this.waiting = this.about = null;
      this.tell({ refused: error.message });
      this.socket.again();
    }
  }

  private takeText(text: string): void {
    const about = JSON.parse(text) as About;
    if (about.view !== this.view) throw new WireError('words of another view');
    /* The words of an audience and its picture change together, never one before the other. */
    if (this.newest) this.about = about;
    else this.tell({ about });
  }

  private takePicture(picture: Picture): void {
    if (`${picture.audience}.${picture.rule}` !== this.view) throw new WireError('a picture of another view');
    this.newest = picture;
    this.waiting = { picture, about: this.about ?? this.waiting?.about ?? null };
    this.about = null;
    if (this.isWanted) this.hand();
  }

  private hand(): void {
    if (!this.waiting) return;
    const [parcel, handed] = parcelOf(this.waiting.picture);
    this.tell({ parcel, about: this.waiting.about }, handed);
    this.waiting = null;
    this.isWanted = false;
  }

  next(): void {
    this.isWanted = true;
    this.hand();
  }

  again(): void {
    this.socket.again();
  }

  end(): void {
    this.socket.end();
    this.newest = this.waiting = this.about = null;
  }
}

const sources = new Map<number, Source>();

page.onmessage = ({ data }: MessageEvent<Order>) => {
  if ('read' in data) return void sources.set(data.of, new Source(data.of, data.read, data.url, data.protocols));
  sources.get(data.of)?.[data.act]();
  if (data.act === 'end') sources.delete(data.of);
};
