// What of a picture is drawn on the map besides the tracks: a box and a key for each.

import { el } from './dom';
import type { Key } from './keys';
import type { Layers } from './overlay';

const LAYERS: [keyof Layers, string, string, string][] = [
  ['labels', 'Labels', 'labels', 'L'], ['trails', 'Trails', 'trails', 'T'],
  ['ellipses', 'Ellipses', '95 % ellipses', 'E'], ['sensors', 'Own sensors', 'own sensors', 'S'],
];

export class LayerBoxes {
  readonly on: Layers = { labels: true, trails: true, ellipses: false, sensors: true };
  readonly element: HTMLElement;
  readonly keys: readonly Key[];

  constructor(changed: () => void) {
    const boxes = LAYERS.map(([layer]) => el('input', {
      type: 'checkbox', checked: this.on[layer], onchange: (event) => turn(layer, (event.target as HTMLInputElement).checked),
    }));
    const turn = (layer: keyof Layers, on: boolean) => {
      this.on[layer] = on;
      boxes[LAYERS.findIndex(([name]) => name === layer)].checked = on;
      changed();
    };
    this.element = el('div', { class: 'layers' },
      ...LAYERS.map(([, name, , key], n) => el('label', { class: 'check' }, boxes[n], name, el('kbd', {}, key))));
    this.keys = LAYERS.map(([layer, , words, key]) => (
      { keys: [key.toLowerCase(), key], shown: key, words, act: () => turn(layer, !this.on[layer]) }));
  }
}
