// Health: is every sensor heard, is every report accounted for, does picketd keep up. A nation is told
// of its own sensors and of nothing that others' could move.

import './health.css';
import { Asked } from './asked';
import { el, setClass, setText } from './dom';
import { Feed } from './feed';
import { Engines, SensorPanel, Since } from './health_panel';
import { Badge, SensorTable } from './health_table';
import { graveOf, type Health as Told } from './health_told';
import type { Key } from './keys';
import type { Page, PageKind } from './page';
import type { Shell } from './shell';
import { isWhiteCell, type Site } from './site';
import { Watch } from './watch';
import { clock, thousands } from './words';

export const healthPage: PageKind = {
  path: 'health', words: 'Health',
  opens: hasSensors,
  make: (shell) => new Health(shell),
};

/* The white cell has all, a nation its own; a room's screen none. */
function hasSensors(site: Site): boolean {
  return site.partners.some((partner) => partner.sensors > 0);
}

/* What was seen stands while the tab does, whichever page is shown. */
const watches = new WeakMap<Shell, Watch>();

function watchOf(shell: Shell): Watch {
  const watch = watches.get(shell) ?? new Watch();
  watches.set(shell, watch);
  return watch;
}

class Health implements Page {
  readonly element: HTMLElement;
  readonly keys: readonly Key[] = this.keyList();
  readonly ready: Promise<void>;
  private readonly whole: boolean; // all is told
  private readonly watch: Watch;
  private readonly told: Asked<Told>;
  private readonly feed: Feed; // for the clock and the link
  private readonly badges = { silent: new Badge(), sum: new Badge(), degraded: new Badge() };
  private readonly words = el('p', { class: 'summary', role: 'status' }, 'Waiting for the first word');
  private readonly since = new Since((entry) => this.see(() => this.watch.see(entry)), () => this.see(() => this.watch.seeAll()));
  private readonly identity = el('section', { class: 'identity', 'aria-label': 'Accounting' });
  private readonly table: SensorTable;
  private readonly panel = new SensorPanel(() => this.openSensor(''));
  private readonly engines: Engines | null;
  private readonly timer: number;
  private sensor = ''; // whose panel is open
  private accounted = '';
  private drawn = 0; // answers that were drawn

  constructor(private readonly shell: Shell) {
    const { site } = shell;
    this.whole = isWhiteCell(site);
    this.watch = watchOf(shell);
    this.table = new SensorTable(this.whole, (name) => this.openSensor(this.sensor === name ? '' : name));
    this.engines = this.whole ? new Engines(site.views) : null;
    this.identity.hidden = true;
    for (const badge of Object.values(this.badges)) badge.element.hidden = true;
    this.element = el('main', { class: 'health' },
      el('h1', { class: 'hidden-words' }, 'Health'),
      el('div', { class: 'health-bar' }, ...Object.values(this.badges).map((badge) => badge.element), this.words,
        el('p', { class: 'aside' }, this.whole ? 'Nothing is lost in silence' : 'Your own sensors')),
      this.identity,
      el('div', { class: 'health-body' }, this.table.element,
        el('div', { class: 'health-side', role: 'region', 'aria-label': 'More on sensors and engines', tabindex: 0 }, this.panel.element, this.engines?.element ?? null, this.since.element)),
      el('p', { class: 'aside health-foot' }, 'Amber: look soon. Red: lost. Both mean the same on every page, and carry a shape and a word. Abnormal rows come first and are larger.'));
    this.feed = new Feed(site.views[0], () => this.tick());
    let first: () => void;
    this.ready = new Promise((go) => (first = go));
    this.told = new Asked('health', (told: Told) => told, () => {
      this.changed();
      first();
    });
    this.timer = window.setInterval(() => this.tick(), 250);
  }

  private keyList(): Key[] {
    const key = (keys: string[], shown: string, words: string, act: () => void): Key => ({ keys, shown, words, act });
    return [
      key(['j', 'J', 'ArrowDown'], 'J K', 'the next sensor, the one before', () => this.table.move(1)),
      key(['k', 'K', 'ArrowUp'], '', '', () => this.table.move(-1)),
      key(['s', 'S'], 'S', 'all seen', () => this.see(() => this.watch.seeAll())),
      key(['Escape'], 'Esc', 'close the sensor', () => this.openSensor('')),
    ];
  }

  /* What is drawn, for tests. */
  get look(): object {
    return Object.freeze({ told: () => this.told.value, drawn: () => this.drawn });
  }

  open(rest: readonly string[]): boolean {
    if (rest.length > 1) return false;
    this.sensor = rest[0] ?? '';
    this.shell.at('Health', ...rest);
    this.draw();
    return true;
  }

  end(): void {
    window.clearInterval(this.timer);
    this.told.end();
    this.feed.end();
  }

  paint(): void {}

  private openSensor(name: string): void {
    const before = this.sensor;
    this.sensor = name;
    this.shell.at('Health', ...(name ? [name] : []));
    this.draw();
    if (!name && before) this.table.focus(before);
  }

  private see(act: () => void): void {
    act();
    this.draw();
  }

  private tick(): void {
    const state = this.feed.link.state();
    this.shell.show(this.feed, state);
    setClass(this.element, 'stale', state.kind === 'lost');
    if (state.kind === 'lost' && this.told.value)
      setText(this.words, `Not live: figures of ${clock(this.told.value.clock.time_s ?? 0)}`);
    else if (this.told.value) this.sayHowMany(this.told.value);
  }

  private changed(): void {
    if (this.told.value) this.watch.take(this.told.value);
    this.drawn++;
    this.draw();
  }

  private draw(): void {
    const told = this.told.value;
    if (!told) return;
    this.sayHowMany(told);
    this.table.show(told, (sensor) => this.watch.fresh(`sensor ${sensor} `), this.sensor);
    const sensor = told.sensors.find((one) => one.sensor === this.sensor);
    this.panel.show(sensor, told.clock.time_s);
    if (told.engines) this.engines?.show(told, this.watch);
    if (this.engines) this.engines.element.hidden = sensor !== undefined;
    this.account(told);
    this.since.show(this.watch);
  }

  private sayHowMany(told: Told): void {
    const is = (grave: string) => told.sensors.filter(({ states: [state] }) => graveOf(state ?? '') === grave);
    const silent = is('red').filter(({ states }) => states.includes('silent')).length;
    const off = is('red').length - silent + (told.sums && told.sums.difference !== 0 && is('red').length === silent ? 1 : 0);
    const engines = told.engines ?? [];
    const behind = engines.filter(({ states }) => states.length > 0).length;
    const degraded = is('amber').length + behind + (told.queues ?? []).filter(({ states }) => states.length > 0).length;
    const show = (badge: Badge, count: number, words: string, state: string) => {
      badge.element.hidden = count === 0;
      badge.show(`${count} ${words}`, state, this.watch.entries.some((one) => one.seen === null && one.grave === graveOf(state)));
    };
    show(this.badges.silent, silent, 'silent', 'silent');
    show(this.badges.sum, off, off === 1 ? 'does not add up' : 'do not add up', 'sum');
    show(this.badges.degraded, degraded, 'degraded', 'late');
    const normal = is('').length;
    setText(this.words, `${many(normal, 'sensor')} normal${engines.length ? `, ${many(engines.length - behind, 'engine')} on time` : ''}`);
  }

  /* The sum of everything, large; and what came to the port before it was taken apart. */
  private account({ sums, datagrams, unlisted }: Told): void {
    this.identity.hidden = !sums;
    if (!sums || JSON.stringify([sums, datagrams, unlisted]) === this.accounted) return;
    this.accounted = JSON.stringify([sums, datagrams, unlisted]);
    const part = (name: string, value: number) => el('span', { class: 'part' }, el('span', { class: 'name' }, name), el('strong', {}, thousands(value)));
    const sign = (text: string) => el('span', { class: 'sign' }, text);
    const waits = sums.waiting ? [sign('+'), part('Waiting', sums.waiting)] : [];
    const port = datagrams?.find(({ listener }) => listener === 'reports');
    const nobodys = Object.entries(unlisted ?? {}).map(([reason, count]) => `${reason} ${thousands(count)}`).join(', ');
    this.identity.replaceChildren(el('p', { class: 'sum' },
      part('Received', sums.received), sign('='), part('Fused', sums.fused), sign('+'), part('Refused', sums.refused),
      sign('+'), part('Dropped', sums.dropped), ...waits),
    el('div', { class: 'beside' },
      el('p', {}, 'Difference ', el('strong', { class: sums.difference === 0 ? '' : 'wrong' }, thousands(sums.difference))),
      el('p', { class: 'aside' }, port ? `Datagrams: ${thousands(port.arrived)} = ${thousands(port.decoded)} taken + ${thousands(port.refused)} refused + ${thousands(port.dropped)} dropped` : ''),
      nobodys !== '' && el('p', { class: 'aside' }, `Of no listed sensor: ${nobodys}`)));
  }
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
