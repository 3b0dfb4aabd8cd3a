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

  show(picture: Picture | null): void {
    const notices = [...(picture?.notices ?? [])].sort((a, b) => (a.timeNs > b.timeNs ? -1 : 1));
    if (!notices.length) {
      this.element.replaceChildren(el('p', { class: 'none' }, 'No notices in this view.'));
      return;
    }
    this.element.replaceChildren(...notices.map((notice) => el('article', {},
      el('p', {}, el('strong', {}, whatOf(notice)), el('time', {}, clockOfNs(notice.timeNs))),
      notice.text ? el('p', { class: 'text' }, notice.text) : null,
      el('p', { class: 'aside' }, `${whoseOf(notice)}, ${whereOf(notice)}`,
        notice.untilNs ? `, until ${clockOfNs(notice.untilNs)}` : null))));
  }
}
