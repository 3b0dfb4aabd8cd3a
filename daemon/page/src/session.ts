// Everything that the page holds of one view. Another view is another session: the old one is ended
// and let go whole before the new one is drawn, so nothing of it can stay behind.

import { Histories } from './history';
import { Link } from './link';
import { indexOf, pictureOf, WireError, type Picture } from './picture';
import { receive } from './wire';
import type { Beat } from './wire/picket/v1/picture_pb';

export interface View {
  readonly name: string; // "JPN.hub"
  readonly audience: string;
  readonly rule: string;
  readonly room?: boolean; // the audience is a room's name
  readonly visitors?: readonly string[]; // who may be let in
}

/* What a view may know besides its pictures; comes first over its socket. */
export interface About {
  readonly view: string;
  readonly given: string; // what is released to it, in words
  readonly nations: readonly string[]; // of the audience
  readonly sensors: readonly { name: string; kind: string; lat_deg: number; lon_deg: number }[];
}

export class Session {
  readonly histories = new Histories();
  readonly link: Link;
  about: About | null = null; // of the audience that is shown
  private coming: About | null = null; // told before the first picture of its audience
  newest: Picture | null = null;
  held: Picture | null = null; // drawn in place of the newest while the picture is held
  beat: Beat | null = null;
  selected = 0; // number of a track; 0: none
  search = '';
  every = 1; // epochs between the last two pictures
  private epoch = 0n; // shortest step seen between epochs

  /* forgot: the audience is another, and what the one before was shown is gone from here. */
  constructor(readonly view: View, private readonly changed: () => void, private readonly forgot: () => void) {
    this.link = new Link(view.name, (text) => this.takeText(text), (data) => this.takeBytes(data));
  }

  get shown(): Picture | null {
    return this.held ?? this.newest;
  }

  /* Index of the selected track in what is shown; -1: none, or gone. */
  get selectedIndex(): number {
    return this.selected && this.shown ? indexOf(this.shown, this.selected) : -1;
  }

  select(number: number): void {
    this.selected = number;
    this.changed();
  }

  hold(): void {
    this.held = this.held ? null : this.newest;
    this.changed();
  }

  end(): void {
    this.link.end();
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
    this.histories.add(picture);
    if (this.selected && indexOf(picture, this.selected) < 0 && !this.held) this.selected = 0;
  }

  /* The audience changed: what was shown to the one before is not shown to this one. */
  private forget(): void {
    this.histories.clear();
    this.held = null;
    this.selected = 0;
    this.search = '';
    this.epoch = 0n;
    this.every = 1;
    this.forgot();
  }

  private measure(step: bigint): void {
    if (step <= 0n) return;
    if (this.epoch === 0n || step < this.epoch) this.epoch = step;
    this.every = Number(step / this.epoch);
  }
}
