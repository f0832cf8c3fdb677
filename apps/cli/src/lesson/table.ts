import type { Chart, Language, Table } from '@cnn/lessons';
import CliTable from 'cli-table3';
import { number } from './number.js';

/** A table as lines of text: names to the left, numbers to the right. */
export function tableText({ columns, rows }: Table, language: Language): string {
  const cells = rows.map((row) =>
    row.map((cell, i) => (typeof cell === 'number' ? number(cell, columns[i]!.format) : cell[language])),
  );
  const names = columns.map(({ name }) => name[language]);
  const numeric = columns.map((_, i) => rows.every((row) => typeof row[i] === 'number'));
  return grid(names, cells, numeric);
}

/** The values of a chart, where lines cannot be told apart by colour: a column for each. */
export function chartTable({ x, y, lines }: Chart, language: Language): string {
  const names = [x.name[language], ...lines.map(({ name }) => name[language])];
  const cells = x.values.map((value, i) => [
    number(value, x.format),
    ...lines.map(({ values }) => number(values[i]!, y.format)),
  ]);
  return grid(
    names,
    cells,
    names.map(() => true),
  );
}

function grid(
  names: readonly string[],
  cells: readonly (readonly string[])[],
  numeric: readonly boolean[],
): string {
  const table = new CliTable({
    head: [...names],
    colAligns: numeric.map((each) => (each ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...cells.map((row) => [...row]));
  return table.toString();
}
