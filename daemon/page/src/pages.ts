// The pages, in the order of their tabs.

import { boardPage } from './board';
import { comparePage } from './compare';
import { healthPage } from './health';
import type { PageKind } from './page';
import { roomsPage } from './rooms';
import { viewPage } from './view';
import { whitePage } from './white';

export const PAGES: readonly PageKind[] = [
  boardPage,
  viewPage,
  comparePage,
  roomsPage,
  whitePage,
  healthPage,
];
