// Elements in one line each.

type Children = (Node | string | null | false)[];
type Attributes = Record<string, string | number | boolean | ((event: Event) => void)>;

/* el('button', { class: 'x', onclick: f }, 'Text'): attributes by name, listeners by on...; false
 * and null children are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Attributes = {}, ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}

/* Sets a text only where it differs: no needless layout, no needless speech. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setClass(element: Element, name: string, on: boolean): void {
  element.classList.toggle(name, on);
}
