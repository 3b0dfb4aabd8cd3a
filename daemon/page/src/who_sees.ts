// Who sees an object, and by which clause: every partner under every rule, and the sentences that
// decide for the view that is shown. Below them each room, under its own rule, with who stands in it.

import { el, setClass, setText } from './dom';
import type { TrueObject } from './objects';
import { answerOf, reportersWords, sentence, type Answer, type Sees } from './sees';
import { partnerViews, roomViews, type Site, type View } from './site';
import { distance } from './white_map';

class Cell {
  readonly element: HTMLButtonElement;
  private readonly word = el('strong');
  private readonly why = el('span');

  constructor(readonly view: View, press: (view: View) => void) {
    this.element = el('button', { type: 'button', onclick: () => press(view) },
      el('span', { class: 'hidden-words' }, `${view.audience} under ${view.rule}: `), this.word, ' ', this.why);
  }

  show(answer: Answer | null, shown: boolean): void {
    setText(this.word, answer?.word ?? '');
    setText(this.why, answer?.why ?? '');
    setClass(this.element, 'none', answer !== null && !answer.sees);
    this.element.setAttribute('aria-pressed', String(shown));
  }
}

export class WhoSees {
  readonly element: HTMLElement;
  private readonly pick: HTMLSelectElement;
  private readonly name = el('span');
  private readonly kind = el('span', { class: 'aside' });
  private readonly cells: Cell[] = [];
  private readonly crowds = new Map<string, HTMLElement>(); // by view, of rooms: who stands there
  private readonly says = el('div', { class: 'says' });
  private ids = '';
  private told = '';
  private last: readonly TrueObject[] = [];

  /* turn: to a view that is pressed. */
  constructor(site: Site, choose: (id: string) => void, turn: (view: View) => void) {
    this.pick = el('select', { 'aria-label': 'Object', onchange: () => choose(this.pick.value) });
    const views = partnerViews(site);
    const rules = [...new Set([...views, ...roomViews(site)].map((view) => view.rule))];
    const partners = site.partners.map(({ code }) => code).filter((code) => views.some((view) => view.audience === code));
    const cell = (who: string, rule: string) => {
      const view = [...views, ...roomViews(site)].find((one) => one.audience === who && one.rule === rule);
      if (!view) return el('td');
      this.cells.push(new Cell(view, turn));
      return el('td', {}, this.cells[this.cells.length - 1].element);
    };
    const room = ({ name, audience, rule }: View) => {
      const crowd = el('span', { class: 'aside' });
      const [before, after] = [rules.indexOf(rule), rules.length - rules.indexOf(rule) - 1];
      this.crowds.set(name, crowd);
      const gap = (width: number, ...inside: HTMLElement[]) => width > 0 && el('td', { colspan: width }, ...inside);
      return el('tr', { class: 'of-room' }, el('th', { scope: 'row', title: `Room ${audience}` }, audience, before + after === 0 && crowd),
        gap(before, ...(before > after ? [crowd] : [])), cell(audience, rule), gap(after, ...(after >= before ? [crowd] : [])));
    };
    const inForce = (rule: string) => views.some((view) => view.rule === rule && view.in_force);
    this.element = el('section', { class: 'who-sees', 'aria-label': 'Who sees an object' },
      el('h2', {}, 'Who sees ', el('label', { class: 'pick', title: 'Object' }, this.name, this.pick), this.kind),
      el('table', {},
        el('thead', {}, el('tr', {}, el('td'), ...rules.map((rule) => el('th', { scope: 'col' }, rule, inForce(rule) && el('span', { class: 'aside' }, ' in force'))))),
        el('tbody', {}, ...partners.map((who) => el('tr', {}, el('th', { scope: 'row' }, who), ...rules.map((rule) => cell(who, rule)))), ...roomViews(site).map(room))),
      this.says);
  }

  /* objects: null: there is no truth of this epoch, or not yet. sees: of this object; null: not told yet. */
  show(objects: readonly TrueObject[] | null, id: string, sees: Sees | null, shown: View): void {
    this.last = objects ?? this.last;
    this.list(this.last, id);
    const object = this.last.find((one) => one.id === id) ?? null;
    setText(this.name, id ? `object ${id}` : 'an object');
    setText(this.kind, object ? kindOf(object) : !id ? 'Choose it, or press J or K.' : objects ? 'is not in the truth now' : '');
    for (const [name, crowd] of this.crowds) setText(crowd, crowdWords(sees?.views.find(({ view }) => view === name)?.audience));
    for (const cell of this.cells) {
      const sight = sees?.views.find(({ view }) => view === cell.view.name);
      cell.show(sight ? answerOf(sight) : id ? null : this.countOf(cell.view), cell.view === shown);
    }
    this.tell(sees, shown);
  }

  /* While no object is asked about: how many a view sees. */
  private countOf(view: View): Answer | null {
    if (!this.last.length) return null;
    const seen = this.last.filter((one) => one.seen.some((sight) => sight.view === view.name)).length;
    return { word: `${seen} of ${this.last.length}`, why: 'objects', sees: true };
  }

  private list(objects: readonly TrueObject[], id: string): void {
    const ids = objects.map((one) => one.id).join('\n');
    if (ids !== this.ids || this.pick.options.length === 0)
      this.pick.replaceChildren(el('option', { value: '' }, 'no object'), ...objects.map((one) => el('option', { value: one.id }, `object ${one.id}, ${kindOf(one)}`)));
    this.ids = ids;
    this.pick.value = objects.some((one) => one.id === id) ? id : '';
  }

  private tell(sees: Sees | null, shown: View): void {
    const sight = sees?.views.find(({ view }) => view === shown.name);
    const lines = sees && sight ? linesOf(sees, sight.view, shown) : [];
    if (lines.join('\n') === this.told) return;
    this.told = lines.join('\n');
    this.says.replaceChildren(...lines.map((line, n) => el('p', {}, n === 0 ? el('strong', {}, line) : line)));
  }
}

function linesOf(sees: Sees, name: string, { audience, rule }: View): string[] {
  const sight = sees.views.find(({ view }) => view === name)!;
  const off = sight.error_m === null ? '' : `, its track ${distance(sight.error_m)} off`;
  const [best] = sight.given;
  const clause = sees.clauses.find((one) => one.clause === best?.clause);
  return [
    `${audience.replaceAll('+', ' + ')} under ${rule}: ${answerOf(sight).word}${off}.`,
    clause ? `Clause ${clause.clause} of ${clause.agreement}: ${sentence(clause.aloud)}` : '',
    best && !clause ? 'Its own sensor, by right.' : sentence(sight.why),
    reportersWords(sees),
  ].filter((line) => line !== '');
}

function crowdWords(nations?: readonly string[]): string {
  return !nations ? '' : nations.length ? `${nations.join(' and ')} in it` : 'dark';
}

function kindOf({ category }: TrueObject): string {
  return category.replaceAll('+', ' and ');
}
