// What picketd tells of a room (/rooms/NAME): who was in, and what of each nation's feed reached its
// audience. The feeds come from clauses, never from traffic (daemon/web/web.h).

export interface PresentSpan {
  readonly since: number; // s; it goes on to the next
  readonly in: number; // people who entered and have not left
  readonly counts: boolean; // part of the audience
}

export interface FeedSpan {
  readonly since: number;
  readonly shows: 'open' | 'narrowed' | 'dark';
  readonly words: string; // of what is narrowed: what is left, and how
  readonly share: number; // likewise: how much, 0 to 1
}

export interface PresentLane {
  readonly who: string; // a nation, or "unknown"
  readonly as: 'host' | 'home' | 'visitor';
  readonly spans: readonly PresentSpan[];
}

export interface FeedLane {
  readonly from: string;
  readonly spans: readonly FeedSpan[];
}

export interface RoomTold {
  readonly room: string;
  readonly host: string;
  readonly rule: string;
  readonly from: number | null; // null: no picture yet
  readonly now: number | null;
  readonly door: 'open' | 'unknown' | 'silent' | 'missed';
  readonly silent_s: number | null;
  readonly present: readonly PresentLane[];
  readonly feeds: readonly FeedLane[];
}

export function last<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}

/* When somebody entered or left: that which parts two spans of who is present. */
export function comings({ present, from }: RoomTold): number[] {
  const times = present.flatMap(({ spans }) => spans.slice(1).map((span) => span.since));
  return [...new Set(times)].filter((time) => from !== null && time > from).sort((a, b) => a - b);
}
