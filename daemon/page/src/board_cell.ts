// One cell of the Board: a map's place, and beside it the numbers of one view, each in the same place
// in every cell, so that the eye runs along a row.

import type { Difference } from './difference';
import { el, setText } from './dom';
import type { Picture } from './picture';
import type { Paired, ViewScore } from './scores';
import type { View } from './site';
import { CATEGORIES } from './track';
import { percent, span, spanWords, thousands } from './words';

/* A number, its unit, and what it differs by from the baseline. */
class Figure {
  readonly element: HTMLElement;
  private readonly value = el('span', { class: 'value' });
  private readonly unit = el('span', { class: 'unit' });
  private readonly by = el('span', { class: 'by' });

  /* short: its name where the cells are low. */
  constructor(name: string, short = name, ...more: HTMLElement[]) {
    this.element = el('span', { class: 'figure' },
      el('span', { class: 'name long' }, name), el('span', { class: 'name short' }, short),
      el('span', { class: 'line' }, this.value, this.unit, this.by), ...more);
  }

  show(value: string, unit = '', by = ''): void {
    setText(this.value, value);
    setText(this.unit, unit);
    setText(this.by, by);
  }
}

/* Shares of a whole: what the baseline has, in grey, and what is gained. */
class Bar {
  private readonly had = el('span', { class: 'had' });
  private readonly gained = el('span', { class: 'gained' });
  readonly element = el('span', { class: 'bar', 'aria-hidden': 'true' }, this.had, this.gained);

  show(value: number, base: number): void {
    this.had.style.width = `${100 * Math.min(value, base)}%`;
    this.gained.style.width = `${100 * Math.max(0, value - base)}%`;
  }
}

/* "+6", "-2" with a true minus, "" where nothing differs. */
export function signed(value: number, words: (value: number) => string): string {
  if (words(Math.abs(value)) === words(0)) return '';
  return `${value > 0 ? '+' : '\u2212'}${words(Math.abs(value))}`;
}

function addedAndLost({ added, lost }: Difference): string {
  return [signed(added.length, thousands), signed(-lost.length, thousands)].filter(Boolean).join(' ');
}

/* Of the objects that both have seen, those that one saw before the other; empty: there is no other. */
function soonerWords(paired: Paired | undefined): string {
  if (!paired?.objects) return '';
  const { objects, sooner, sooner_s: by, later } = paired;
  return [sooner && `${sooner} of ${objects} sooner, ${spanWords(by ?? 0)}`, later && `${later} of ${objects} later`].filter(Boolean).join('; ');
}

function known(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

export class BoardCell {
  readonly element: HTMLElement;
  readonly link: HTMLAnchorElement;
  readonly map = el('span', { class: 'slot' });
  private readonly tracks = new Figure('Tracks');
  private readonly bar = new Bar();
  private readonly complete = new Figure('Complete', 'Complete', this.bar.element);
  private readonly sooner = el('span', { class: 'sooner' });
  private readonly warned = new Figure('First seen, median', 'First seen', this.sooner);
  private readonly given = new Figure('Reports given', 'Given');
  private readonly kinds = el('span', { class: 'kinds' });

  constructor(readonly view: View, address: string) {
    this.link = el('a', { class: 'cell', href: address, tabindex: -1 }, this.map,
      el('span', { class: 'figures' }, this.tracks.element, this.complete.element, this.warned.element,
        this.given.element, this.kinds));
    this.element = el('div', { role: 'gridcell', class: 'holder' }, this.link);
    this.score(undefined, undefined);
    this.waiting();
  }

  waiting(): void {
    this.tracks.show('\u2013');
    this.kinds.replaceChildren();
    this.link.setAttribute('aria-label', `${this.view.audience} under ${this.view.rule}: waiting for the first epoch`);
  }

  /* words: what is released to this view. */
  show(picture: Picture, difference: Difference, against: string, words: string): void {
    const { added, lost, both } = difference;
    const count = both.length + added.length;
    this.tracks.show(thousands(count), '', addedAndLost(difference));
    const name = `${this.view.audience} under ${this.view.rule}: ${count} tracks`;
    this.link.setAttribute('aria-label', against && (added.length || lost.length)
      ? `${name}, ${added.length} more and ${lost.length} fewer than under ${against}` : name);
    this.link.title = words;
    this.showKinds(picture, difference);
  }

  /* Where nothing is scored: which tracks they are. */
  private showKinds(picture: Picture, { both, added }: Difference): void {
    if (this.kinds.hidden) return;
    this.kinds.replaceChildren(...CATEGORIES.flatMap((name, bit) => {
      const of = (indices: readonly number[]) => indices.filter((i) => picture.columns.categories[i] & (1 << bit)).length;
      const [had, more] = [of(both), of(added)];
      return had + more === 0 ? [] : [el('span', { class: 'kind' }, el('span', { class: 'name' }, name),
        String(had + more), el('span', { class: 'by' }, signed(more, thousands)))];
    }));
  }

  /* base: of the view that it is laid against; none: it is the baseline itself. */
  score(score: ViewScore | undefined, base: ViewScore | undefined): void {
    this.kinds.hidden = score !== undefined;
    for (const figure of [this.complete, this.warned, this.given]) figure.element.hidden = !score;
    if (!score) return;
    const { complete, first_warning_s: warned, given } = score;
    const less = known(complete) && known(base?.complete) ? complete - base.complete : 0;
    this.complete.show(known(complete) ? percent(complete) : '\u2013', known(complete) ? '%' : '', signed(less, percent));
    this.bar.show(complete ?? 0, base?.complete ?? complete ?? 0);
    this.first(warned, score.paired?.find(({ view }) => view === base?.view));
    this.given.show(known(given) ? percent(given) : '\u2013', known(given) ? '%' : '');
  }

  /* The median is over all that this view has seen; the difference object by object, over what both
   * have: two medians of unlike sets tell nothing of each other. */
  private first(warned: number | null | undefined, paired: Paired | undefined): void {
    const [value, unit] = known(warned) ? span(warned) : ['none', ''];
    this.warned.show(value, unit);
    setText(this.sooner, soonerWords(paired));
    this.warned.element.title = paired?.objects ? `Sooner and later: of the ${paired.objects} objects that this view and ${paired.view} both have seen; of those seen sooner, the median` : '';
  }
}
