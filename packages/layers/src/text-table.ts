/** A row of a table: a cell for each column, and what stands below them. */
export interface TableRow {
  readonly cells: readonly string[];
  readonly below?: readonly string[];
}

/** Columns as wide as their widest cell, text to the left, numbers to the right; lines, the first of which is a rule. */
export function textTable(
  heading: readonly string[],
  rows: readonly TableRow[],
  isNumber: (column: number) => boolean,
): string[] {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)));
  return [
    rule,
    line(heading),
    rule,
    ...rows.flatMap(({ cells, below = [] }) => [line(cells), ...below]),
    rule,
  ];
}
