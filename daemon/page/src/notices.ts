// Notices as released: what, when, where, from whom.

import { el } from './dom';
import type { Picture } from './picture';
import { CATEGORIES } from './track';
import { NoticeKind, type ReleasedNotice } from './wire/picket/v1/picture_pb';
import { clockOfNs, km, place } from './words';

function whatOf(notice: ReleasedNotice): string {
  const names = notice.categories.map((category) => CATEGORIES[category - 1] ?? 'unknown category');
  return `${notice.kind === NoticeKind.WARNING ? 'Warning' : 'Notice'}: ${names.join(' and ') || 'no category'}`;
}

function whereOf(notice: ReleasedNotice): string {
  if (!notice.circle) return 'no place released';
  const { latDeg, lonDeg, radiusM } = notice.circle;
  return `within ${km(radiusM)} km of ${place(latDeg, lonDeg, 2)}`;
}

function whoseOf(notice: ReleasedNotice): string {
  const { nation, sensor } = notice.source ?? { nation: '', sensor: '' };
  if (!nation) return 'source not released';
  return sensor ? `${nation} ${sensor}` : `${nation}, sensor not released`;
}

export class NoticeList {
  readonly element = el('div', { class: 'notices' });
  private shown: readonly ReleasedNotice[] | null = null;

  /* bring: shows a place on the map. */
  constructor(private readonly bring: (latDeg: number, lonDeg: number) => void) {}

  /* Notices that stay are the same elements: whoever stands on one by the keyboard stays there. */
  show(picture: Picture | null): void {
    const notices = [...(picture?.notices ?? [])].sort((a, b) => (a.timeNs > b.timeNs ? -1 : 1));
    if (this.shown && picture && JSON.stringify(notices.map(wordsOf)) === JSON.stringify(this.shown.map(wordsOf))) return;
    this.shown = picture && notices;
    if (notices.length) this.element.replaceChildren(...notices.map((notice) => this.article(notice)));
    else this.element.replaceChildren(el('p', { class: 'none' }, 'No notices in this view.'));
  }

  private article(notice: ReleasedNotice): HTMLElement {
    const [what, when, text, where, until] = wordsOf(notice);
    const { circle } = notice;
    return el('article', {},
      el('p', {}, circle ? el('button', { type: 'button', title: 'Bring it into sight on the map', onclick: () => this.bring(circle.latDeg, circle.lonDeg) }, what)
        : el('strong', {}, what), el('time', {}, when)),
      text ? el('p', { class: 'text' }, text) : null,
      el('p', { class: 'aside' }, where, until || null));
  }
}

function wordsOf(notice: ReleasedNotice): string[] {
  return [whatOf(notice), clockOfNs(notice.timeNs), notice.text, `${whoseOf(notice)}, ${whereOf(notice)}`,
    notice.untilNs ? `, until ${clockOfNs(notice.untilNs)}` : ''];
}
