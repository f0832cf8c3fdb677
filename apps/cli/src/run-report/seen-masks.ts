import { type SegmentationDataset, voidClass } from '@cnn/datasets';
import type { Model } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { labelMap } from '../label-map.js';
import { type PredictionOptions, predictedBatches } from '../predicted-batches.js';

/** What a model took the pixels of an image for. */
export interface SeenMask {
  /** The image's place in the data set. */
  readonly index: number;
  /** The likeliest class of each pixel, `[height, width]`. */
  readonly labels: Tensor<'u8'>;
  /** The share of the pixels that are of a class of which it was told right; NaN when none is of any. */
  readonly accuracy: number;
}

/** What a model takes the pixels of a set's images for, in their order. @throws the signal's reason */
export async function seenMasks(
  model: Model,
  { x, y }: SegmentationDataset,
  options: PredictionOptions,
): Promise<SeenMask[]> {
  const masks: SeenMask[] = [];
  for await (const scores of predictedBatches(model, x, options)) {
    for (let row = 0; row < scores.shape[0]!; row++) {
      const own = scores.rows(row, row + 1).data;
      masks.push(seenMask(masks.length, new Tensor('f32', scores.shape.slice(1), own), y));
    }
  }
  return masks;
}

function seenMask(index: number, scores: Tensor<'f32'>, y: Tensor<'u8'>): SeenMask {
  const labels = labelMap(scores, [y.shape[1]!, y.shape[2]!], 'squash');
  const truth = y.rows(index, index + 1).data;
  let [counted, right] = [0, 0];
  truth.forEach((label, pixel) => {
    if (label === voidClass) return;
    counted++;
    if (label === labels.data[pixel]) right++;
  });
  return { index, labels, accuracy: right / counted };
}

/** How many pixels of each class were taken for each: `counts[label][guess]`. */
export function pixelConfusion(
  masks: readonly SeenMask[],
  { y, classNames }: Pick<SegmentationDataset, 'y' | 'classNames'>,
): number[][] {
  const counts = classNames.map(() => new Array<number>(classNames.length).fill(0));
  for (const { index, labels } of masks) {
    y.rows(index, index + 1).data.forEach((label, pixel) => {
      if (label !== voidClass) counts[label]![labels.data[pixel]!]!++;
    });
  }
  return counts;
}

/** The masks of which most is wrong. */
export function worstMasks(masks: readonly SeenMask[], count: number): SeenMask[] {
  return masks
    .filter(({ accuracy }) => accuracy < 1)
    .sort((a, b) => a.accuracy - b.accuracy)
    .slice(0, count);
}
