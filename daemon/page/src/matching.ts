// The page's end of the matcher (matcher.ts). Nothing is kept there from one question to the next.

import { match } from './match';
import type { Answer, Task } from './matcher';
import type { Picture } from './picture';
import type { Truth } from './truth';

interface Asked {
  readonly task: Task;
  readonly done: (other: Int32Array) => void;
}

export class Matching {
  private worker: Worker | null;
  private readonly asked = new Map<number, Asked>();
  private last = 0;

  constructor() {
    this.worker = new Worker(new URL('./matcher.ts', import.meta.url), { type: 'module' });
    this.worker.onmessage = ({ data: { of, other } }: MessageEvent<Answer>) => this.answer(of, other);
    this.worker.onerror = () => this.alone();
  }

  /* For each track of a its index in b, as match() has it. Never resolves once this has ended. */
  ask(a: Picture, b: Picture, truth: Truth | null): Promise<Int32Array> {
    const of = ++this.last;
    const task = { of, a: bare(a), b: bare(b), truth: truth && some(truth, [a, b]) };
    return new Promise((done) => {
      this.asked.set(of, { task, done });
      if (this.worker) this.worker.postMessage(task);
      else this.alone();
    });
  }

  private answer(of: number, other: Int32Array): void {
    this.asked.get(of)?.done(other);
    this.asked.delete(of);
  }

  /* A thread that cannot be fetched, as when the daemon is gone, is done without. */
  private alone(): void {
    this.worker?.terminate();
    this.worker = null;
    for (const [of, { task: { a, b, truth } }] of [...this.asked]) this.answer(of, match(a, b, truth));
  }

  end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.asked.clear();
  }
}

/* Of a picture what tracks are paired by. */
function bare({ audience, rule, count, columns }: Picture): Picture {
  const { number, status, categories, latE7, lonE7, major, minor, turnCdeg } = columns;
  return { audience, rule, count, columns: { number, status, categories, latE7, lonE7, major, minor, turnCdeg } } as unknown as Picture;
}

/* The truth of these pictures' views alone. */
function some(truth: Truth, pictures: readonly Picture[]): Truth {
  const names = pictures.map(({ audience, rule }) => `${audience}.${rule}`);
  return new Map([...truth].filter(([name]) => names.includes(name)));
}
