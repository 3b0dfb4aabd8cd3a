// Who sees an object: every partner under every rule.

import { el, setClass, setText } from './dom';
import type { TrueObject } from './objects';
import { partnerViews, type Site, type View } from './site';
import { distance } from './white_map';

class Answer {
  readonly element: HTMLButtonElement;
  private readonly word = el('strong');
  private readonly why = el('span');

  constructor(readonly view: View, press: (view: View) => void) {
    this.element = el('button', { type: 'button', onclick: () => press(view) },
      el('span', { class: 'hidden-words' }, `${view.audience} under ${view.rule}: `), this.word, this.why);
  }

  show(object: TrueObject | null, shown: boolean): void {
    const sight = object?.seen.find(({ view }) => view === this.view.name);
    setText(this.word, !object ? '' : sight ? 'track' : 'nothing');
    setText(this.why, sight ? `${distance(sight.error_m)} off` : '');
    setClass(this.element, 'none', object !== null && !sight);
    this.element.setAttribute('aria-pressed', String(shown));
  }
}

export class WhoSees {
  readonly element: HTMLElement;
  private readonly pick: HTMLSelectElement;
  private readonly name = el('span');
  private readonly kind = el('span', { class: 'aside' });
  private readonly answers: readonly Answer[];
  private ids = '';

  /* turn: to a view that is pressed. */
  constructor(site: Site, choose: (id: string) => void, turn: (view: View) => void) {
    this.pick = el('select', { 'aria-label': 'Object', onchange: () => choose(this.pick.value) });
    const views = partnerViews(site);
    const rules = [...new Set(views.map((view) => view.rule))];
    const partners = site.partners.map(({ code }) => code).filter((code) => views.some((view) => view.audience === code));
    const answers: Answer[] = [];
    const cell = (who: string, rule: string) => {
      const view = views.find((one) => one.audience === who && one.rule === rule);
      if (!view) return el('td');
      const answer = new Answer(view, turn);
      answers.push(answer);
      return el('td', {}, answer.element);
    };
    const inForce = (rule: string) => views.some((view) => view.rule === rule && view.in_force);
    this.element = el('section', { class: 'who-sees', 'aria-label': 'Who sees an object' },
      el('h2', {}, 'Who sees ', el('label', { class: 'pick', title: 'Object' }, this.name, this.pick), this.kind),
      el('table', {},
        el('thead', {}, el('tr', {}, el('td'), ...rules.map((rule) => el('th', { scope: 'col' }, rule, inForce(rule) && el('span', { class: 'aside' }, ' in force'))))),
        el('tbody', {}, ...partners.map((who) => el('tr', {}, el('th', { scope: 'row' }, who), ...rules.map((rule) => cell(who, rule)))))));
    this.answers = answers;
  }

  show(objects: readonly TrueObject[], id: string, shown: View): void {
    const ids = objects.map((one) => one.id).join('\n');
    if (ids !== this.ids || this.pick.options.length === 0)
      this.pick.replaceChildren(el('option', { value: '' }, 'no object'), ...objects.map((one) => el('option', { value: one.id }, `object ${one.id}, ${kindOf(one)}`)));
    this.ids = ids;
    const object = objects.find((one) => one.id === id) ?? null;
    this.pick.value = object ? id : '';
    setText(this.name, id ? `object ${id}` : 'an object');
    setText(this.kind, object ? kindOf(object) : id ? 'not in this truth' : 'Choose it here, on the map, or with J and K.');
    for (const answer of this.answers) answer.show(object, answer.view === shown);
  }
}

function kindOf({ category }: TrueObject): string {
  return category.replaceAll('+', ' and ');
}
