interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads from a place in a square grid whose last row and column are given; undefined for other keys. */
export function stepOf(key: string, { row, column }: Place, last: number): Place | undefined {
  const within = (value: number): number => Math.min(last, Math.max(0, value));
  switch (key) {
    case 'ArrowLeft':
      return { row, column: within(column - 1) };
    case 'ArrowRight':
      return { row, column: within(column + 1) };
    case 'ArrowUp':
      return { row: within(row - 1), column };
    case 'ArrowDown':
      return { row: within(row + 1), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: last };
    default:
      return undefined;
  }
}
