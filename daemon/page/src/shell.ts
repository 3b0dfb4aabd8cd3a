// The frame of every page: the head with its tabs, the address, the keys, dark or light, the scale.
//
// Addresses stand behind the '#', so that picketd answers each of them with the same bytes. Which one
// this link opens is decided here from what picketd listed for it: what is not listed and what does
// not exist are the same.

import { el } from './dom';
import { Head, type Now } from './head';
import { Keys, type Key } from './keys';
import type { LinkState } from './link';
import type { Page, PageKind } from './page';
import { PAGES } from './pages';
import { FITTING, fittingScale, prefer, preferences } from './preferences';
import { isWhiteCell, readerWords, type Site } from './site';
import { isToken } from './token';
import { applyTokens, tokensOf, type Theme, type Tokens } from './tokens';
import { scaleTo, unit } from './unit';

export const NOTHING = 'This link opens nothing here.';

export class Shell {
  theme: Theme = preferences().theme;
  page: Page | null = null;
  private kind: PageKind | null = null;
  private readonly kinds: readonly PageKind[];
  private readonly head: Head;
  private readonly keys: Keys;
  private readonly closed = el('main', { class: 'closed' }, el('p', { role: 'alert' }, NOTHING));

  constructor(readonly site: Site, root: HTMLElement) {
    this.kinds = PAGES.filter((kind) => kind.opens(site));
    this.keys = new Keys(() => [...(this.page?.keys ?? []), ...this.ownKeys()], (percent) => this.scale(percent));
    this.size(preferences().scale);
    this.head = new Head(site.marking, readerWords(site), this.kinds, () => this.turn(), () => this.keys.help());
    root.append(this.head.element, this.keys.dialog);
    applyTokens(this.theme);
    window.addEventListener('hashchange', () => this.goneTo());
    window.addEventListener('resize', () => this.resized());
    this.route();
  }

  get tokens(): Tokens {
    return tokensOf(this.theme);
  }

  /* Goes to a page: shell.go('view', 'JPN.hub'). */
  go(...parts: string[]): void {
    location.hash = addressOf(parts);
  }

  /* The page that is shown has this address from now on, and this title. */
  at(title: string, ...rest: string[]): void {
    const address = addressOf([this.kind!.path, ...rest]);
    if (location.hash !== address) history.replaceState(null, '', address);
    this.head.remember(this.kind!, address);
    document.title = `${title} - Picket`;
  }

  /* What the head says of the picture that is shown, and of the way to the daemon. */
  show(now: Now, state: LinkState): void {
    this.head.show(now, state);
  }

  /* Another link in the same tab is another reader: everything begins anew. */
  private goneTo(): void {
    if (isToken(location.hash.slice(1))) location.reload();
    else this.route();
  }

  private route(): void {
    const [path, ...rest] = this.asked();
    const kind = this.kinds.find((one) => one.path === path) ?? null;
    if (kind !== this.kind || !this.page) this.change(kind);
    if (!this.page || this.page.open(rest)) return;
    this.change(null);
  }

  /* "#/view/JPN.hub", or the name of a view alone. */
  private asked(): string[] {
    const hash = decoded(location.hash.slice(1));
    if (hash.startsWith('/')) return hash.slice(1).split('/');
    const home = isWhiteCell(this.site) ? this.kinds[0] : this.kinds.find((kind) => kind.path === 'view');
    return hash ? ['view', hash] : home ? [home.path] : [];
  }

  /* The old page ends before anything of the new one is made. */
  private change(kind: PageKind | null): void {
    this.page?.end();
    this.page?.element.remove();
    this.closed.remove();
    this.page = null;
    this.kind = kind;
    this.head.mark(kind);
    if (kind) this.page = kind.make(this);
    else document.title = 'Picket';
    this.head.element.after(this.page?.element ?? this.closed);
  }

  private ownKeys(): Key[] {
    const tabs = this.kinds.map((kind, n) => ({
      keys: [String(n + 1)], shown: String(n + 1), words: kind.words, act: () => this.head.press(kind),
    }));
    return [
      ...tabs,
      { keys: ['b', 'B'], shown: 'B', words: 'back', act: () => history.back() },
      { keys: ['d', 'D'], shown: 'D', words: 'dark or light', act: () => this.turn() },
      { keys: ['?'], shown: '?', words: 'this list', act: () => this.keys.help() },
    ];
  }

  private turn(): void {
    this.theme = this.theme === 'dark' ? 'light' : 'dark';
    prefer({ theme: this.theme });
    applyTokens(this.theme);
    this.page?.paint();
  }

  private scale(percent: number): void {
    prefer({ scale: percent });
    this.size(percent);
    this.page?.paint();
  }

  private resized(): void {
    if (preferences().scale === FITTING && this.size(FITTING)) this.page?.paint();
  }

  /* false: it is as it was. */
  private size(percent: number): boolean {
    const before = unit();
    scaleTo(percent || fittingScale(window.innerWidth, window.innerHeight));
    return unit() !== before;
  }
}

/* What is no address is nothing here. */
function decoded(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return '/';
  }
}

function addressOf(parts: readonly string[]): string {
  return `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}
