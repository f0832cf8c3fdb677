import type { ConfusionMatrix } from '@cnn/train';
import { percent } from '../format.js';

/** Where there is no terminal to say how much fits. */
const USUAL_COLUMNS = 100;

/**
 * What each class was taken for, in lines: a table of counts with a row for each true class and a column for each
 * predicted one, or where that is too wide a line for each class with its most frequent mistake.
 */
export function confusionLines(
  matrix: ConfusionMatrix,
  classNames: readonly string[],
  columns = USUAL_COLUMNS,
): string[] {
  const table = tableLines(matrix, classNames);
  return table[0]!.length <= columns ? table : mistakeLines(matrix, classNames);
}

function tableLines(matrix: ConfusionMatrix, classNames: readonly string[]): string[] {
  const names = namesOf(classNames);
  const numbers = matrix.map((_, k) => String(k));
  const width = Math.max(...[...numbers, ...matrix.flat().map(String)].map(({ length }) => length));
  const line = (name: string, cells: readonly string[], recall: string): string =>
    `${name.padEnd(names.width)}  ${cells.map((cell) => cell.padStart(width)).join(' ')}  ${recall.padStart(7)}`;
  return [
    line('taken for', numbers, 'recall'),
    ...matrix.map((row, k) => line(names.of(k), row.map(String), recallOf(row, k))),
  ];
}

function mistakeLines(matrix: ConfusionMatrix, classNames: readonly string[]): string[] {
  const names = namesOf(classNames);
  const width = Math.max('images'.length, ...matrix.map((row) => String(total(row)).length));
  const line = (name: string, images: string, recall: string, mistake: string): string =>
    `${name.padEnd(names.width)}  ${images.padStart(width)}  ${recall.padStart(7)}  ${mistake}`.trimEnd();
  return [
    line('class', 'images', 'recall', 'most often taken for'),
    ...matrix.map((row, k) =>
      line(names.of(k), String(total(row)), recallOf(row, k), mistakeOf(row, k, classNames)),
    ),
  ];
}

/** Numbered names, and how wide the widest is. */
function namesOf(classNames: readonly string[]): { of(k: number): string; width: number } {
  const digits = String(classNames.length - 1).length;
  const names = classNames.map((name, k) => `${String(k).padStart(digits)} ${name}`);
  return { of: (k) => names[k]!, width: Math.max('taken for'.length, ...names.map(({ length }) => length)) };
}

/** The share of a class's images that were recognised. */
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
