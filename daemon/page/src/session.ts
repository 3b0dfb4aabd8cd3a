// Everything that the View page holds of one view. Another view is another session: the old one is
// ended and let go whole before the new one is drawn, so nothing of it can stay behind.

import { Feed } from './feed';
import { Histories } from './history';
import { heirOf, indexOf, type Picture } from './picture';
import type { View } from './site';

export class Session extends Feed {
  readonly histories = new Histories();
  held: Picture | null = null; // drawn in place of the newest while the picture is held
  selected = 0; // number of a track; 0: none
  search = '';

  /* forgot: the audience is another, and what the one before was shown is gone from here. */
  constructor(view: View, changed: () => void, private readonly forgot: () => void) {
    super(view, changed);
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

  /* A screen that was emptied for whoever is there now is not held: there is nothing on it. */
  hold(): void {
    this.held = this.held || this.awaits(this.newest) ? null : this.newest;
    this.changed();
  }

  protected override took(picture: Picture): void {
    this.histories.add(picture);
    if (!this.selected || this.held || indexOf(picture, this.selected) >= 0) return;
    const heir = heirOf(picture, this.selected);
    this.selected = indexOf(picture, heir) >= 0 ? heir : 0;
  }

  protected override forget(): void {
    super.forget();
    this.histories.clear();
    this.held = null;
    this.selected = 0;
    this.search = '';
    this.forgot();
  }
}
