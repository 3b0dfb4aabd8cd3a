// The panel of the selected track: what is known, how well, from whom.

import { Chart } from './chart';
import { el, setClass, setText } from './dom';
import { nameOf } from './names';
import type { Picture } from './picture';
import type { Session } from './session';
import { lookOf, type Symbols } from './symbol';
import * as track from './track';
import { rem } from './unit';
import { clock, course, hex, km, place, thousands } from './words';
import { Detail as Released, type Source } from './wire/picket/v1/picture_pb';

const STATUS = ['', 'tentative', 'confirmed', 'coasting'];

type Line = [value: string, aside: string, withheld?: boolean];

function positionLine(picture: Picture, i: number): Line {
  const { latE7, lonE7, major, minor } = picture.columns;
  const form = track.formOf(picture, i);
  const decimals = form.circleM > 0 ? Math.max(0, Math.round(5 - Math.log10(form.floorM))) : 3;
  const where = place(latE7[i] / 1e7, lonE7[i] / 1e7, decimals);
  if (form.circleM > 0) return [where, `95 %: ${km(track.circle95(picture, i))} km, a floor`];
  const [long, short] = [major[i], minor[i]].map((q) => km(track.TO_95 * track.sigma(q)));
  return [where, `95 %: ${long} by ${short} km`];
}

function heightLine(picture: Picture, i: number): Line {
  const height = track.heightOf(picture, i);
  if (height === null) {
    const withheld = track.formOf(picture, i).altitude === Released.WITHHELD;
    return [withheld ? 'withheld' : 'not known', '', true];
  }
  const pressure = picture.columns.marks[i] & track.PRESSURE ? ', by pressure' : '';
  const words = Math.abs(height) < 1000 ? `${thousands(height)} m` : `${km(height)} km`;
  const spread = track.sigma(picture.columns.vertical[i]);
  return [words + pressure, `\u03c3 ${spread < 1000 ? `${thousands(spread)} m` : `${km(spread)} km`}`];
}

function velocityLine(picture: Picture, i: number): Line {
  const v = track.knownVelocityOf(picture, i);
  if (!v) return [track.velocityWithheld(picture, i) ? 'withheld' : 'not known', '', true];
  const spread = track.sigma(picture.columns.speedSigma[i]);
  const moving = Math.hypot(v[0], v[1]) > spread;
  return [
    `${thousands(Math.hypot(...v))} m/s${moving ? `, course ${course(v[0], v[1])}` : ''}`,
    `\u03c3 ${spread < 9.5 ? spread.toFixed(1) : thousands(spread)} m/s`,
  ];
}

function identityLine(picture: Picture, i: number): Line {
  const { identityPercent, marks } = picture.columns;
  const sure = identityPercent[i] ? `, ${identityPercent[i]} %` : '';
  const words = track.identityOf(picture, i);
  const conflict = track.claimsOf(picture, i).length ? 'sources disagree' : 'its number is another object\'s too';
  return [words + sure, marks[i] & track.CONFLICT ? conflict : '', words === 'not released'];
}

function sourceName(source: Source | undefined): string {
  if (!source?.nation) return 'source not released';
  return source.sensor ? `${source.nation} ${source.sensor}` : `${source.nation}, sensor not released`;
}

function sourceWords(picture: Picture, i: number, nations: readonly string[]): [string, string][] {
  const set = picture.sourceSets[picture.columns.sourceSet[i]];
  return (set?.source ?? []).map((at) => {
    const source = picture.sources[at];
    return [sourceName(source), nations.includes(source.nation) ? 'own' : 'released'] as [string, string];
  });
}

/* Who says what, where sources disagree. */
function claimWords(picture: Picture, i: number): [string, string][] {
  return track.claimsOf(picture, i).map((claim) =>
    [sourceName(picture.sources[claim.source - 1]), track.claimWords(claim)] as [string, string]);
}

export class DetailPanel {
  readonly element: HTMLElement;
  private readonly symbol = document.createElement('canvas');
  private readonly name = el('h2');
  private readonly what = el('p', { class: 'what' });
  private readonly follow: HTMLButtonElement;
  private readonly lines = new Map<string, [HTMLElement, HTMLElement]>();
  private readonly sources = el('div', { class: 'sources' });
  private readonly disagree = el('div', { class: 'contributing' });
  private readonly height = new Chart('Height, km', (value) => value.toFixed(1));
  private readonly radius = new Chart('95 % radius, km', (value) => km(1000 * value));
  private readonly body: HTMLElement;
  private readonly none = el('p', { class: 'none' }, 'No track selected.');

  constructor(follow: () => void) {
    this.follow = el('button', { type: 'button', class: 'control', onclick: follow }, 'Follow ', el('kbd', {}, 'F'));
    const table = el('dl', {}, ...['Position', 'Height', 'Velocity', 'Identity', 'Last report'].map((term) => {
      const cells: [HTMLElement, HTMLElement] = [el('dd'), el('dd', { class: 'aside' })];
      this.lines.set(term, cells);
      return el('div', {}, el('dt', {}, term), ...cells);
    }));
    this.body = el('div', { class: 'body' },
      el('header', {}, this.symbol, this.name, this.what, this.follow), table,
      el('div', { class: 'contributing' }, el('h3', {}, 'Contributing'), this.sources), this.disagree,
      el('div', { class: 'charts' }, this.height.element, this.radius.element));
    this.element = el('section', { class: 'detail empty', 'aria-label': 'Selected track' }, this.none, this.body);
    this.body.hidden = true;
  }

  show(session: Session, symbols: Symbols, live: boolean, following: boolean): void {
    const picture = session.shown;
    const i = session.selectedIndex;
    this.body.hidden = !picture || i < 0;
    this.none.hidden = !this.body.hidden;
    setClass(this.element, 'empty', this.body.hidden);
    this.none.textContent = session.selected && picture ? 'The selected track is not in this picture.' : 'No track selected.';
    if (!picture || i < 0) return this.clear();
    this.head(picture, i, symbols, following);
    this.say('Position', positionLine(picture, i));
    this.say('Height', heightLine(picture, i));
    this.say('Velocity', velocityLine(picture, i));
    this.say('Identity', identityLine(picture, i));
    this.say('Last report', this.reportLine(session, picture, i, live));
    const sources = sourceWords(picture, i, session.about?.nations ?? []);
    setClass(this.sources, 'many', sources.length > 3);
    const rows = (told: [string, string][]) =>
      told.map(([name, how]) => el('p', {}, el('strong', {}, name), el('span', {}, how)));
    this.sources.replaceChildren(...rows(sources));
    const claims = claimWords(picture, i);
    this.disagree.hidden = claims.length === 0;
    if (claims.length === 0) this.disagree.replaceChildren();
    else this.disagree.replaceChildren(el('h3', {}, 'They disagree'), el('div', { class: 'sources' }, ...rows(claims)));
    this.charts(session, picture, i, live);
  }

  /* What is not shown any more is not kept out of sight either. */
  clear(): void {
    this.symbol.width = 0;
    this.name.title = '';
    for (const element of [this.name, this.what, ...[...this.lines.values()].flat()]) setText(element, '');
    this.sources.replaceChildren();
    this.disagree.replaceChildren();
    this.height.show([], '', '');
    this.radius.show([], '', '');
  }

  private head(picture: Picture, i: number, symbols: Symbols, following: boolean): void {
    const image = symbols.get(lookOf(picture, i), 20);
    this.symbol.width = image.canvas.width;
    this.symbol.height = image.canvas.height;
    this.symbol.style.width = rem(image.width);
    this.symbol.style.height = rem(image.height);
    this.symbol.getContext('2d')!.drawImage(image.canvas, 0, 0);
    const { number, categories, status, labels } = picture.columns;
    setText(this.name, nameOf(picture, i));
    this.name.title = hex(number[i]);
    const words = [track.categoriesOf(categories[i]), track.identityOf(picture, i), STATUS[status[i]] ?? ''];
    if (labels[i]) words.unshift(labels[i]);
    const gone = track.absorbed(picture, i);
    if (gone !== null) words.push(`one with track ${hex(gone)}`);
    setText(this.what, words.filter(Boolean).join(', '));
    this.follow.setAttribute('aria-pressed', String(following));
  }

  private say(term: string, [value, aside, withheld]: Line): void {
    const [first, second] = this.lines.get(term)!;
    setText(first, value);
    setText(second, aside);
    setClass(first, 'withheld', withheld === true);
  }

  /* On a picture that is not live an age would grow without being known: the time is given instead. */
  private reportLine(session: Session, picture: Picture, i: number, live: boolean): Line {
    const s = Number(picture.epochNs / 1_000_000n) / 1000;
    const old = track.age(picture, i);
    const first = session.histories.get(picture.columns.number[i])[0];
    return [live ? `${thousands(old)} s ago` : clock(s - old), first ? `on this page since ${clock(first.s)}` : ''];
  }

  private charts(session: Session, picture: Picture, i: number, live: boolean): void {
    const moments = session.histories.get(picture.columns.number[i]);
    const end = live ? 'now' : clock(Number(picture.epochNs / 1_000_000_000n));
    const height = track.heightOf(picture, i);
    this.height.show(height === null ? [] : moments.map(({ s, height: metres }) => ({ s, value: metres / 1000 })),
      height === null ? 'withheld' : (height / 1000).toFixed(1), end);
    this.radius.show(moments.map(({ s, radius }) => ({ s, value: radius / 1000 })), km(track.circle95(picture, i)), end);
  }
}
