import type { LimitTask } from './task.ts';
import type { Work } from './work.ts';

/** A limit of the machine: the best that was seen, in GFLOP/s of multiply-adds or in GB/s of memory. */
export interface Limit {
  readonly task: LimitTask;
  readonly speed: number;
}

/**
 * The most that work can reach: what the arithmetic units give, or what memory can bring them, whichever is
 * less. Memory is as fast as it was measured to be on the smallest array that is no smaller than the work's own.
 * Williams, Waterman and Patterson, "Roofline: an insightful visual performance model for multicore
 * architectures", Communications of the ACM 52 (4), 2009.
 * @param limits for the vectors and threads in question, memory from the smallest array to the largest
 * @returns in the work's unit; `undefined` when the limits have not been measured
 */
export function roofOf({ unit, flops, bytes }: Work, limits: readonly Limit[]): number | undefined {
  const arithmetic = limits.find(({ task }) => task.kind === 'multiplyAdd');
  const memories = limits.filter(({ task }) => task.kind === 'memory');
  const memory =
    memories.find(({ task }) => task.kind === 'memory' && task.bytes >= bytes) ?? memories.at(-1);
  if (!arithmetic || !memory) return undefined;
  return unit === 'GB/s' ? memory.speed : Math.min(arithmetic.speed, (memory.speed * flops) / bytes);
}
