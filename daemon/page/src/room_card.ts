// One room of the Rooms page: who is in and who may be let in, the lanes, the room's own screen.

import { Asked } from './asked';
import { el, setText } from './dom';
import type { Feed } from './feed';
import { presentWords, RoomLanes } from './room_lanes';
import { RoomScreen } from './room_screen';
import { last, type PresentLane, type RoomTold } from './room_told';
import type { RoomAct } from './says';
import type { Shell } from './shell';
import { clock } from './words';

export type Press = (room: string, act: RoomAct, who: string) => void;

export class RoomCard {
  readonly element: HTMLElement;
  readonly asked: Asked<RoomTold>;
  private readonly host = el('p', { class: 'aside' });
  private readonly door = el('p', { class: 'door', role: 'status' });
  private readonly people = el('ul', { class: 'people' });
  private readonly lanes = new RoomLanes();
  readonly screen: RoomScreen;
  private since = 0n; // of the audience that was shown last
  private drawn = '';

  constructor(shell: Shell, readonly feed: Feed, private readonly press: Press, changed: () => void) {
    const { view } = feed;
    this.screen = new RoomScreen(shell, feed);
    this.asked = new Asked(`rooms/${view.audience}`, (told: RoomTold) => told, changed, 1000);
    this.door.hidden = true;
    const letIn = [...(view.visitors ?? []), 'unknown'].map((who) => this.button(who, 'enters', who, `Let in ${who}`));
    this.element = el('section', { class: 'room-card', 'aria-label': `Room ${view.audience}` },
      el('div', { class: 'who' },
        el('h2', {}, el('a', { href: `#/view/${encodeURIComponent(view.name)}` }, view.audience)), this.host, this.door,
        el('div', { class: 'let-in', role: 'group', 'aria-label': 'Let in' }, el('span', { class: 'aside', 'aria-hidden': 'true' }, 'Let in'), ...letIn),
        view.by_operator ? el('div', { class: 'let-in' }, this.button('Restore', 'restore', '', 'Restore')) : null,
        this.people), // which grows, so last: no button moves under a pointer
      this.lanes.element, this.screen.element);
  }

  private button(words: string, act: RoomAct, who: string, name: string): HTMLButtonElement {
    return el('button', { type: 'button', class: 'control', 'aria-label': name, onclick: () => this.press(this.feed.view.audience, act, who) }, words);
  }

  /* Another audience: what is told of the room must be another too. */
  show(rings: GeoJSON.Position[][], live: boolean): void {
    const since = this.feed.newest?.sinceNs ?? 0n;
    if (since !== this.since) this.asked.again();
    this.since = since;
    const told = this.asked.value;
    this.screen.show(rings, live, told?.door === 'silent');
    const text = JSON.stringify(told);
    if (text === this.drawn) return;
    this.drawn = text;
    this.lanes.show(told);
    setText(this.host, told ? `Host ${told.host}, under ${told.rule}` : '');
    this.showDoor(told);
    this.showPeople(told?.present ?? [], told);
  }

  private showDoor(told: RoomTold | null): void {
    const silent = told?.silent_s == null ? '' : ` ${Math.round(told.silent_s)} s`;
    const words = told?.door === 'silent' ? `Door reader silent${silent}. Feeds cut until it answers.`
      : told?.door === 'missed' ? 'Who entered could not be noted. Feeds cut until a new run.' : '';
    this.door.hidden = !words;
    setText(this.door, words);
  }

  /* The buttons that stay are the same elements: a press in between finds what it aimed at. */
  private showPeople(present: readonly PresentLane[], told: RoomTold | null): void {
    const wanted = present.map((lane) => `${lane.who} ${lane.as} ${last(lane.spans)?.in} ${asWords(lane, told)}`);
    if (this.people.dataset.shown === wanted.join('\n')) return;
    this.people.dataset.shown = wanted.join('\n');
    const focused = document.activeElement?.getAttribute('aria-label');
    this.people.replaceChildren(...present.map((lane) => {
      const inside = last(lane.spans)?.in ?? 0;
      return el('li', { class: inside || lane.as !== 'visitor' ? '' : 'gone' }, el('b', {}, lane.who),
        el('span', { class: 'number' }, lane.as !== 'visitor' && !inside ? '' : String(inside)), el('span', { class: 'as' }, asWords(lane, told)),
        inside > 0 && this.button('Let out', 'leaves', lane.who, `Let out ${lane.who}`));
    }));
    const again = focused && [...this.people.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === focused);
    if (again) again.focus();
  }

  end(): void {
    this.asked.end();
    this.screen.end();
  }
}

function asWords(lane: PresentLane, told: RoomTold | null): string {
  const now = last(lane.spans);
  if (told?.door === 'silent' && (lane.as !== 'visitor' || now?.in)) return 'last known';
  if (lane.as !== 'visitor' || !now) return lane.as;
  if (now.in) return 'visitor';
  return now.counts ? presentWords(lane) : lane.spans.length > 1 ? `left ${clock(now.since)}` : 'out';
}
