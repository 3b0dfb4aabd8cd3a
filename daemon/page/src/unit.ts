// What is drawn on a canvas grows with the page's scale as rem does: it is measured in units.

/* CSS pixels for a unit: 1 at 100 %, 2 at 200 %. */
export function unit(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
}

/* Device pixels for a unit. */
export function grain(): number {
  return window.devicePixelRatio * unit();
}

/* For a style sheet. */
export function rem(units: number): string {
  return `${units / 15}rem`;
}
