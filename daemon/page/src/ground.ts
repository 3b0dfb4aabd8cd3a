// The ground of a small map, drawn once on a 2D canvas: all maps of the Board have the same, so it is
// one texture. It tells nothing; what is known is drawn above it.

import { graticule, land, stepFor } from './basemap';
import { mercatorX, mercatorY } from './frame';
import type { Area } from './site';
import type { Tokens } from './tokens';

/* Where an area lies in a map of some pixels: whole, in the middle, north up. */
export class Fit {
  private readonly west: number;
  private readonly top: number;
  readonly scale: number; // pixels for the world's width

  constructor(area: Area, readonly width: number, readonly height: number) {
    const [left, right] = [mercatorX(area[0]), mercatorX(area[2])];
    const [upper, lower] = [mercatorY(area[3]), mercatorY(area[1])];
    this.scale = Math.min(width / (right - left), height / (lower - upper));
    this.west = (left + right) / 2 - width / 2 / this.scale;
    this.top = (upper + lower) / 2 - height / 2 / this.scale;
  }

  /* Pixels from the upper left corner, of the copy of the world that is nearest to the middle. */
  project(lat: number, lon: number): [number, number] {
    const middle = this.width / 2 / this.scale;
    let x = mercatorX(lon) - this.west - middle;
    x -= Math.round(x);
    return [(x + middle) * this.scale, (mercatorY(lat) - this.top) * this.scale];
  }

  /* Likewise, of the copy of the world that is `copy` to the east: lines are not torn at its edge. */
  projectCopy(lat: number, lon: number, copy: number): [number, number] {
    return [(mercatorX(lon) + copy - this.west) * this.scale, (mercatorY(lat) - this.top) * this.scale];
  }
}

type Lines = GeoJSON.Position[][];

/* Rings of land, outer and inner alike: filled by the odd-even rule. */
export function coastRings(): Promise<Lines> {
  return land().then((data) => {
    const rings: Lines = [];
    for (const feature of (data as GeoJSON.FeatureCollection).features ?? [data as GeoJSON.Feature]) {
      if (feature.geometry.type === 'Polygon') rings.push(...feature.geometry.coordinates);
      if (feature.geometry.type === 'MultiPolygon') rings.push(...feature.geometry.coordinates.flat());
    }
    return rings;
  });
}

function trace(pen: CanvasRenderingContext2D, fit: Fit, lines: Lines): void {
  pen.beginPath();
  for (const copy of [-1, 0, 1])
    for (const line of lines)
      line.forEach(([lon, lat], n) => {
        const [x, y] = fit.projectCopy(lat, lon, copy);
        if (n) pen.lineTo(x, y);
        else pen.moveTo(x, y);
      });
}

/* In device pixels, so many to a unit. */
export function drawGround(area: Area, rings: Lines, fit: Fit, grain: number, t: Tokens): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = fit.width;
  canvas.height = fit.height;
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = t.sea;
  pen.fillRect(0, 0, fit.width, fit.height);
  pen.strokeStyle = t.grat;
  pen.lineWidth = grain;
  trace(pen, fit, (graticule(stepFor(area)).geometry as GeoJSON.MultiLineString).coordinates);
  pen.stroke();
  trace(pen, fit, rings);
  pen.fillStyle = t.land;
  pen.fill('evenodd');
  pen.strokeStyle = t.coast;
  pen.lineWidth = 0.9 * grain;
  pen.stroke();
  return canvas;
}
