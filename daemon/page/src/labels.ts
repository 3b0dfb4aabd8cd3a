// Places labels so that none lies on another, on a symbol or outside the map. Who comes first is
// served first; who finds no free place gets no label.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Wish {
  readonly x: number; // of the symbol's middle
  readonly y: number;
  readonly reach: number; // half the symbol's width
  readonly width: number; // of the label
  readonly height: number;
}

const CELL = 64; // pixels
const COLUMNS = 4096; // of cells, more than any screen has

/* Boxes by grid cell, so that a question looks at its neighbours only. */
export class Space {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    this.each(box, (key) => {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    });
  }

  free(box: Box): boolean {
    let free = true;
    this.each(box, (key) => {
      if (free && this.cells.get(key)?.some((other) => overlap(box, other))) free = false;
    });
    return free;
  }

  private each(box: Box, visit: (key: number) => void): void {
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.width) / CELL); x++)
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.height) / CELL); y++)
        visit(y * COLUMNS + x);
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/* Eight places round the symbol; right of it first, then above and below, left last. */
function places(wish: Wish): [number, number][] {
  const { x, y, reach, width, height } = wish;
  const right = x + reach + 4;
  const left = x - reach - 4 - width;
  const above = y - reach - 2 - height;
  const below = y + reach + 3;
  const level = y - height / 2;
  return [
    [right, level], [right, above + height / 2], [right, below - height / 2], [left, level],
    [x - width / 2, above], [x - width / 2, below],
    [left, above + height / 2], [left, below - height / 2],
  ];
}

/* Where the label goes, taken from the space; null: nowhere. */
export function place(space: Space, wish: Wish, width: number, height: number): Box | null {
  for (const [x, y] of places(wish)) {
    const box = { x, y, width: wish.width, height: wish.height };
    if (x < 2 || y < 2 || x + box.width > width - 2 || y + box.height > height - 2) continue;
    if (!space.free(box)) continue;
    space.add(box);
    return box;
  }
  return null;
}
