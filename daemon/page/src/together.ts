// Several views at one and the same epoch, so that what differs between them differs by rule and not
// by a second.

import { Feed } from './feed';
import type { LinkState } from './link';
import type { Picture } from './picture';
import type { View } from './site';

const KEPT = 3; // pictures of a view, newest last: as far apart as sockets of one daemon come

class Kept extends Feed {
  recent: Picture[] = [];

  constructor(view: View, changed: () => void, private readonly forgot: () => void) {
    super(view, changed);
  }

  protected override took(picture: Picture): void {
    this.recent.push(picture);
    if (this.recent.length > KEPT) this.recent.shift();
  }

  protected override forget(): void {
    super.forget();
    this.recent = [];
    this.forgot();
  }

  /* Of two of one epoch the later: a room may be emptied within it. */
  at(epochNs: bigint): Picture | null {
    return [...this.recent].reverse().find((picture) => picture.epochNs === epochNs) ?? null;
  }
}

const WORSE: LinkState['kind'][] = ['live', 'late', 'waiting', 'lost'];

export class Together {
  readonly feeds: readonly Kept[];
  private held: readonly (Picture | null)[] | null = null;

  constructor(readonly views: readonly View[], changed: () => void) {
    this.feeds = views.map((view) => new Kept(view, changed, () => (this.held = null)));
  }

  /* One a view, all of one epoch: the newest that all have who have any. Where there is none such,
   * as after a break in one of them, each its newest. */
  get pictures(): readonly (Picture | null)[] {
    return this.held ?? this.newestOfAll();
  }

  private newestOfAll(): (Picture | null)[] {
    const begun = this.feeds.filter((feed) => feed.newest);
    const epochs = begun[0]?.recent.map((picture) => picture.epochNs).reverse() ?? [];
    const common = epochs.find((epochNs) => begun.every((feed) => feed.at(epochNs)));
    return this.feeds.map((feed) => (common === undefined ? feed.newest : feed.newest && feed.at(common)));
  }

  get isHeld(): boolean {
    return this.held !== null;
  }

  /* The picture stands, or goes on. */
  hold(): void {
    this.held = this.held ? null : this.newestOfAll();
  }

  /* For the head: the newest of them, and the slowest. */
  get newest(): Picture | null {
    return this.feeds.map((feed) => feed.newest).reduce((a, b) => (a && (!b || a.epochNs >= b.epochNs) ? a : b), null);
  }

  get beat() {
    return this.feeds.find((feed) => feed.beat)?.beat ?? null;
  }

  get every(): number {
    return Math.max(1, ...this.feeds.map((feed) => feed.every));
  }

  /* The worst of them. */
  state(): LinkState {
    return this.feeds.map((feed) => feed.link.state())
      .reduce((a, b) => (WORSE.indexOf(b.kind) > WORSE.indexOf(a.kind) ? b : a));
  }

  end(): void {
    for (const feed of this.feeds) feed.end();
    this.held = null;
  }
}
