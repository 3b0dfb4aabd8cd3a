// What this link opens (page.json), and everything that every page may know.

import { tokenHeaders } from './token';

/* West, south, east, north; degrees. East may lie beyond 180. */
export type Area = readonly [number, number, number, number];

export interface View {
  readonly name: string; // "JPN.hub"
  readonly audience: string;
  readonly rule: string;
  readonly in_force: boolean;
  readonly room?: boolean; // the audience is a room's name
  readonly visitors?: readonly string[]; // who may be let in
  readonly by_operator?: boolean; // who has left counts as present until Restore
}

export interface Partner {
  readonly code: string;
  readonly sensors: number;
}

export interface Site {
  readonly marking: string;
  readonly reader: string; // "white-cell", a nation's code, a room's name
  readonly partners: readonly Partner[]; // in the book's order; of a partner: itself
  readonly views: readonly View[]; // rules in the book's order, least sharing first
  readonly area: Area;
  readonly truth?: boolean; // to the white cell: whether there is one
}

const WHITE_CELL = 'white-cell';

export function isWhiteCell(site: Site): boolean {
  return site.reader === WHITE_CELL;
}

/* Whether there are scores and truth for this link to ask for. */
export function hasTruth(site: Site): boolean {
  return site.truth === true;
}

export function readerWords(site: Site): string {
  return isWhiteCell(site) ? 'White cell' : site.reader;
}

/* Views of one partner under one rule: what Board and Compare lay side by side. */
export function partnerViews(site: Site): View[] {
  return site.views.filter((view) => site.partners.some((partner) => partner.code === view.audience));
}

export function roomViews(site: Site): View[] {
  return site.views.filter((view) => view.room);
}

/* Rooms that this link may let people into. A room's own screen shows the room and hosts none. */
export function hostedRooms(site: Site): View[] {
  return site.views.filter((view) => view.room && view.audience !== site.reader);
}

/* null: this link opens nothing here. */
export async function readSite(): Promise<Site | null> {
  for (;;) {
    const answer = await fetch('page.json', { headers: tokenHeaders }).catch(() => null);
    if (answer?.ok) return (await answer.json()) as Site;
    if (answer?.status === 404) return null;
    await new Promise((go) => setTimeout(go, 1000));
  }
}
