// Colours by their use. Nothing else in the page names a colour. Ratios are in page/README.md.

export interface Tokens {
  bg: string; panel: string; raised: string; line: string;
  sea: string; land: string; coast: string; grat: string;
  t1: string; t2: string; t3: string; ctl: string;
  friend: string; friendFill: string;
  neutral: string; neutralFill: string;
  unknown: string; unknownFill: string;
  hostile: string; hostileFill: string;
  diff: string; diffFill: string; // one view has it and the other has not, and nothing else
  sel: string;
  amber: string; amberText: string; amberEdge: string;
  red: string; redText: string;
  cut: string; cutText: string; // nothing is given: a black box
}

const dark: Tokens = {
  bg: '#14171A', panel: '#1B1F23', raised: '#262C31', line: '#3A4248',
  sea: '#11151A', land: '#272E34', coast: '#56616A', grat: '#1D232A',
  t1: '#EEF1F3', t2: '#B9C2C9', t3: '#98A2AA', ctl: '#7A858E',
  friend: '#6FC3F2', friendFill: '#16384C',
  neutral: '#7BD3A8', neutralFill: '#17402F',
  unknown: '#E6D67C', unknownFill: '#403A16',
  hostile: '#FF8A75', hostileFill: '#52241C',
  diff: '#EE86DC', diffFill: '#472345',
  sel: '#FFFFFF',
  amber: '#F5B301', amberText: '#14171A', amberEdge: '#F5B301',
  red: '#CF2F2F', redText: '#FFFFFF',
  cut: '#000000', cutText: '#FFFFFF',
};

const light: Tokens = {
  bg: '#DFE2E5', panel: '#F1F3F4', raised: '#FFFFFF', line: '#B4BBC1',
  sea: '#E9ECEE', land: '#CDD3D8', coast: '#88929A', grat: '#DDE1E4',
  t1: '#14181B', t2: '#3E474E', t3: '#525C64', ctl: '#6B757D',
  friend: '#005A9C', friendFill: '#BFE3FA',
  neutral: '#0A6140', neutralFill: '#BFEAD3',
  unknown: '#554700', unknownFill: '#F6EDB0',
  hostile: '#B3241A', hostileFill: '#FFCFC6',
  diff: '#A0246F', diffFill: '#F3CFE4',
  sel: '#000000',
  amber: '#F5B301', amberText: '#14181B', amberEdge: '#14181B',
  red: '#C42B2B', redText: '#FFFFFF',
  cut: '#000000', cutText: '#FFFFFF',
};

export type Theme = 'dark' | 'light';

export function tokensOf(theme: Theme): Tokens {
  return theme === 'dark' ? dark : light;
}

/* Makes each token a property of the document (--t1 and so on) for the style sheet. */
export function applyTokens(theme: Theme): void {
  const root = document.documentElement;
  root.style.colorScheme = theme;
  for (const [name, value] of Object.entries(tokensOf(theme)))
    root.style.setProperty(`--${name}`, value);
}
