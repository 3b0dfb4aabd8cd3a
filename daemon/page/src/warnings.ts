// Warnings that come without a track.

import type { Picture } from './picture';
import { METRES } from './track';
import { NoticeKind, type ReleasedNotice } from './wire/picket/v1/picture_pb';

/* Warnings that are all this view has of something: it shows no track of that category inside. */
export function bareWarnings({ notices, columns, count }: Picture): ReleasedNotice[] {
  return notices.filter((notice) => {
    if (notice.kind !== NoticeKind.WARNING || !notice.circle) return false;
    const { latDeg, lonDeg, radiusM } = notice.circle;
    const bits = notice.categories.reduce((all, category) => all | (1 << (category - 1)), 0);
    const narrow = Math.cos((latDeg * Math.PI) / 180);
    for (let i = 0; i < count; i++) {
      const east = (columns.lonE7[i] / 1e7 - lonDeg) * narrow;
      const metres = Math.hypot(columns.latE7[i] / 1e7 - latDeg, east) * METRES;
      if (columns.categories[i] & bits && metres <= radiusM) return false;
    }
    return true;
  });
}
