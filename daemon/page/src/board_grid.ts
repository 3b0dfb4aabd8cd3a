// The Board's grid: partners by rules, heads that stay in sight, and one cell that has the focus.

import { BoardCell } from './board_cell';
import { el, setText } from './dom';
import type { RuleScore, Scores } from './scores';
import type { Partner, View } from './site';
import { km, percent, spanWords } from './words';

/* What all partners together have under one rule. */
class AllTogether {
  readonly element: HTMLElement;
  private readonly seen = el('strong', { class: 'value' });
  private readonly of = el('span', { class: 'unit' });
  private readonly lines = ['Latest median', 'Median error', 'Reports given'].map((name) => {
    const value = el('dd');
    return { value, element: el('div', {}, el('dt', {}, name), value) };
  });

  constructor(readonly rule: string, partners: number) {
    this.element = el('div', { role: 'gridcell', class: 'all' },
      el('p', {}, el('span', { class: 'name' }, `Seen by all ${partners}`), el('span', { class: 'line' }, this.seen, this.of)),
      el('dl', {}, ...this.lines.map((line) => line.element)));
  }

  show(score: RuleScore | undefined): void {
    const { seen_by_all: seen, objects, last_warned_s: warned, last_warned: who, median_error_m: error, given } = score ?? {};
    setText(this.seen, seen == null ? '\u2013' : String(seen));
    setText(this.of, objects == null ? '' : `of ${objects}`);
    setText(this.lines[0].value, warned == null ? 'nobody' : `${spanWords(warned)} ${who ?? ''}`);
    setText(this.lines[1].value, error == null ? '\u2013' : `${km(error)} km`);
    setText(this.lines[2].value, given == null ? '\u2013' : `${percent(given)} %`);
  }
}

export class BoardGrid {
  readonly element: HTMLElement;
  readonly cells: BoardCell[] = [];
  readonly rows: BoardCell[][] = []; // as they stand; a view that is not played has no cell
  private readonly heads = new Map<string, HTMLElement>();
  private readonly all: AllTogether[];
  private readonly allRow: HTMLElement;
  private at: BoardCell | null = null;

  constructor(readonly partners: readonly Partner[], readonly rules: readonly string[], views: readonly View[]) {
    const rows = partners.map((partner) => this.row(partner, views));
    this.all = rules.map((rule) => new AllTogether(rule, partners.length));
    this.allRow = el('div', { role: 'row', class: 'row all-row' },
      el('div', { role: 'rowheader', class: 'side' }, 'All together'), ...this.all.map((one) => one.element));
    this.element = el('div', { class: 'grid', role: 'grid', 'aria-label': 'Partners by rules' },
      el('div', { role: 'row', class: 'row heads' },
        el('div', { role: 'columnheader', class: 'side corner' }, el('span', { class: 'hidden-words' }, 'Partner')),
        ...rules.map((rule) => this.head(rule, views))), ...rows, this.allRow);
    this.element.style.setProperty('--rules', String(rules.length));
    this.focus(this.cells[0], false);
    this.element.addEventListener('focusin', (event) => {
      const cell = this.cells.find((one) => one.link === event.target);
      if (cell) this.focus(cell, false);
    });
  }

  private head(rule: string, views: readonly View[]): HTMLElement {
    const inForce = views.some((view) => view.rule === rule && view.in_force);
    const element = el('div', { role: 'columnheader', class: 'rule' }, el('span', { class: 'rule-name' }, rule),
      inForce && el('span', { class: 'aside' }, 'in force'), el('span', { class: 'aside against' }));
    this.heads.set(rule, element.querySelector<HTMLElement>('.against')!);
    return element;
  }

  private row(partner: Partner, views: readonly View[]): HTMLElement {
    const row: BoardCell[] = [];
    const cells = this.rules.map((rule) => {
      const view = views.find((one) => one.audience === partner.code && one.rule === rule);
      if (!view) return el('div', { role: 'gridcell', class: 'holder none' }, 'This view is not played.');
      const cell = new BoardCell(view, `#/view/${encodeURIComponent(view.name)}`);
      row.push(cell);
      return cell.element;
    });
    this.cells.push(...row);
    this.rows.push(row);
    return el('div', { role: 'row', class: 'row' },
      el('div', { role: 'rowheader', class: 'side' }, el('strong', {}, partner.code),
        el('span', {}, `${partner.sensors} sensors`)), ...cells);
  }

  get focused(): BoardCell | null {
    return this.at;
  }

  private focus(cell: BoardCell | undefined, here: boolean): void {
    if (!cell) return;
    if (this.at) this.at.link.tabIndex = -1;
    this.at = cell;
    cell.link.tabIndex = 0;
    if (here) cell.link.focus();
  }

  /* The cell beside the one that has the focus; at an edge it stays. */
  move(right: number, down: number): void {
    if (!this.at) return;
    if (document.activeElement !== this.at.link) return this.at.link.focus();
    const { audience, rule } = this.at.view;
    const [row, column] = [this.partners.findIndex((one) => one.code === audience) + down, this.rules.indexOf(rule) + right];
    this.focus(this.cells.find(({ view }) => view.audience === this.partners[row]?.code && view.rule === this.rules[column]), true);
  }

  /* Which rule the others are laid against. */
  mark(against: string): void {
    for (const [rule, words] of this.heads) setText(words, rule === against ? 'baseline' : '');
  }

  score(scores: Scores | null, against: string): void {
    const of = (audience: string, rule: string) => scores?.views.find((one) => one.view === `${audience}.${rule}`);
    for (const cell of this.cells) {
      const { audience, rule } = cell.view;
      cell.score(of(audience, rule), rule === against ? undefined : of(audience, against));
    }
    this.allRow.hidden = !scores?.all?.length;
    for (const one of this.all) one.show(scores?.all?.find((score) => score.rule === one.rule));
  }
}
