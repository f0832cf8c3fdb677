import type { Chart, Language, Table } from '@cnn/lessons';
import CliTable from 'cli-table3';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { japanese, wrapped } from '../wrapped.js';
import { number } from './number.js';

/** A table as lines of text, as narrow as may be: names to the left, numbers to the right. */
export function tableText({ columns, rows }: Table, language: Language, width: number): string {
  const cells = rows.map((row) =>
    row.map((cell, i) => (typeof cell === 'number' ? number(cell, columns[i]!.format) : cell[language])),
  );
  const names = columns.map(({ name }) => name[language]);
  const numeric = columns.map((_, i) => rows.every((row) => typeof row[i] === 'number'));
  return grid(names, cells, numeric, width);
}

/** The values of a chart, where lines cannot be told apart by colour: a column for each. */
export function chartTable({ x, y, lines }: Chart, language: Language, width: number): string {
  const names = [x.name[language], ...lines.map(({ name }) => name[language])];
  const cells = x.values.map((value, i) => [
    number(value, x.format),
    ...lines.map(({ values }) => number(values[i]!, y.format)),
  ]);
  return grid(
    names,
    cells,
    names.map(() => true),
    width,
  );
}

function grid(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  numeric: readonly boolean[],
  width: number,
): string {
  const widths = names.map((_, i) => Math.max(...cells.map((row) => stringWidth(row[i]!))));
  const head = fitted(names, widths, width);
  const padding = widthOf(head, widths) <= width ? 1 : 0;
  const table = new CliTable({
    head: [...head],
    colAligns: numeric.map((each) => (each ? 'right' : 'left')),
    style: { head: [], border: [], compact: true, 'padding-left': padding, 'padding-right': padding },
  });
  table.push(...cells.map((row) => [...row]));
  return table.toString();
}

/** The names of columns, in several lines each where one line is too wide. */
function fitted(names: readonly string[], widths: readonly number[], width: number): readonly string[] {
  if (widthOf(names, widths) <= width) return names;
  return names.map((name, i) => inColumn(name, widths[i]!));
}

/** A name in lines as wide as the column's cells, or as its longest word, which Japanese has none of. */
function inColumn(name: string, width: number): string {
  if (!japanese.test(name)) return wrapAnsi(name, width);
  return wrapped(name, Math.max(width, NARROWEST)).join('\n');
}

/** How narrow the name of a column may become, where it can be broken anywhere. */
const NARROWEST = 8;

/** What a cell has around its text: a line, and where there is room a space on either side. */
const FRAME = 3;

/** How wide a table is. */
function widthOf(names: readonly string[], widths: readonly number[]): number {
  const whole = names.map((name, i) => FRAME + Math.max(widestLine(name), widths[i]!));
  return whole.reduce((a, b) => a + b, 1);
}

function widestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => stringWidth(line)));
}
