import type { Guess } from '../classifier.js';
import { percent } from '../format.js';
import type { ClassShare } from '../segmenter.js';
import type { Terminal } from '../terminal.js';
import { drawBar } from './bar.js';

/** Shorter bars say little, longer ones no more. */
const narrowest = 5;
const widest = 30;

/** A bar for each of an image's likeliest classes. */
export function printGuesses(guesses: readonly Guess[], terminal: Terminal): void {
  printShares(
    guesses.map(({ class: name, probability }) => ({ class: name, share: probability })),
    terminal,
  );
}

/** A bar for each of some classes that share something, the largest first. */
export function printShares(shares: readonly ClassShare[], terminal: Terminal): void {
  const { cyan, dim } = terminal.colours;
  const names = Math.max(...shares.map((each) => each.class.length));
  // Indent, gaps and `100.0 %` take 13 columns; the last one stays free.
  const room = (terminal.columns ?? 80) - names - 14;
  const width = Math.max(narrowest, Math.min(room, widest));
  for (const [rank, { class: name, share }] of shares.entries()) {
    const bar = drawBar(share, width);
    const figure = percent(share).padStart(7);
    terminal.line(`  ${name.padEnd(names)}  ${rank === 0 ? cyan(bar) : dim(bar)}  ${figure}`);
  }
}
