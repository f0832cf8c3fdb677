import type { Machine } from './machine.ts';
import type { Unit } from './work.ts';

export const suiteNames = ['train', 'infer', 'kernels'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** Whose figure it is. */
export interface Subject {
  readonly suite: SuiteName;
  readonly name: string;
  readonly shape: string;
  readonly implementation: string;
  /** `simd` or `relaxed` for what comes in both, else empty. */
  readonly variant: string;
  readonly threads: number;
}

/** A speed; the larger, the better. */
export interface Row extends Subject {
  readonly unit: Unit;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The speed in each round. */
  readonly runs: readonly number[];
  /** The most that the machine could reach here with these threads and vectors, by the roofline model. */
  readonly roof?: number;
}

/** How many times as fast as a peer this project is: the median over the rounds, in each of which both ran. */
export interface Ratio extends Subject {
  readonly peer: string;
  readonly peerThreads: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Someone who could not do a task, and what it said. */
export interface Failure extends Subject {
  readonly reason: string;
}

export interface Report {
  readonly machine: Machine;
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  readonly failures: readonly Failure[];
}
