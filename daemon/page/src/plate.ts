// Whose picture is this? The plate says so on every map, and is where another one is chosen.

import { el, setClass, setText } from './dom';
import type { Feed } from './feed';
import type { Picture } from './picture';
import type { View } from './site';
import { clockOfNs } from './words';

class Pick {
  readonly element: HTMLLabelElement;
  private readonly words = el('span');
  private readonly select: HTMLSelectElement;

  constructor(name: string, changed: (value: string) => void) {
    this.select = el('select', { 'aria-label': name, onchange: () => changed(this.select.value) });
    this.element = el('label', { class: 'pick', title: name }, this.words, this.select);
  }

  show(options: readonly string[], chosen: string, words = chosen.replaceAll('+', ' + ')): void {
    if ([...this.select.options].map((option) => option.value).join('\n') !== options.join('\n'))
      this.select.replaceChildren(...options.map((option) => el('option', { value: option }, option)));
    this.select.value = chosen;
    this.select.disabled = options.length < 2;
    setClass(this.element, 'only', options.length < 2);
    setText(this.words, words);
  }
}

export class Plate {
  readonly element: HTMLElement;
  private readonly audience: Pick;
  private readonly rule: Pick;
  private readonly given = el('p', { class: 'given' });
  private readonly held = el('p', { class: 'held' });
  private readonly under = el('span', { class: 'under' }, 'under');

  /* which: of several plates, "Left ". */
  constructor(private readonly views: readonly View[], choose: (view: View) => void, which = '') {
    const pick = (audience: string, rule: string) =>
      choose(views.find((view) => view.audience === audience && view.rule === rule)
        ?? views.find((view) => view.audience === audience)!);
    let chosen = views[0];
    this.audience = new Pick(`${which}Partner`, (value) => pick(value, chosen.rule));
    this.rule = new Pick(`${which}Rule`, (value) => pick(chosen.audience, value));
    this.choose = (view) => (chosen = view);
    this.element = el('section', { class: 'plate', 'aria-label': 'Whose picture this is' },
      el('h1', {}, this.audience.element, this.under, this.rule.element),
      this.given, this.held);
  }

  private readonly choose: (view: View) => void;

  /* How far down it keeps the map to itself, px: as much below it as above. That the picture is held
   * does not make it more. */
  get bottom(): number {
    return 2 * this.element.offsetTop + this.given.offsetTop + this.given.offsetHeight;
  }

  /* held: the picture that is drawn in place of the newest; null: the newest is. */
  show(feed: Feed, held: Picture | null): void {
    const { view } = feed;
    this.choose(view);
    this.audience.show(unique(this.views.map((one) => one.audience)), view.audience,
      view.room ? roomWords(feed) : undefined);
    this.under.hidden = this.rule.element.hidden = !!view.room;
    this.rule.show(this.views.filter((one) => one.audience === view.audience).map((one) => one.rule), view.rule);
    setText(this.given, feed.about?.given ?? '');
    this.held.hidden = !held;
    setText(this.held, held ? `HELD at ${clockOfNs(held.epochNs)}. H goes on.` : '');
  }
}

export const AWAITED = 'The picture for those who are here comes with the next epoch';

/* Whoever stands before the screen, in one form before a change and after it. */
export function roomWords({ about, newest }: Feed): string {
  if (!about?.nations.length || !newest) return 'No picture';
  return `Picture for ${about.nations.join(' + ')} since ${clockOfNs(newest.sinceNs)}`;
}

function unique(names: string[]): string[] {
  return [...new Set(names)];
}
