import { rowsOf } from './expect.js';
import { vectorPeriod } from './vector-period.js';

/** Elements that are worth fetching together. */
const GRAIN = 16384;

/** How kernels sum over all axes but the last: `count` rows of `channels`, so many rows at a time. */
export interface Columns {
  readonly count: number;
  readonly channels: number;
  /** Elements after which channels and vectors begin together. */
  readonly period: number;
  readonly rowsPerGroup: number;
  readonly groups: number;
}

export function columnsOf(op: string, name: string, shape: readonly number[]): Columns {
  const { rows: count, width: channels } = rowsOf(op, name, shape);
  const period = vectorPeriod(channels, 4);
  // Not so few rows that merging the sums of groups would take longer than summing.
  const rowsPerGroup = Math.max(64, Math.ceil(GRAIN / Math.max(1, channels)));
  return { count, channels, period, rowsPerGroup, groups: Math.ceil(count / rowsPerGroup) };
}
