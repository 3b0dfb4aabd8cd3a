// The room's own screen, small: its plate and a live map. What a picture shows is drawn in one frame
// over what stood there; nothing of an earlier picture is kept, so nothing of it can be drawn.

import { thinned } from './board_marks';
import { el, setText } from './dom';
import type { Feed } from './feed';
import { drawGround, Fit } from './ground';
import * as marks from './marks';
import type { Picture } from './picture';
import { AWAITED, roomWords } from './plate';
import type { Shell } from './shell';
import { ahead, categoryOf, sideOf, type Category, TENTATIVE } from './track';
import { grain } from './unit';
import { bareWarnings } from './warnings';

const LEADER_S: Partial<Record<Category, number>> = { missile: 60, air: 600, land: 600 };
const SLOW_LEADER_S = 2400;

export class RoomScreen {
  readonly element: HTMLElement;
  private readonly plate = el('p', { class: 'room-plate' });
  private readonly canvas = el('canvas', { role: 'img' });
  private readonly nothing = el('p', { class: 'no-picture' });
  private readonly what = el('b');
  private readonly why = el('span');
  private ground: { canvas: HTMLCanvasElement; fit: Fit; look: string } | null = null;

  constructor(private readonly shell: Shell, private readonly feed: Feed) {
    this.nothing.append(this.what, this.why);
    this.element = el('div', { class: 'screen' }, el('h3', {}, "The room's own screen"), this.plate,
      el('div', { class: 'screen-field' }, this.canvas, this.nothing));
  }

  show(rings: GeoJSON.Position[][], live: boolean, silent: boolean): void {
    const picture = this.feed.newest;
    const words = roomWords(this.feed);
    const dark = !this.feed.about?.nations.length;
    const waits = this.feed.awaits(picture);
    setText(this.plate, words);
    setText(this.what, waits ? 'No picture yet' : 'No picture');
    setText(this.why, waits ? AWAITED : silent ? "Waiting for the room's presence" : '');
    this.nothing.hidden = !dark && !waits && picture !== null;
    this.canvas.setAttribute('aria-label', waits ? `${words}. ${AWAITED}` : picture && !dark ? `${words}: ${picture.count} tracks` : words);
    this.draw(rings, dark ? null : picture, live);
  }

  private draw(rings: GeoJSON.Position[][], picture: Picture | null, live: boolean): void {
    const { tokens: t, theme, site } = this.shell;
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight].map((size) => Math.max(1, Math.round(size * window.devicePixelRatio)));
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    const look = `${theme} ${width} ${height} ${rings.length}`;
    if (this.ground?.look !== look) {
      const fit = new Fit(site.area, width, height);
      this.ground = { canvas: drawGround(site.area, rings, fit, grain(), t), fit, look };
    }
    const pen = this.canvas.getContext('2d')!;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (picture) pen.drawImage(this.ground.canvas, 0, 0);
    else {
      pen.fillStyle = t.cut;
      pen.fillRect(0, 0, width, height);
      return;
    }
    pen.scale(grain(), grain());
    this.tracks(pen, picture, this.ground.fit, live);
  }

  private tracks(pen: marks.Pen, picture: Picture, fit: Fit, live: boolean): void {
    const { tokens: t } = this.shell;
    const place = (lat: number, lon: number) => fit.project(lat, lon).map((at) => at / grain());
    const { latE7, lonE7, identity, categories, status } = picture.columns;
    const all = Array.from({ length: picture.count }, (_, i) => i).filter((i) => status[i] !== TENTATIVE);
    for (const i of thinned(picture, all)) {
      const side = sideOf(identity[i]);
      const category = categoryOf(categories[i]);
      const [x, y] = place(latE7[i] / 1e7, lonE7[i] / 1e7);
      pen.fillStyle = pen.strokeStyle = live ? marks.colourOf(side, t) : t.t3;
      pen.lineWidth = 1.4;
      const tip = ahead(picture, i, LEADER_S[category] ?? SLOW_LEADER_S);
      if (tip) {
        const [tipX, tipY] = place(...tip);
        if (Math.abs(tipX - x) < 400) marks.line(pen, x, y, tipX, tipY);
      }
      if (category === 'missile') marks.triangle(pen, x, y, 5);
      else marks.dot(pen, x, y, side);
    }
    pen.strokeStyle = t.t1;
    for (const { circle } of bareWarnings(picture)) {
      const [x, y] = place(circle!.latDeg, circle!.lonDeg);
      marks.ellipse(pen, x, y, 9, 9, 0, [1.6, 2.6]);
    }
  }

  end(): void {
    this.ground = null;
  }
}
