// Which object each track is of, as the white cell's daemon says (/truth): no other link has it, and
// no other page asks.

/* As it is told. */
export interface Told {
  readonly objects: readonly { readonly id: string; readonly seen: readonly { readonly view: string; readonly track: number }[] }[];
}

/* Objects by the numbers of tracks, view by view. */
export type Truth = ReadonlyMap<string, ReadonlyMap<number, string>>;

export function truthOf({ objects }: Told): Truth {
  const views = new Map<string, Map<number, string>>();
  for (const { id, seen } of objects)
    for (const { view, track } of seen) {
      let tracks = views.get(view);
      if (!tracks) views.set(view, (tracks = new Map()));
      tracks.set(track, id);
    }
  return views;
}
