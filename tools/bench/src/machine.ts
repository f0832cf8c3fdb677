import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** Where and when figures were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Of memory. */
  readonly gibibytes: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  /** How many processes wanted a processor in the minute before: with more than a few tenths, figures are unsure. */
  readonly load: number;
  /** As in 2026-01-31. */
  readonly date: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    gibibytes: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    load: loadavg()[0]!,
    date: new Date().toISOString().slice(0, 10),
  };
}
