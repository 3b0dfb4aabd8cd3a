// How live one view is: what its reader tells of the socket, and for how long nothing was said.

import type { Told } from './reader';
import { Reading } from './reading';

export interface LinkState {
  readonly kind: 'waiting' | 'live' | 'late' | 'lost';
  readonly silent: number; // s since the last word
  readonly tries: number; // since the link was lost
}

const LATE_S = 2.5;
const LOST_S = 5;

export class Link {
  private readonly reading: Reading;
  private heard = performance.now(); // of the last word
  private opened = 0; // likewise: of the socket
  private open = false;
  private ever = false;
  private tries = 0;
  kind: LinkState['kind'] = 'waiting'; // as state() last found it

  constructor(view: string, private readonly onWord: (told: Told) => void) {
    this.reading = new Reading(view, (told) => this.take(told));
  }

  private take(told: Told): void {
    if ('link' in told) {
      if (told.link.open) this.opened = performance.now();
      return void ({ open: this.open, tries: this.tries } = told.link);
    }
    this.heard = performance.now();
    this.ever = true;
    this.tries = 0;
    this.onWord(told);
  }

  /* The picture that was told is taken: the next may come. */
  next(): void {
    this.reading.act('next');
  }

  /* A socket that stays open and silent is given up, so that a daemon that came back is found. */
  state(): LinkState {
    const state = this.judge();
    this.kind = state.kind;
    return state;
  }

  private judge(): LinkState {
    const silent = (performance.now() - this.heard) / 1000;
    if (this.open && this.ever && silent >= LOST_S && performance.now() - this.opened >= LOST_S * 1000) {
      this.open = false;
      this.reading.act('again');
    }
    const { tries } = this;
    if (!this.ever && tries < 3) return { kind: 'waiting', silent, tries };
    if (!this.open || silent >= LOST_S) return { kind: 'lost', silent, tries };
    return { kind: silent >= LATE_S ? 'late' : 'live', silent, tries };
  }

  end(): void {
    this.reading.end();
  }
}
