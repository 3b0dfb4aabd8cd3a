// The View page: one view's picture on a map and in a list, and what is done with it.

import { BaseMap } from './basemap';
import { severalViews } from './board';
import { DetailPanel } from './detail';
import { el, setText } from './dom';
import { Lost } from './head';
import type { Box } from './labels';
import { LayerBoxes } from './layer_boxes';
import { Legend } from './legend';
import type { LinkState } from './link';
import { found, TrackList } from './list';
import { mapButtons } from './map_buttons';
import { NoticeList } from './notices';
import { Overlay } from './overlay';
import type { Page, PageKind } from './page';
import type { Picture } from './picture';
import { AWAITED, Plate } from './plate';
import { RoomPanel } from './room';
import { Session } from './session';
import type { Shell } from './shell';
import { partnerViews, type View } from './site';
import { tracksOf } from './shown';
import { Symbols } from './symbol';
import * as track from './track';
import { boxOf, unit } from './unit';
import { clockOfNs, thousands } from './words';

export const viewPage: PageKind = {
  path: 'view', words: 'View',
  opens: () => true,
  make: (shell) => new ViewPage(shell),
};

class ViewPage implements Page {
  private session: Session | null = null;
  private following = false;
  private tab: 'tracks' | 'notices' = 'tracks';
  private symbols!: { live: Symbols; lost: Symbols };
  private dirty = false;
  private wasLost = 0; // s of silence when the link was last seen lost
  private again = { words: '', until: 0 };

  private hits: ReadonlySet<number> | null = null; // numbers of the tracks that the search found
  private covered: Box[] = []; // parts of the map that lie under something

  private readonly overlay = new Overlay();
  private readonly legend = new Legend();
  private readonly room = new RoomPanel();
  private readonly notices = new NoticeList((lat, lon) => this.base.bring(lat, lon, this.covered));
  private readonly lost = new Lost();
  private readonly detail = new DetailPanel(() => this.follow());
  private readonly list = new TrackList((number) => this.bring(number), () => this.changed());
  private readonly ground = el('div', { class: 'ground' });
  private readonly edge = el('div', { class: 'edge' });
  private readonly status = el('p', { class: 'status', role: 'status' });
  private readonly layers = new LayerBoxes(() => this.changed());
  private readonly search: HTMLInputElement;
  private readonly trackTab: HTMLButtonElement;
  private readonly noticeTab: HTMLButtonElement;
  private readonly trackCount = el('span', { class: 'count' });
  private readonly noticeCount = el('span', { class: 'count' });
  private readonly plate: Plate;
  private readonly base: BaseMap;
  private readonly timer: number;
  private readonly buttons: HTMLElement;
  readonly element: HTMLElement;

  constructor(private readonly shell: Shell) {
    const { site, tokens } = shell;
    this.makeSymbols();
    this.plate = new Plate(site.views, (view) => this.turnToView(view));
    this.search = el('input', {
      type: 'text', placeholder: 'Search', 'aria-label': 'Search tracks', oninput: () => this.find(),
      onkeydown: (event) => this.searchKey(event as KeyboardEvent),
    });
    this.trackTab = this.tabButton('tracks', 'Tracks ', this.trackCount);
    this.noticeTab = this.tabButton('notices', 'Notices ', this.noticeCount);
    this.element = el('main', {}, this.mapPart(), this.side());
    this.base = new BaseMap(this.ground, site.area, tokens, 96);
    this.buttons = mapButtons(this.base, () => this.whole());
    this.layers.element.after(this.buttons);
    this.base.map.on('render', () => this.drawMap());
    this.base.map.on('click', (event) => this.select(this.overlay.at(event.point.x / unit(), event.point.y / unit())));
    this.base.map.on('dragstart', () => (this.following = false));
    this.timer = window.setInterval(() => this.tick(), 250);
  }

  get ready(): Promise<void> {
    return this.base.ready;
  }

  /* What is drawn, for tests. */
  get look(): object {
    const shown = () => this.session?.shown ?? null;
    return Object.freeze({
      view: () => this.session?.view.name ?? null,
      epoch: () => (shown() ? Number(shown()!.epochNs) / 1e9 : null),
      tracks: () => tracksOf(shown()),
      centre: () => this.base.map.getCenter().toArray(),
      still: () => this.base.map.loaded() && this.base.map.areTilesLoaded(),
    });
  }

  /* The address names a view; none: the first under the rule in force. */
  open(rest: readonly string[]): boolean {
    const { views } = this.shell.site;
    const view = rest.length ? views.find((one) => one.name === rest[0]) : views.find((one) => one.in_force) ?? views[0];
    if (!view || rest.length > 1) return false;
    if (view !== this.session?.view) this.turnToView(view);
    return true;
  }

  end(): void {
    window.clearInterval(this.timer);
    this.session?.end();
    this.session = null;
    this.drop();
    this.base.end();
  }

  paint(): void {
    this.makeSymbols();
    this.base.paint(this.shell.tokens);
    this.changed();
  }

  private makeSymbols(): void {
    const { tokens } = this.shell;
    this.symbols = { live: new Symbols(tokens, false), lost: new Symbols(tokens, true) };
  }

  private mapPart(): HTMLElement {
    return el('section', { class: 'map', 'aria-label': 'Map' },
      el('div', { class: 'field' }, this.ground, this.overlay.canvas, this.edge, this.plate.element,
        this.layers.element, this.lost.element, this.status),
      this.legend.element);
  }

  private side(): HTMLElement {
    return el('aside', {}, this.room.element,
      el('div', { class: 'tabs' }, this.trackTab, this.noticeTab,
        el('label', { class: 'search' }, this.search, el('kbd', {}, '/'))),
      this.list.element, this.notices.element, this.detail.element);
  }

  private tabButton(tab: 'tracks' | 'notices', words: string, count: HTMLElement): HTMLButtonElement {
    return el('button', { type: 'button', onclick: () => this.turnTo(tab) }, words, count);
  }

  get keys() {
    const pan = (x: number, y: number) => () => this.base.pan(x, y);
    const zoom = (by: number) => () => this.base.zoom(by);
    const key = (keys: string[], shown: string, words: string, act: () => void) => ({ keys, shown, words, act });
    return [
      key(['/'], '/', 'search', () => this.search.focus()),
      key(['j', 'J'], 'J', 'next row', () => this.list.move(1)),
      key(['k', 'K'], 'K', 'row before', () => this.list.move(-1)),
      key(['Enter'], 'Enter', 'select the row', () => this.list.enter()),
      key(['Escape'], 'Esc', 'select nothing', () => this.select(0)),
      key(['f', 'F'], 'F', 'follow the selected track', () => this.follow()),
      key(['0'], '0', 'whole area', () => this.whole()),
      key(['+', '='], '+', 'closer', zoom(0.5)), key(['-'], '-', 'farther', zoom(-0.5)),
      key(['ArrowLeft'], '\u2190 \u2191 \u2192 \u2193', 'move the map', pan(-120, 0)),
      key(['ArrowRight'], '', '', pan(120, 0)),
      key(['ArrowUp'], '', '', pan(0, -120)), key(['ArrowDown'], '', '', pan(0, 120)),
      ...this.layers.keys,
      ...(severalViews(this.shell.site) ? [key(['c', 'C'], 'C', 'compare with another view', () => this.compare())] : []),
      key(['h', 'H'], 'H', 'hold the picture, and go on', () => this.session?.hold()),
    ];
  }

  /* Another view: everything of the old one goes, from memory and from the screen, before anything
   * of the new one comes. */
  private turnToView(view: View): void {
    this.session?.end();
    this.drop();
    this.wasLost = 0;
    this.again = { words: '', until: 0 };
    this.session = new Session(view, () => this.changed(), () => this.drop());
    this.room.open(view);
    this.shell.at(view.room ? `Room ${view.audience}` : `${view.audience} under ${view.rule}`, view.name);
    this.draw();
  }

  /* Everything that was shown goes from the screen, and what was typed about it. */
  private drop(): void {
    this.hits = null;
    this.overlay.clear();
    this.list.clear();
    this.detail.clear();
    this.notices.show(null);
    this.search.value = '';
    this.following = false;
  }

  private changed(): void {
    if (this.dirty) return;
    this.dirty = true;
    requestAnimationFrame(() => this.draw());
  }

  /* Silence grows without anything arriving: the words for it go on, the rest is drawn again only
   * where the link has become another. */
  private tick(): void {
    const { session } = this;
    if (!session) return;
    const before = session.link.kind;
    const state = session.link.state();
    if (state.kind !== before) return this.changed();
    this.shell.show(session, state);
    this.lost.show(session.shown, state);
    this.say(state, session.shown);
  }

  private select(number: number): void {
    if (!number) this.following = false;
    this.session?.select(number);
  }

  /* Chosen in the list: the map goes there where it is not in sight. */
  private bring(number: number): void {
    this.select(number);
    const [i, columns] = [this.session?.selectedIndex ?? -1, this.session?.shown?.columns];
    if (columns && i >= 0) this.base.bring(columns.latE7[i] / 1e7, columns.lonE7[i] / 1e7, this.covered);
  }

  private follow(): void {
    this.following = !this.following && (this.session?.selectedIndex ?? -1) >= 0;
    this.changed();
  }

  private whole(): void {
    this.following = false;
    this.base.showWhole();
  }

  /* With what this partner sees under the rule before this one, or after the first. */
  private compare(): void {
    const view = this.session?.view;
    const own = partnerViews(this.shell.site).filter((one) => one.audience === view?.audience);
    const at = own.findIndex((one) => one === view);
    const other = own[at - 1] ?? own[1];
    if (at >= 0 && other) this.shell.go('compare', ...(at > 0 ? [other.name, own[at].name] : [own[at].name, other.name]));
  }

  private turnTo(tab: 'tracks' | 'notices'): void {
    this.tab = tab;
    this.changed();
  }

  private find(): void {
    if (this.session) this.session.search = this.search.value;
    this.tab = 'tracks';
    this.changed();
  }

  private searchKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.search.value = '';
    if (event.key === 'Escape' || event.key === 'Enter') this.search.blur();
    this.find();
  }

  private draw(): void {
    this.dirty = false;
    const { session } = this;
    if (!session) return;
    const state = session.link.state();
    const live = state.kind !== 'lost';
    const picture = session.shown;
    const symbols = live ? this.symbols.live : this.symbols.lost;
    if (this.following && session.selectedIndex >= 0) this.centre(picture!, session.selectedIndex);
    this.shell.show(session, state);
    this.plate.show(session, session.held);
    this.room.show(session);
    this.lost.show(picture, state);
    this.edge.hidden = live;
    this.drawTabs(picture, state);
    const hits = picture ? found(picture, session.search) : new Uint32Array(0);
    this.hits = picture && session.search ? new Set(Array.from(hits, (i) => picture.columns.number[i])) : null;
    this.list.show(session, picture, hits, symbols, `${this.shell.theme} ${live}`);
    this.notices.show(picture);
    this.detail.show(session, symbols, live, this.following);
    this.say(state, picture);
    this.base.cover(this.plate.bottom);
    this.covered = [this.plate.element, this.layers.element, this.buttons, this.lost.element, this.status].map(boxOf);
    this.drawMap();
  }

  private centre(picture: Picture, i: number): void {
    this.base.centre(picture.columns.latE7[i] / 1e7, picture.columns.lonE7[i] / 1e7);
  }

  private drawTabs(picture: Picture | null, state: LinkState): void {
    const waits = this.session?.awaits(picture);
    const at = state.kind === 'lost' && picture ? ` at ${clockOfNs(picture.epochNs)}` : '';
    setText(this.trackCount, picture && !waits ? thousands(track.assertedCount(picture)) + at : '');
    setText(this.noticeCount, picture && !waits ? String(picture.notices.length) : '');
    this.trackTab.setAttribute('aria-pressed', String(this.tab === 'tracks'));
    this.noticeTab.setAttribute('aria-pressed', String(this.tab === 'notices'));
    this.list.element.hidden = this.tab !== 'tracks';
    this.notices.element.hidden = this.tab !== 'notices';
  }

  private drawMap(): void {
    const { session } = this;
    const { tokens, theme } = this.shell;
    const picture = session?.shown;
    const frame = this.base.frame();
    const live = session?.link.kind !== 'lost';
    const symbols = live ? this.symbols.live : this.symbols.lost;
    if (!picture) this.overlay.clear();
    else this.overlay.draw(frame, { session, picture, hits: this.hits, layers: this.layers.on, tokens, symbols, live, covered: this.covered });
    this.legend.show(this.overlay.seen, frame, this.base.map.getCenter().lat, symbols, tokens, `${theme} ${live}`);
  }

  /* One line for what changed; the same line is what a screen reader hears. */
  private say(state: LinkState, picture: Picture | null): void {
    const now = performance.now();
    if (state.kind === 'lost') this.wasLost = state.silent;
    else if (this.wasLost && state.kind === 'live') {
      this.again = { words: `Live again, ${Math.round(this.wasLost)} s missed`, until: now + 8000 };
      this.wasLost = 0;
    }
    let words = '';
    if (!picture && state.kind !== 'lost') words = 'Waiting for the first epoch';
    else if (picture && now < this.again.until) words = this.again.words;
    else if (picture?.count === 0) words = this.session?.awaits(picture) ? AWAITED : `No tracks in this view at ${clockOfNs(picture.epochNs)}.`;
    setText(this.status, words);
    this.status.hidden = !words;
  }
}
