#!/usr/bin/env node
// Every colour on every ground that it is drawn on, by the formula of WCAG 2.2: 4.5 for words, 3 for
// marks and edges of controls.

import assert from 'node:assert/strict';
import { finish, modules, test } from './page.mjs';

const { tokensOf } = await modules('./src/tokens');

const WORDS = 4.5;
const MARKS = 3;

/* Relative luminance of "#rrggbb" (WCAG 2.2). */
function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/* What is drawn on what: [ink, ground, least ratio]. */
const ON = [
  ...['t1', 't2'].flatMap((ink) => ['bg', 'panel', 'raised', 'sea', 'land'].map((ground) => [ink, ground, WORDS])),
  ...['bg', 'panel'].map((ground) => ['t3', ground, WORDS]),
  ...['bg', 'panel'].map((ground) => ['ctl', ground, MARKS]),
  ...['bg', 'panel'].map((ground) => ['diff', ground, WORDS]),
  ['t1', 'diffFill', WORDS],
  ...['friend', 'neutral', 'unknown', 'hostile', 'diff', 'sel'].flatMap((ink) => ['sea', 'land', 'panel', 'raised'].map((ground) => [ink, ground, MARKS])),
  ...['friend', 'neutral', 'unknown', 'hostile', 'diff'].map((ink) => [ink, `${ink}Fill`, MARKS]),
  ...['friend', 'neutral', 'unknown', 'hostile'].map((ink) => [ink, 'diffFill', MARKS]), // Compare's ring
  ['panel', 't1', WORDS], // pressed
  ['amberText', 'amber', WORDS], ['redText', 'red', WORDS], ['cutText', 'cut', WORDS],
  ...['panel', 'bg'].flatMap((ground) => [['amberEdge', ground, MARKS], ['red', ground, MARKS]]),
];

for (const theme of ['dark', 'light']) {
  const tokens = tokensOf(theme);
  await test(`${theme}: each ink can be told from each ground that it is drawn on`, () => {
    const faint = ON.map(([ink, ground, least]) => [ink, ground, least, ratio(tokens[ink], tokens[ground])])
      .filter(([, , least, is]) => !(is >= least));
    assert.deepEqual(faint.map(([ink, ground, least, is]) => `${ink} on ${ground}: ${is.toFixed(2)}, not ${least}`), []);
  });

  await test(`${theme}: no colour is left out`, () => {
    const named = new Set(ON.flat());
    /* Ground and lines that tell nothing: the sea's coast, the graticule, hairlines. */
    const mute = ['line', 'coast', 'grat'];
    assert.deepEqual(Object.keys(tokens).filter((name) => !named.has(name) && !mute.includes(name)), []);
  });
}

await test('the formula is that of the standard', () => {
  assert.equal(ratio('#000000', '#FFFFFF').toFixed(2), '21.00');
  assert.equal(ratio('#767676', '#FFFFFF').toFixed(2), '4.54'); // the lightest grey for words on white
});

finish();
