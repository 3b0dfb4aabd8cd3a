// Marks on the map, in screen pixels: one function, one mark.

import type { Side } from './track';
import type { Tokens } from './tokens';
import { grain } from './unit';

export type Pen = CanvasRenderingContext2D;

/* A canvas with nothing on it, as large as the frame, whose pen draws in units. */
export function cleared(canvas: HTMLCanvasElement, frame: { width: number; height: number }): Pen {
  const ratio = grain();
  const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = canvas.getContext('2d')!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, frame.width, frame.height);
  return pen;
}

export function line(pen: Pen, x1: number, y1: number, x2: number, y2: number, dash: number[] = []): void {
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
  pen.setLineDash([]);
}

/* Half axes in pixels; turn in radians from north, clockwise. */
export function ellipse(
  pen: Pen, x: number, y: number, major: number, minor: number, turn: number, dash: number[] = [],
): void {
  pen.setLineDash(dash);
  pen.beginPath();
  pen.ellipse(x, y, major, minor, turn - Math.PI / 2, 0, 2 * Math.PI);
  pen.stroke();
  pen.setLineDash([]);
}

/* Anywhere inside: dotted edge, faint hatch. */
export function disc(pen: Pen, x: number, y: number, radius: number, edge: string, faint: string): void {
  pen.save();
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.clip();
  pen.strokeStyle = faint;
  pen.lineWidth = 1;
  for (let d = -2 * radius; d < 2 * radius; d += 6) line(pen, x + d - radius, y + radius, x + d + radius, y - radius);
  pen.restore();
  pen.strokeStyle = edge;
  pen.lineWidth = 1.4;
  pen.setLineDash([1.6, 2.8]);
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.stroke();
  pen.setLineDash([]);
}

/* An edge at the left of a label, in as many colours as there are claims that differ. */
export function edge(pen: Pen, x: number, y: number, height: number, colours: readonly string[]): void {
  const part = height / colours.length;
  colours.forEach((colour, i) => {
    pen.fillStyle = colour;
    pen.fillRect(x, y + i * part, 3, part);
  });
}

/* Corner brackets round the selected track. */
export function brackets(pen: Pen, x: number, y: number, half: number): void {
  const arm = half * 0.42;
  pen.lineWidth = 2.2;
  pen.beginPath();
  for (const sx of [-1, 1])
    for (const sy of [-1, 1]) {
      pen.moveTo(x + sx * half, y + sy * (half - arm));
      pen.lineTo(x + sx * half, y + sy * half);
      pen.lineTo(x + sx * (half - arm), y + sy * half);
    }
  pen.stroke();
}

export function triangle(pen: Pen, x: number, y: number, half: number): void {
  pen.beginPath();
  pen.moveTo(x, y - half);
  pen.lineTo(x + half, y + half);
  pen.lineTo(x - half, y + half);
  pen.closePath();
  pen.stroke();
}

/* One dot of a trail. */
export function spot(pen: Pen, x: number, y: number): void {
  pen.beginPath();
  pen.arc(x, y, 1.3, 0, 2 * Math.PI);
  pen.fill();
}

/* A track too many to be a symbol: friend disc, neutral square, unknown ring, hostile diamond. */
export function dot(pen: Pen, x: number, y: number, side: Side): void {
  pen.beginPath();
  if (side === 'neutral') pen.rect(x - 2.5, y - 2.5, 5, 5);
  else if (side === 'hostile') {
    pen.moveTo(x, y - 3.5);
    pen.lineTo(x + 3.5, y);
    pen.lineTo(x, y + 3.5);
    pen.lineTo(x - 3.5, y);
    pen.closePath();
  } else pen.arc(x, y, 2.5, 0, 2 * Math.PI);
  if (side === 'unknown') pen.stroke();
  else pen.fill();
}

/* Slanted lines over the whole ground: what is seen is not live. */
export function hatch(pen: Pen, width: number, height: number): void {
  pen.lineWidth = 1;
  pen.beginPath();
  for (let x = -height; x < width; x += 28) {
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
  }
  pen.stroke();
}

/* Words that can be read over lines: with an edge in the colour of the ground. */
export function words(pen: Pen, x: number, y: number, text: string, font: string, colour: string, ground: string): void {
  pen.font = `${font} "Inter Variable", sans-serif`;
  pen.lineJoin = 'round';
  pen.lineWidth = 3;
  pen.strokeStyle = ground;
  pen.strokeText(text, x, y);
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

export function colourOf(side: Side, t: Tokens): string {
  return { friend: t.friend, neutral: t.neutral, unknown: t.unknown, hostile: t.hostile }[side];
}
