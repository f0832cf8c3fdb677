import type { ConfusionMatrix } from '@cnn/train';
import { percent } from '../format.js';
import { intersectionsOverUnions } from '../intersection-over-union.js';

/** Where there is no terminal to say how much fits. */
const USUAL_COLUMNS = 100;

interface ConfusionOptions {
  /** What has a class; of pixels it is also told how well the areas of each class are covered. */
  readonly counted: 'images' | 'pixels';
  /** How much fits into a line. */
  readonly columns?: number | undefined;
}

/**
 * What each class was taken for, in lines: a table of counts with a row for each true class and a column for each
 * predicted one, or where that is too wide a line for each class with its most frequent mistake.
 */
export function confusionLines(
  matrix: ConfusionMatrix,
  classNames: readonly string[],
  { counted, columns = USUAL_COLUMNS }: ConfusionOptions,
): string[] {
  const rates = ratesOf(matrix, counted);
  const table = tableLines(matrix, classNames, rates);
  return table[0]!.length <= columns ? table : mistakeLines(matrix, classNames, rates, counted);
}

/** How well classes are recognised: in words, and for each of them. */
interface Rates {
  readonly head: string;
  of(k: number): string;
}

function ratesOf(matrix: ConfusionMatrix, counted: ConfusionOptions['counted']): Rates {
  const recall = (k: number): string => recallOf(matrix[k]!, k).padStart(7);
  if (counted === 'images') return { head: ' recall', of: recall };
  const shares = intersectionsOverUnions(matrix);
  const share = (k: number): string => (Number.isNaN(shares[k]!) ? '–' : shares[k]!.toFixed(3)).padStart(5);
  return { head: ' recall    IoU', of: (k) => `${recall(k)}  ${share(k)}` };
}

function tableLines(matrix: ConfusionMatrix, classNames: readonly string[], rates: Rates): string[] {
  const names = namesOf(classNames);
  const numbers = matrix.map((_, k) => String(k));
  const width = Math.max(...[...numbers, ...matrix.flat().map(String)].map(({ length }) => length));
  const line = (name: string, cells: readonly string[], rate: string): string =>
    `${name.padEnd(names.width)}  ${cells.map((cell) => cell.padStart(width)).join(' ')}  ${rate}`;
  return [
    line('taken for', numbers, rates.head),
    ...matrix.map((row, k) => line(names.of(k), row.map(String), rates.of(k))),
  ];
}

function mistakeLines(
  matrix: ConfusionMatrix,
  classNames: readonly string[],
  rates: Rates,
  counted: ConfusionOptions['counted'],
): string[] {
  const names = namesOf(classNames);
  const width = Math.max(counted.length, ...matrix.map((row) => String(total(row)).length));
  const line = (name: string, count: string, rate: string, mistake: string): string =>
    `${name.padEnd(names.width)}  ${count.padStart(width)}  ${rate}  ${mistake}`.trimEnd();
  return [
    line('class', counted, rates.head, 'most often taken for'),
    ...matrix.map((row, k) =>
      line(names.of(k), String(total(row)), rates.of(k), mistakeOf(row, k, classNames)),
    ),
  ];
}

/** Numbered names, and how wide the widest is. */
function namesOf(classNames: readonly string[]): { of(k: number): string; width: number } {
  const digits = String(classNames.length - 1).length;
  const names = classNames.map((name, k) => `${String(k).padStart(digits)} ${name}`);
  return { of: (k) => names[k]!, width: Math.max('taken for'.length, ...names.map(({ length }) => length)) };
}

/** The share of a class that was recognised. */
function recallOf(row: readonly number[], k: number): string {
  const images = total(row);
  return images === 0 ? '–' : percent(row[k]! / images);
}

function mistakeOf(row: readonly number[], k: number, classNames: readonly string[]): string {
  const mistakes = row.map((count, other) => (other === k ? 0 : count));
  const most = Math.max(...mistakes);
  return most === 0 ? '' : `${classNames[mistakes.indexOf(most)]} (${most})`;
}

function total(row: readonly number[]): number {
  return row.reduce((a, b) => a + b, 0);
}
