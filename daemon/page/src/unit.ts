// What is drawn on a canvas grows with the page's scale as rem does: it is measured in units.

let known = 0; // within a frame: to ask in the middle of a drawing costs a layout

/* CSS pixels for a unit: 1 at 100 %, 2 at 200 %. */
export function unit(): number {
  if (!known) {
    known = parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
    requestAnimationFrame(() => (known = 0));
  }
  return known;
}

/* All sizes are in rem, so the root's carries the whole page: for a video wall. */
export function scaleTo(percent: number): void {
  document.documentElement.style.fontSize = `${(93.75 * percent) / 100}%`;
  known = 0;
}

/* Device pixels for a unit. */
export function grain(): number {
  return window.devicePixelRatio * unit();
}

/* For a style sheet. */
export function rem(units: number): string {
  return `${units / 15}rem`;
}

/* Where an element lies in what it is placed in, in units; empty where it is hidden. */
export function boxOf(element: HTMLElement) {
  const u = unit();
  return {
    x: element.offsetLeft / u, y: element.offsetTop / u, width: element.offsetWidth / u, height: element.offsetHeight / u,
  };
}
