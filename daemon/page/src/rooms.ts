// The Rooms page: who stands before each screen, what that does to every feed, and the screen itself,
// with the presses that let people in and out.

import { el } from './dom';
import { coastRings } from './ground';
import { Lost } from './head';
import type { Key } from './keys';
import type { Page, PageKind } from './page';
import { RoomCard } from './room_card';
import { RoomPress } from './room_press';
import './rooms.css';
import type { RoomAct } from './says';
import type { Shell } from './shell';
import { hostedRooms } from './site';
import { Together } from './together';
import { hex } from './words';
import { roomWords } from './plate';

export const roomsPage: PageKind = {
  path: 'rooms', words: 'Rooms',
  opens: (site) => hostedRooms(site).length > 0,
  make: (shell) => new Rooms(shell),
};

class Rooms implements Page {
  readonly element: HTMLElement;
  readonly keys: readonly Key[] = [];
  readonly ready: Promise<void>;
  private readonly together: Together;
  private readonly cards: readonly RoomCard[];
  private readonly press = new RoomPress('rooms-wrong', () => this.together.beat);
  private readonly lost = new Lost();
  private readonly edge = el('div', { class: 'edge' });
  private readonly sizes: ResizeObserver;
  private readonly timer: number;
  private rings: GeoJSON.Position[][] = [];
  private frame = 0;

  constructor(private readonly shell: Shell) {
    this.together = new Together(hostedRooms(shell.site), () => this.changed());
    this.cards = this.together.feeds.map((feed) => new RoomCard(shell, feed, (room, act, who) => void this.say(room, act, who), () => this.changed()));
    this.edge.hidden = true;
    this.element = el('main', { class: 'rooms' },
      el('div', { class: 'bar-of-rooms' },
        el('h1', {}, 'Rooms ', el('span', { class: 'aside' }, 'The picture in a room is what everyone in it may see.')),
        el('label', {}, 'Reason ', this.press.reason)),
      el('div', { class: 'told' }, this.press.wrong, this.press.said),
      el('div', { class: 'room-cards' }, ...this.cards.map((card) => card.element)),
      legend(), this.edge, this.lost.element);
    this.sizes = new ResizeObserver(() => this.changed());
    this.sizes.observe(this.element);
    this.timer = window.setInterval(() => this.tick(), 250);
    this.ready = coastRings().then((rings) => {
      this.rings = rings;
      this.changed();
    });
  }

  /* What is drawn, for tests. */
  get look(): object {
    return Object.freeze({
      rooms: () => this.cards.map(({ feed, asked }) => ({
        room: feed.view.audience, plate: roomWords(feed), told: asked.value,
        epoch: feed.newest && Number(feed.newest.epochNs) / 1e9,
        tracks: [...(feed.newest?.columns.number ?? [])].map((number) => hex(number).toLowerCase()),
      })),
      still: () => this.frame === 0,
    });
  }

  open(rest: readonly string[]): boolean {
    if (rest.length) return false;
    this.shell.at('Rooms');
    return true;
  }

  end(): void {
    window.clearInterval(this.timer);
    window.cancelAnimationFrame(this.frame);
    this.sizes.disconnect();
    this.together.end();
    for (const card of this.cards) card.end();
  }

  paint(): void {
    this.changed();
  }

  private async say(room: string, act: RoomAct, who: string): Promise<void> {
    const { feed, asked } = this.cards.find((card) => card.feed.view.audience === room)!;
    await this.press.press(feed.view, act, who, `${room}: `);
    asked.again();
  }

  private changed(): void {
    this.frame ||= window.requestAnimationFrame(() => this.draw());
  }

  private tick(): void {
    this.press.tick();
    const before = this.together.feeds.map((feed) => feed.link.kind).join();
    const state = this.together.state();
    if (before !== this.together.feeds.map((feed) => feed.link.kind).join()) {
      if (state.kind === 'live') for (const card of this.cards) card.asked.again();
      return this.changed();
    }
    this.shell.show(this.together, state);
    this.lost.show(this.together.newest, state);
  }

  private draw(): void {
    this.frame = 0;
    const state = this.together.state();
    const live = state.kind !== 'lost';
    this.shell.show(this.together, state);
    this.lost.show(this.together.newest, state);
    this.edge.hidden = live;
    for (const card of this.cards) card.show(this.rings, live);
  }
}

function legend(): HTMLElement {
  const entry = (name: string, words: string) => el('span', { class: 'entry' }, el('span', { class: `sample feed ${name}`, 'aria-hidden': 'true' }), words);
  return el('footer', { class: 'legend', 'aria-label': 'Legend' },
    entry('open', 'open: clauses give all of it to this audience'), entry('narrowed', 'narrowed: part of it, later or coarser; the lower, the less'),
    entry('dark', 'dark: no clause gives it anything'),
    el('span', { class: 'aside end' }, "The room's own screen never says what was left out"));
}
