import type { Logs } from './callbacks/callback.js';

/** What a call of `fit` has seen. Plain data. */
export interface History {
  /** Numbers of the finished epochs, from 0, as in Keras. */
  readonly epochs: readonly number[];
  /** One figure for each of these epochs: `loss`, the metrics, and with validation `valLoss` and so on. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** Whether the signal ended it. The epoch that was cut short is not among the others. */
  readonly aborted: boolean;
}

/** The history of epochs with these figures. */
export function historyOf(figures: readonly string[], logs: readonly Logs[], aborted: boolean): History {
  const metrics = figures.map((figure) => [figure, logs.map((each) => each[figure]!)]);
  return { epochs: [...logs.keys()], metrics: Object.fromEntries(metrics), aborted };
}

/** The name of a figure of the validation: `valLoss` for `loss`. */
export function validationName(figure: string): string {
  return `val${figure[0]!.toUpperCase()}${figure.slice(1)}`;
}
