import type { Dataset } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import { type PredictionOptions, predictedBatches } from '../predicted-batches.js';

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

/** What a model says about the images of a set, in their order. @throws the signal's reason */
export async function predictionsOf(
  model: Model,
  { x, y }: Dataset,
  options: PredictionOptions,
): Promise<Prediction[]> {
  const predictions: Prediction[] = [];
  for await (const batch of predictedBatches(model, x, options)) {
    for (let row = 0; row < batch.shape[0]!; row++) {
      const index = predictions.length;
      predictions.push(prediction(index, y.data[index]!, batch.rows(row, row + 1).data));
    }
  }
  return predictions;
}

function prediction(index: number, label: number, scores: Float32Array): Prediction {
  const guess = scores.reduce((best, score, i) => (score > scores[best]! ? i : best), 0);
  return { index, label, guess, confidence: scores[guess]!, confidenceInLabel: scores[label]! };
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
