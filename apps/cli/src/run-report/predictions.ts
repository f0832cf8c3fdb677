import type { Dataset } from '@cnn/datasets';
import type { Model } from '@cnn/layers';

/** What a model said about an image. */
export interface Prediction {
  /** The image's place in the data set. */
  readonly index: number;
  readonly label: number;
  /** The class that it holds most likely. */
  readonly guess: number;
  /** How likely it holds that, and the right one. */
  readonly confidence: number;
  readonly confidenceInLabel: number;
}

/** What a model says about the images of a set, in their order. */
export async function predictionsOf(
  model: Model,
  { x, y }: Dataset,
  batchSize: number,
): Promise<Prediction[]> {
  const { data, shape } = await model.predict(x, { batchSize });
  const classes = shape.at(-1)!;
  return Array.from(y.data, (label, index) => {
    const scores = data.subarray(index * classes, (index + 1) * classes);
    const guess = scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);
    return { index, label, guess, confidence: scores[guess]!, confidenceInLabel: scores[label]! };
  });
}

/** How many images of each class were taken for each: `counts[label][guess]`. */
export function confusionOf(predictions: readonly Prediction[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const { label, guess } of predictions) counts[label]![guess]!++;
  return counts;
}

/** The mistakes that the model was surest of, and farthest from the right class. */
export function worstMistakes(predictions: readonly Prediction[], count: number): Prediction[] {
  const surplus = ({ confidence, confidenceInLabel }: Prediction): number => confidence - confidenceInLabel;
  return predictions
    .filter(({ label, guess }) => label !== guess)
    .sort((a, b) => surplus(b) - surplus(a))
    .slice(0, count);
}
