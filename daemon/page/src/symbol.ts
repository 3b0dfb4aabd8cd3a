// APP-6 symbols as small images: frame by identity and category, an icon only where the type was
// reported. Each is drawn once.

import milsymbol from 'milsymbol';
import { colourOf } from './marks';
import type { Picture } from './picture';
import type { Tokens } from './tokens';
import { categoryOf, CONFIRMED, sideOf, TENTATIVE, type Category, type Side } from './track';
import { grain } from './unit';

export interface Look {
  readonly category: Category;
  readonly identity: number; // as on the wire: APP-6 code + 1
  readonly type: number; // six digits; 0: none was reported
  readonly status: number;
}

export interface Image {
  readonly canvas: HTMLCanvasElement;
  readonly width: number; // units
  readonly height: number;
  readonly x: number; // where the place is in it
  readonly y: number;
}

/* Symbol set, and the entity that says no more than the category itself does. */
const SETS: Record<Category, [string, string]> = {
  missile: ['02', '110000'], air: ['01', '000000'], surface: ['30', '000000'],
  subsurface: ['35', '000000'], mine: ['36', '110000'], land: ['15', '000000'],
  nuclear: ['40', '000000'], cyber: ['60', '000000'], none: ['00', '000000'],
};

const NAMES = Object.keys(SETS);

/* Frame sizes on the map; a list draws all at 12. */
export function sizeOf(look: Look): number {
  const size = look.category === 'missile' ? 22 : look.identity === 5 ? 15 : 17;
  return look.status === TENTATIVE ? size * 0.7 : size;
}

export function lookOf(picture: Picture, i: number): Look {
  const { categories, identity, typeCode, status } = picture.columns;
  return {
    category: categoryOf(categories[i]), identity: identity[i],
    type: typeCode[i], status: status[i],
  };
}

function code(look: Look): string {
  const [set, entity] = SETS[look.category];
  const identity = look.identity === 0 ? 1 : look.identity - 1;
  const icon = look.type > 0 ? look.type.toString().padStart(6, '0') : entity;
  return `100${identity}${set}0000${icon}0000`;
}

interface Colours {
  readonly frame: string;
  readonly fill: string;
}

function coloursOf(side: Side, t: Tokens, grey: boolean): Colours {
  if (grey) return { frame: t.t2, fill: t.panel };
  const fills = { friend: t.friendFill, neutral: t.neutralFill, unknown: t.unknownFill, hostile: t.hostileFill };
  return { frame: colourOf(side, t), fill: fills[side] };
}

/* The same colour for every side: a symbol has one side, and no part of it is of another's colour. */
function all(colour: string) {
  return {
    Civilian: colour, Friend: colour, Hostile: colour, Neutral: colour, Unknown: colour, Suspect: colour,
  };
}

interface Part {
  fill?: string | false;
  stroke?: string | false;
  icon?: boolean;
  draw?: Part[];
}

/* milsymbol's white and black are those of a paper map: white parts of icons take the colour of the
 * frame, black edges that of the fill, and the gaps of a dashed frame that of the ground. */
function recolour(parts: Part[], { frame, fill }: Colours, ground: string): void {
  for (const part of parts) {
    if (part.draw) recolour(part.draw, { frame, fill }, ground);
    if (!part.icon && part.stroke === 'white') part.stroke = ground;
    if (!part.icon) continue;
    if (part.fill && part.fill !== frame) part.fill = frame;
    if (part.stroke === 'black') part.stroke = fill;
  }
}

export class Symbols {
  private readonly images = new Map<number, Map<number, Image>>(); // by size in pixels, then by look

  constructor(private readonly tokens: Tokens, private readonly grey: boolean) {}

  /* size in units: the width of an unknown's frame is about one and a half times that. */
  get(look: Look, size: number): Image {
    const ratio = grain();
    let images = this.images.get(size * ratio);
    if (!images) this.images.set(size * ratio, (images = new Map()));
    const filled = look.status === CONFIRMED;
    const key = ((look.type * 256 + look.identity) * 16 + NAMES.indexOf(look.category)) * 2 + Number(filled);
    let image = images.get(key);
    if (!image) images.set(key, (image = this.draw(look, size, filled, ratio)));
    return image;
  }

  private draw(look: Look, size: number, filled: boolean, ratio: number): Image {
    const colours = coloursOf(sideOf(look.identity), this.tokens, this.grey);
    const symbol = new milsymbol.Symbol(code(look), {
      size: size * ratio, standard: 'APP6', simpleStatusModifier: true,
      civilianColor: false, infoFields: false, fill: filled,
      strokeWidth: (1.5 * 100) / size, outlineWidth: 0, padding: 2,
      frameColor: all(colours.frame), iconColor: all(colours.frame), colorMode: all(colours.fill),
    } as never);
    const parts = (symbol as unknown as { drawInstructions: Part[] }).drawInstructions;
    recolour(parts, colours, this.tokens.sea);
    /* The standard leaves mines without fill; here fill says confirmed. */
    if (filled && look.category === 'mine') parts[0].fill = colours.fill;
    const canvas = symbol.asCanvas();
    const anchor = symbol.getAnchor();
    /* It keeps a quarter of a MiB of icons for each frame and colour; each image is kept here anyway. */
    (milsymbol as unknown as { _iconCache: object })._iconCache = {};
    return {
      canvas, width: canvas.width / ratio, height: canvas.height / ratio,
      x: anchor.x / ratio, y: anchor.y / ratio,
    };
  }
}

