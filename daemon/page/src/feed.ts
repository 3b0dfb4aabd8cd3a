// One view's pictures as they come: the link, the newest picture, the beat. Only what goes on from
// one picture to the next is kept.

import { Link } from './link';
import { unpacked, type Picture } from './picture';
import type { About, Told } from './reader';
import type { View } from './site';
import type { Beat } from './wire/picket/v1/picture_pb';

export type { About } from './reader';

export class Feed {
  readonly link: Link;
  about: About | null = null; // of the audience that is shown
  private coming: About | null = null; // told while the picture of another is shown
  newest: Picture | null = null;
  beat: Beat | null = null;
  every = 1; // epochs between the last two pictures
  private epoch = 0n; // shortest step seen between epochs

  constructor(readonly view: View, protected readonly changed: () => void) {
    this.link = new Link(view.name, (told) => this.take(told));
  }

  end(): void {
    this.link.end();
  }

  /* Emptied for whoever is before the screen now: their picture comes with the next epoch. */
  awaits(picture: Picture | null): boolean {
    return !!this.view.room && !!this.about?.nations.length && !!picture && picture.sinceNs > picture.epochNs;
  }

  /* A picture came, and is the newest. */
  protected took(_picture: Picture): void {}

  /* The audience is another: what the one before was shown is not shown to this one. */
  protected forget(): void {
    this.epoch = 0n;
    this.every = 1;
  }

  private take(told: Told): void {
    /* The head shows it at its next tick: nothing else is another for it. */
    if ('beat' in told) return void (this.beat = told.beat);
    if ('parcel' in told) this.takePicture(unpacked(told.parcel), told.about);
    else if ('about' in told) this.takeWords(told.about);
    else if ('refused' in told) this.refuse(told.refused);
    this.changed();
  }

  /* The words of an audience and its picture change together, never one before the other. */
  private takeWords(about: About): void {
    if (this.newest) this.coming = about;
    else this.about = about;
  }

  /* Whose the next picture is, nobody knows yet: nothing stays until it comes. */
  private refuse(why: string): void {
    console.warn(`picture refused: ${why}`);
    this.newest = this.about = this.coming = null;
    this.forget();
  }

  private takePicture(picture: Picture, about: About | null): void {
    const before = this.newest;
    this.about = about ?? this.coming ?? this.about;
    this.coming = null;
    if (before && before.sinceNs !== picture.sinceNs) this.forget();
    else if (before) this.measure(picture.epochNs - before.epochNs);
    this.newest = picture;
    this.took(picture);
    this.link.next();
  }

  private measure(step: bigint): void {
    if (step <= 0n) return void (this.every = 1);
    if (this.epoch === 0n || step < this.epoch) this.epoch = step;
    this.every = Number(step / this.epoch);
  }
}
