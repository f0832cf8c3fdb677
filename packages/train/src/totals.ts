import type { Figure } from './metrics/metric.js';

/** What has been added so far. Plain data. */
export interface TotalsState {
  readonly sums: readonly (readonly number[])[];
  readonly samples: number;
}

/** What figures are made of, added up over batches in 64-bit floats. */
export class Totals {
  readonly #figures: readonly Figure[];
  #sums: Float64Array[];
  #samples = 0;

  constructor(figures: readonly Figure[]) {
    this.#figures = figures;
    this.#sums = figures.map(() => new Float64Array(1));
  }

  /**
   * Counts a batch: `values[i]` holds figure i's counts, or for a mean equally many numbers for each of its
   * samples.
   */
  add(samples: number, values: readonly Float32Array[]): void {
    this.#samples += samples;
    values.forEach((numbers, i) => {
      if (this.#figures[i]!.result) this.#addCounts(i, numbers);
      else this.#sums[i]![0]! += samples * mean(numbers);
    });
  }

  state(): TotalsState {
    return { sums: this.#sums.map((sums) => [...sums]), samples: this.#samples };
  }

  restore({ sums, samples }: TotalsState): void {
    this.#sums = sums.map((numbers) => Float64Array.from(numbers));
    this.#samples = samples;
  }

  /** The figures so far, by name; NaN before there are any. */
  logs(): Record<string, number> {
    return Object.fromEntries(this.#figures.map(({ name }, i) => [name, this.#figure(i)]));
  }

  #addCounts(figure: number, counts: Float32Array): void {
    if (this.#sums[figure]!.length !== counts.length) this.#sums[figure] = new Float64Array(counts.length);
    const sums = this.#sums[figure]!;
    for (let i = 0; i < counts.length; i++) sums[i]! += counts[i]!;
  }

  #figure(i: number): number {
    const { result } = this.#figures[i]!;
    if (this.#samples === 0) return Number.NaN;
    return result ? result(this.#sums[i]!, this.#samples) : this.#sums[i]![0]! / this.#samples;
  }
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
