/** What has been added so far. Plain data. */
export interface MeansState {
  readonly sums: readonly number[];
  readonly samples: number;
}

/** Means of several figures, weighted by samples, in 64-bit floats. */
export class Means {
  readonly #names: readonly string[];
  readonly #sums: Float64Array;
  #samples = 0;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#sums = new Float64Array(names.length);
  }

  /** Counts a batch: `values[i]` holds equally many numbers of figure i for each of its samples. */
  add(samples: number, values: readonly Float32Array[]): void {
    for (let i = 0; i < values.length; i++) this.#sums[i]! += samples * mean(values[i]!);
    this.#samples += samples;
  }

  state(): MeansState {
    return { sums: [...this.#sums], samples: this.#samples };
  }

  restore({ sums, samples }: MeansState): void {
    this.#sums.set(sums);
    this.#samples = samples;
  }

  /** The means so far, by name. */
  logs(): Record<string, number> {
    return Object.fromEntries(this.#names.map((name, i) => [name, this.#sums[i]! / this.#samples]));
  }
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
