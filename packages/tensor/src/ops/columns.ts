import { rowsOf } from './expect.js';

/** Floats of a cache line. */
const LINE = 16;

/** How kernels sum over all axes of x but the last: see `columns` in the table of instructions. */
export interface Columns {
  readonly rows: number;
  readonly width: number;
  readonly rowsPerGroup: number;
  readonly channels: number;
  readonly count: number;
}

/** Lays so many rows side by side that each such wide row is whole cache lines, for any number of channels. */
export function columnsOf(op: string, name: string, shape: readonly number[]): Columns {
  const { rows: count, width: channels } = rowsOf(op, name, shape);
  const places = LINE / commonDivisor(LINE, channels);
  const width = places * channels;
  const rows = Math.floor(count / places);
  // A group is worth fetching and fits into a first-level cache, by the columns that are summed together at least.
  const rowsPerGroup = Math.max(16, Math.ceil(8192 / Math.max(1, width)));
  return { rows, width, rowsPerGroup, channels, count };
}

/** Bytes for so many sums of each group and column. */
export function bytesOfSums(sums: number, { rows, width, rowsPerGroup }: Columns): number {
  return 4 * sums * width * Math.ceil(rows / rowsPerGroup);
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
