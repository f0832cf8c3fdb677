/** Functions that layers end in. */
export const curveNames = ['relu', 'sigmoid', 'tanh'] as const;

export type CurveName = (typeof curveNames)[number];

/** A function at one place. */
export interface CurvePoint {
  readonly value: number;
  /** How much the value grows for a small step to the right, as a share of the step. */
  readonly slope: number;
}

/** An activation and its slope at x. That of ReLU at 0 is 0, as it is in training. */
export function curvePoint(name: CurveName, x: number): CurvePoint {
  if (name === 'relu') return { value: Math.max(0, x), slope: x > 0 ? 1 : 0 };
  if (name === 'tanh') {
    const value = Math.tanh(x);
    return { value, slope: 1 - value * value };
  }
  const value = 1 / (1 + Math.exp(-x));
  return { value, slope: value * (1 - value) };
}

/** What is left of a gradient that goes back through layers whose activations all have this slope. */
export function slopeThrough(slope: number, layers: number): number {
  return slope ** layers;
}
