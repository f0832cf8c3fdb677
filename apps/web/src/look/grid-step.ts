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

/** A pixel of one of several pictures of one size. */
interface Pixel extends Place {
  readonly picture: number;
}

/** Where a key leads from a pixel: the arrows within its picture, Page Up and Page Down to the same pixel of others. */
export function stepOver(
  key: string,
  { picture, row, column }: Pixel,
  { count, height, width }: { readonly count: number; readonly height: number; readonly width: number },
): Pixel | undefined {
  if (key === 'PageUp') return { picture: Math.max(0, picture - 1), row, column };
  if (key === 'PageDown') return { picture: Math.min(count - 1, picture + 1), row, column };
  const next = stepOf(key, { row, column }, Math.max(height, width) - 1);
  return next && { picture, row: Math.min(next.row, height - 1), column: Math.min(next.column, width - 1) };
}
