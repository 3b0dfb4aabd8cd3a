// Where a place falls on the screen.

/* Mercator, north up, so a scale and a shift say all. */
export class Frame {
  constructor(
    private readonly x: number, private readonly y: number, // Mercator of the centre, 0 to 1
    readonly scale: number, // units for the world's width
    readonly width: number, readonly height: number,
  ) {}

  /* Units from the upper left corner, of a place, the copy of the world that is nearest to the centre. */
  project(lat: number, lon: number): [number, number] {
    return [this.across(mercatorX(lon)), this.down(mercatorY(lat))];
  }

  /* Likewise, of a Mercator x, and of a y. */
  across(x: number): number {
    const dx = x - this.x;
    return (dx - Math.round(dx)) * this.scale + this.width / 2;
  }

  down(y: number): number {
    return (y - this.y) * this.scale + this.height / 2;
  }

  /* The copy of a screen's x that is nearest to another: what lies on both sides of the map's edge is
   * drawn together, and never right across the map. */
  beside(x: number, other: number): number {
    return x - Math.round((x - other) / this.scale) * this.scale;
  }

  /* Units for a metre on the ground at a latitude. */
  pixels(lat: number): number {
    return this.scale / (40_075_016.7 * Math.cos((lat * Math.PI) / 180));
  }

  sees(x: number, y: number, margin: number): boolean {
    return x > -margin && y > -margin && x < this.width + margin && y < this.height + margin;
  }
}

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

export function mercatorY(lat: number): number {
  const s = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
}
