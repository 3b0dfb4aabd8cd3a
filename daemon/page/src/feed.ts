// One view's pictures as they come: the link, the newest picture, the beat. Only what goes on from
// one picture to the next is kept.

import { Link } from './link';
import { pictureOf, WireError, type Picture } from './picture';
import type { View } from './site';
import { receive } from './wire';
import type { Beat } from './wire/picket/v1/picture_pb';

/* What a view may know besides its pictures; comes first over its socket. */
export interface About {
  readonly view: string;
  readonly given: string; // what is released to it, in words
  readonly nations: readonly string[]; // of the audience
  readonly sensors: readonly { name: string; kind: string; lat_deg: number; lon_deg: number }[];
}

export class Feed {
  readonly link: Link;
  about: About | null = null; // of the audience that is shown
  private coming: About | null = null; // told before the first picture of its audience
  newest: Picture | null = null;
  beat: Beat | null = null;
  every = 1; // epochs between the last two pictures
  private epoch = 0n; // shortest step seen between epochs

  constructor(readonly view: View, protected readonly changed: () => void) {
    this.link = new Link(view.name, (text) => this.takeText(text), (data) => this.takeBytes(data));
  }

  end(): void {
    this.link.end();
  }

  /* A picture came, and is the newest. */
  protected took(_picture: Picture): void {}

  /* The audience is another: what the one before was shown is not shown to this one. */
  protected forget(): void {
    this.epoch = 0n;
    this.every = 1;
  }

  private takeText(text: string): void {
    const about = JSON.parse(text) as About;
    if (about.view !== this.view.name) return this.link.again();
    /* The words of an audience and its picture change together, never one before the other. */
    if (this.newest) this.coming = about;
    else this.about = about;
    this.changed();
  }

  private takeBytes(data: ArrayBuffer): void {
    try {
      const received = receive(data);
      if ('beat' in received) this.beat = received.beat;
      else this.takePicture(pictureOf(received.picture, this.newest));
      this.changed();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      console.warn(`picture refused: ${error.message}`);
      this.newest = null;
      this.link.again();
    }
  }

  private takePicture(picture: Picture): void {
    if (`${picture.audience}.${picture.rule}` !== this.view.name)
      throw new WireError('a picture of another view');
    const before = this.newest;
    if (this.coming) this.about = this.coming;
    this.coming = null;
    if (before && before.sinceNs !== picture.sinceNs) this.forget();
    else if (before) this.measure(picture.epochNs - before.epochNs);
    this.newest = picture;
    this.took(picture);
  }

  private measure(step: bigint): void {
    if (step <= 0n) return;
    if (this.epoch === 0n || step < this.epoch) this.epoch = step;
    this.every = Number(step / this.epoch);
  }
}
