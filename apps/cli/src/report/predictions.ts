import type { Guess } from '../classifier.js';
import { percent } from '../format.js';
import type { Terminal } from '../terminal.js';
import { drawBar } from './bar.js';

/** A line of `predict --json`. */
export type Prediction = { file: string; predictions: Guess[] } | { file: string; error: string };

/** Shorter bars say little, longer ones no more. */
const narrowest = 5;
const widest = 30;

/** An image's name, and a bar for each of its likeliest classes. */
export function reportPrediction(
  { file, predictions }: Extract<Prediction, { predictions: Guess[] }>,
  terminal: Terminal,
): void {
  const { bold, cyan, dim } = terminal.colours;
  terminal.line(bold(file));
  const names = Math.max(...predictions.map((guess) => guess.class.length));
  // Indent, gaps and `100.0 %` take 13 columns; the last one stays free.
  const room = (terminal.columns ?? 80) - names - 14;
  const width = Math.max(narrowest, Math.min(room, widest));
  for (const [rank, { class: name, probability }] of predictions.entries()) {
    const bar = drawBar(probability, width);
    const figure = percent(probability).padStart(7);
    terminal.line(`  ${name.padEnd(names)}  ${rank === 0 ? cyan(bar) : dim(bar)}  ${figure}`);
  }
}
