// The Board's maps: any number of them in one WebGL2 context, on one canvas under the grid, each with
// a scissor and a viewport of its own. A browser keeps no more than 16 contexts.

import { coastRings, drawGround, Fit } from './ground';
import type { Area } from './site';
import type { Tokens } from './tokens';
import { grain } from './unit';

/* How a mark looks; the shader knows them by these numbers. */
export const DOT = 0;
export const TRIANGLE = 1;
export const GAP = 2; // a ring of dashes with a cross: one is here that this view has not
export const RING = 3; // dots: somewhere inside
const LEADER = 4;

export interface Mark {
  readonly lat: number;
  readonly lon: number;
  readonly shape: number;
  readonly size: number; // units
  readonly colour: string; // "#rrggbb"
  readonly tip: readonly [lat: number, lon: number] | null; // of its leader
}

const GROUND = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}`;
const GROUND_COLOUR = `#version 300 es
precision mediump float;
in vec2 at;
uniform sampler2D ground;
out vec4 colour;
void main() { colour = texture(ground, vec2(at.x, 1.0 - at.y)); }`;

/* Places come in device pixels of the map, from its upper left corner. */
const MARK = `#version 300 es
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 look; // shape, size
layout(location = 2) in vec3 tint;
uniform vec2 room;
out vec3 hue;
flat out vec2 kind;
void main() {
  hue = tint;
  kind = look;
  gl_PointSize = look.y + 2.0;
  gl_Position = vec4(place / room * vec2(2.0, -2.0) + vec2(-1.0, 1.0), 0.0, 1.0);
}`;
const MARK_COLOUR = `#version 300 es
precision highp float;
in vec3 hue;
flat in vec2 kind;
uniform float ratio;
out vec4 colour;
float inside(float d) { return clamp(0.5 - d, 0.0, 1.0); }
void main() {
  vec2 p = (gl_PointCoord - 0.5) * (kind.y + 2.0);
  float half_size = kind.y * 0.5;
  float r = length(p);
  float turn = atan(p.y, p.x) / 6.2831853;
  float cover;
  if (kind.x < 0.5) cover = inside(r - half_size);
  else if (kind.x < 1.5) {
    vec2 q = vec2(abs(p.x), p.y + half_size * 0.15);
    cover = inside(max(dot(q, normalize(vec2(2.0, -1.0))) - half_size * 0.42, q.y - half_size * 0.7));
  } else if (kind.x < 2.5) {
    float ring = inside(abs(r - half_size + ratio) - 0.7 * ratio) * step(0.35, fract(turn * 8.0));
    float cross_arm = max(min(abs(p.x - p.y), abs(p.x + p.y)) * 0.7071 - 0.6 * ratio, r - half_size * 0.5);
    cover = max(ring, inside(cross_arm));
  } else if (kind.x < 3.5)
    cover = inside(abs(r - half_size + ratio) - 0.7 * ratio) * step(0.5, fract(turn * half_size * 0.9 / ratio));
  else cover = 1.0;
  colour = vec4(hue, cover);
}`;

const STRIDE = 28; // bytes: place, look, tint as 7 floats

interface Held {
  readonly buffer: WebGLBuffer;
  points: number;
  lines: number; // vertices, behind the points
}

export class SmallMaps {
  readonly canvas = document.createElement('canvas');
  private gl!: WebGL2RenderingContext;
  private groundProgram!: WebGLProgram;
  private markProgram!: WebGLProgram;
  private ground: WebGLTexture | null = null;
  private fit: Fit;
  private rings: GeoJSON.Position[][] = [];
  private readonly cells = new Map<string, Held>();
  private ratio = 1; // device pixels for one of CSS
  private grain = 1; // and for a unit
  readonly ready: Promise<void>;

  constructor(private readonly area: Area, private readonly restored: () => void) {
    this.canvas.className = 'small-maps';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.fit = new Fit(area, 1, 1);
    this.begin();
    this.canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    this.canvas.addEventListener('webglcontextrestored', () => {
      this.begin();
      this.restored();
    });
    this.ready = coastRings().then((rings) => {
      this.rings = rings;
    });
  }

  private begin(): void {
    /* What is drawn stays until it is drawn over: a cell is drawn when its epoch is another. */
    this.gl = this.canvas.getContext('webgl2', { alpha: true, antialias: true, preserveDrawingBuffer: true })!;
    this.groundProgram = program(this.gl, GROUND, GROUND_COLOUR);
    this.markProgram = program(this.gl, MARK, MARK_COLOUR);
    this.ground = null;
    this.cells.clear();
  }

  /* The canvas covers the grid; every map has width by height CSS pixels. All must be drawn again. */
  layOut(room: DOMRect, width: number, height: number, t: Tokens): void {
    const ratio = (this.ratio = window.devicePixelRatio);
    this.grain = grain();
    this.canvas.width = Math.max(1, Math.round(room.width * ratio));
    this.canvas.height = Math.max(1, Math.round(room.height * ratio));
    this.fit = new Fit(this.area, Math.max(1, Math.ceil(width * ratio)), Math.max(1, Math.ceil(height * ratio)));
    const { gl } = this;
    this.ground ??= gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.ground);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, drawGround(this.area, this.rings, this.fit, this.grain, t));
    for (const which of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, which, gl.NEAREST);
    for (const which of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, which, gl.CLAMP_TO_EDGE);
    this.wipe();
  }

  /* Is the canvas as large as the room? It is not while a resize is on its way. */
  covers(room: DOMRect): boolean {
    const { canvas: { width, height }, ratio } = this;
    return width === Math.max(1, Math.round(room.width * ratio)) && height === Math.max(1, Math.round(room.height * ratio));
  }

  wipe(): void {
    const { gl } = this;
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
  }

  /* What a cell's map shows from now on; the first lie under the later. */
  set(cell: string, marks: readonly Mark[]): void {
    const { gl } = this;
    let held = this.cells.get(cell);
    if (!held) this.cells.set(cell, (held = { buffer: gl.createBuffer()!, points: 0, lines: 0 }));
    const led = marks.filter((mark) => mark.tip);
    const data = new Float32Array((marks.length + 2 * led.length) * 7);
    let at = 0;
    const put = (place: readonly [number, number], mark: Mark, shape: number) => {
      data.set([...place, shape, mark.size * this.grain, ...rgb(mark.colour)], at);
      at += 7;
    };
    for (const mark of marks) put(this.fit.project(mark.lat, mark.lon), mark, mark.shape);
    for (const mark of led) {
      const from = this.fit.project(mark.lat, mark.lon);
      const to = this.fit.project(mark.tip![0], mark.tip![1]);
      put(from, mark, LEADER);
      put(Math.abs(to[0] - from[0]) > this.fit.scale / 2 ? from : to, mark, LEADER);
    }
    [held.points, held.lines] = [marks.length, 2 * led.length];
    gl.bindBuffer(gl.ARRAY_BUFFER, held.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
  }

  /* x, y: upper left corner of the map on the canvas; width, height: of what of it is in sight. */
  draw(cell: string, x: number, y: number, width: number, height: number): void {
    const { gl, ratio, fit } = this;
    const held = this.cells.get(cell);
    const [left, top] = [Math.round(x * ratio), Math.round(y * ratio)];
    const below = this.canvas.height - top;
    const [wide, high] = [Math.round((x + width) * ratio) - left, Math.round((y + height) * ratio) - top];
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(left, below - high, Math.max(0, wide), Math.max(0, high));
    gl.viewport(left, below - fit.height, fit.width, fit.height);
    gl.disable(gl.BLEND);
    gl.useProgram(this.groundProgram);
    gl.bindTexture(gl.TEXTURE_2D, this.ground);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    if (held) this.marks(held);
  }

  private marks(held: Held): void {
    const { gl } = this;
    gl.enable(gl.BLEND);
    gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.useProgram(this.markProgram);
    gl.uniform2f(gl.getUniformLocation(this.markProgram, 'room'), this.fit.width, this.fit.height);
    gl.uniform1f(gl.getUniformLocation(this.markProgram, 'ratio'), this.grain);
    gl.bindBuffer(gl.ARRAY_BUFFER, held.buffer);
    [2, 2, 3].forEach((size, n) => {
      gl.enableVertexAttribArray(n);
      gl.vertexAttribPointer(n, size, gl.FLOAT, false, STRIDE, n * 8);
    });
    gl.drawArrays(gl.LINES, held.points, held.lines);
    gl.drawArrays(gl.POINTS, 0, held.points);
    for (const n of [0, 1, 2]) gl.disableVertexAttribArray(n);
  }

  end(): void {
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
    this.canvas.remove();
  }
}

function rgb(colour: string): [number, number, number] {
  const value = parseInt(colour.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram()!;
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`the Board's maps: ${gl.getProgramInfoLog(made)}`);
  return made;
}
