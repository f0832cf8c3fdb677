import type { Run } from '../engine/protocol/run.js';
import { type FigureName, validationName } from '../engine/protocol/task.js';

/** A figure that has a chart of its own. */
export type Figure = 'loss' | FigureName;

/** A run on a chart. */
export interface ShownRun {
  readonly run: Run;
  readonly name: string;
  /** From 1: which of the colours of series it has. */
  readonly colour: number;
}

/** A curve: heights over places, in epochs. */
export interface Curve {
  readonly x: number[];
  readonly y: number[];
}

/** How training went: within epochs where that is known, else at the end of each. */
export function trainingCurve({ trace, epochs }: Run, figure: Figure): Curve {
  const traced = trace.filter((point) => typeof point[figure] === 'number');
  if (traced.length > 0) return { x: traced.map(({ at }) => at), y: traced.map((point) => point[figure]!) };
  const known = epochs.filter((epoch) => typeof epoch[figure] === 'number');
  return { x: known.map(({ epoch }) => epoch), y: known.map((epoch) => epoch[figure]!) };
}

/**
 * How far the axis of epochs goes: to the end of a short run; in a long one it grows with what there is, so that
 * curves never begin as a line at the edge.
 */
export function horizon(reached: number, epochs: number): number {
  const steps = [20, 50, 100, 200, 500, 1000, 2000, 5000].filter((step) => step < epochs);
  return steps.find((step) => reached <= 0.95 * step) ?? Math.max(epochs, reached);
}

/** The value of the point that is nearest to a place; undefined where there is no point. */
export function valueNear({ x, y }: Curve, place: number): number | undefined {
  let nearest = 0;
  for (let i = 1; i < x.length; i++) {
    if (Math.abs(x[i]! - place) < Math.abs(x[nearest]! - place)) nearest = i;
  }
  return y[nearest];
}

/** The validations at the ends of epochs. */
export function validationCurve({ epochs }: Run, figure: Figure): Curve {
  const key = validationName(figure);
  const known = epochs.filter((epoch) => typeof epoch[key] === 'number');
  return { x: known.map(({ epoch }) => epoch), y: known.map((epoch) => epoch[key]!) };
}
