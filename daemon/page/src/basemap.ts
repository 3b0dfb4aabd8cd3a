// The ground: Natural Earth land from the page's own files, sea, graticule. It tells nothing; what
// is known is drawn above it (overlay.ts).

import { Map as GroundMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { feature } from 'topojson-client';
import type { Topology, GeometryCollection } from 'topojson-specification';
import landUrl from 'world-atlas/land-50m.json?url';
import { Frame, mercatorX, mercatorY } from './frame';
import { nearestFree } from './free';
import type { Box } from './labels';
import type { Area } from './site';
import type { Tokens } from './tokens';
import { unit } from './unit';

setWorkerUrl(workerUrl);

const NEAR = 32; // units that the mark of what is selected takes

export function graticule(step: number): GeoJSON.Feature {
  const lines: GeoJSON.Position[][] = [];
  for (let lon = -180; lon < 180; lon += step) lines.push([[lon, -85], [lon, 85]]);
  for (let lat = -80; lat <= 80; lat += step) lines.push([[-180, lat], [180, lat]]);
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } };
}

/* The step of the graticule that gives an area some four to nine lines. */
export function stepFor(area: Area): number {
  const width = area[2] - area[0];
  return [1, 2, 5, 10, 20].find((step) => width / step <= 9) ?? 30;
}

function style(area: Area): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      graticule: { type: 'geojson', data: graticule(stepFor(area)) },
    },
    layers: [
      { id: 'sea', type: 'background' },
      { id: 'graticule', type: 'line', source: 'graticule', paint: { 'line-width': 1 } },
      { id: 'land', type: 'fill', source: 'land' },
      { id: 'coast', type: 'line', source: 'land', paint: { 'line-width': 0.9 } },
    ],
  };
}

let read: Promise<GeoJSON.GeoJSON> | null = null;

/* Read once, for all maps. */
export function land(): Promise<GeoJSON.GeoJSON> {
  read ??= fetch(landUrl).then((answer) => answer.json()).then((topology: Topology) =>
    feature(topology, topology.objects.land as GeometryCollection));
  return read;
}

export class BaseMap {
  readonly map: GroundMap;
  readonly ready: Promise<void>;
  /* MapLibre's own misses a container that is put into the page after its map was made. */
  private readonly sizes = new ResizeObserver(() => this.resized());
  private ended = false;
  private whole = true; // the area is shown as configured; nobody moved the map

  private padding: { top: number; right: number; bottom: number; left: number }; // px

  /* covered: how much of the upper edge lies under something, px. */
  constructor(container: HTMLElement, private readonly area: Area, tokens: Tokens, covered: number) {
    this.padding = { top: covered, right: 8, bottom: 8, left: 8 };
    this.map = new GroundMap({
      container, style: style(area), attributionControl: false, maplibreLogo: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0, keyboard: false,
      trackResize: false, minZoom: 1, maxZoom: 13, fadeDuration: 0, renderWorldCopies: true,
      bounds: [area[0], area[1], area[2], area[3]], fitBoundsOptions: { padding: this.padding },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.on('movestart', (event) => {
      if (event.originalEvent) this.whole = false;
    });
    this.sizes.observe(container);
    this.ready = this.load(tokens);
  }

  private resized(): void {
    this.map.resize();
    if (this.whole) this.showWhole();
  }

  private async load(tokens: Tokens): Promise<void> {
    const [data] = await Promise.all([land(), this.map.once('style.load')]);
    if (this.ended) return;
    this.paint(tokens);
    (this.map.getSource('land') as { setData(data: GeoJSON.GeoJSON): void } | undefined)?.setData(data);
    await this.map.once('idle');
  }

  /* Gives its WebGL context back: a browser keeps few. */
  end(): void {
    this.ended = true;
    this.sizes.disconnect();
    this.map.remove();
  }

  paint(t: Tokens): void {
    this.map.setPaintProperty('sea', 'background-color', t.sea);
    this.map.setPaintProperty('graticule', 'line-color', t.grat);
    this.map.setPaintProperty('land', 'fill-color', t.land);
    this.map.setPaintProperty('coast', 'line-color', t.coast);
  }

  /* The whole area, as configured; never what the data would fit. */
  showWhole(): void {
    this.whole = true;
    this.map.fitBounds([this.area[0], this.area[1], this.area[2], this.area[3]], { animate: false, padding: this.padding });
  }

  /* Another part of the upper edge lies under something, px. */
  cover(top: number): void {
    if (Math.abs(top - this.padding.top) < 1) return;
    this.padding = { ...this.padding, top };
    if (this.whole) this.showWhole();
  }

  centre(lat: number, lon: number): void {
    this.whole = false;
    this.map.jumpTo({ center: [lon, lat] });
  }

  /* Brings a place into sight that lies outside, or under what covers the map, and moves the map no
   * farther than that takes. */
  bring(lat: number, lon: number, covered: readonly Box[] = []): void {
    const frame = this.frame();
    const [x, y] = frame.project(lat, lon);
    const [toX, toY] = nearestFree(x, y, frame.width, frame.height, covered, NEAR) ?? [frame.width / 2, frame.height / 2];
    if (toX !== x || toY !== y) this.pan((x - toX) * unit(), (y - toY) * unit());
  }

  /* Pixels to the right and down. */
  pan(x: number, y: number): void {
    this.whole = false;
    this.map.panBy([x, y], { animate: false });
  }

  zoom(by: number): void {
    this.whole = false;
    this.map.jumpTo({ zoom: this.map.getZoom() + by });
  }

  /* Stands where another stands; its own move event says that it followed. */
  follow(other: BaseMap): void {
    this.whole = other.whole;
    this.map.jumpTo({ center: other.map.getCenter(), zoom: other.map.getZoom() }, { tied: true });
  }

  /* In units. */
  frame(): Frame {
    const { lng, lat } = this.map.getCenter();
    const { clientWidth, clientHeight } = this.map.getContainer();
    const u = unit();
    return new Frame(
      mercatorX(lng), mercatorY(lat), (512 * 2 ** this.map.getZoom()) / u, clientWidth / u, clientHeight / u);
  }
}
