// What a page is to the frame round it. To add one: a file that makes a PageKind, and its line in
// pages.ts.

import type { Key } from './keys';
import type { Shell } from './shell';
import type { Site } from './site';

export interface PageKind {
  readonly path: string; // "board" of "#/board"
  readonly words: string; // on its tab
  /* Whether this link opens it. Where not, it has no tab, and its address is nobody's. */
  opens(site: Site): boolean;
  make(shell: Shell): Page;
}

/* Made when it is gone to, ended when it is left: a page that is not shown holds nothing. */
export interface Page {
  readonly element: HTMLElement; // its <main>
  readonly keys: readonly Key[]; // that act while it is shown
  readonly ready: Promise<void>; // its ground is drawn
  readonly look: object; // what is drawn, read-only, for tests
  /* Shows what the rest of the address names, ["JPN.hub"] of "#/view/JPN.hub"; called again when that
   * alone becomes another. false: it names nothing, and nothing was shown. */
  open(rest: readonly string[]): boolean;
  paint(): void; // the theme (shell.theme) or the scale is another
  end(): void;
}
