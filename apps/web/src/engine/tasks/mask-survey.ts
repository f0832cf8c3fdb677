import { type SegmentationDataset, voidClass } from '@cnn/datasets';
import type { Model, Session } from '@cnn/layers';
import type { LoadProgress } from '../protocol/data.js';
import type { MaskSurvey } from '../protocol/survey.js';
import { likeliest } from './likeliest.js';

/** Images between two reports of how far it is. */
const portion = 32;

/**
 * How far the areas that a model sees in all images of a set cover the true ones, class by class.
 * @throws ShapeError when the model takes other images
 */
export async function maskSurvey(
  model: Model,
  { x, y, length, classNames }: SegmentationDataset,
  session: Session,
  onProgress: (progress: LoadProgress) => void,
): Promise<MaskSurvey> {
  const classes = classNames.length;
  const [both, either] = [new Float64Array(classes), new Float64Array(classes)];
  const right = new Float32Array(length);
  for (let begin = 0; begin < length; begin += portion) {
    onProgress({ done: begin, total: length });
    const end = Math.min(begin + portion, length);
    const masks = likeliest(await model.predict(x.rows(begin, end), { session }));
    const size = masks.length / (end - begin);
    for (let image = begin; image < end; image++) {
      const mask = masks.subarray((image - begin) * size, (image - begin + 1) * size);
      let [counted, hits] = [0, 0];
      y.rows(image, image + 1).data.forEach((label, pixel) => {
        if (label === voidClass) return;
        const taken = mask[pixel]!;
        counted++;
        either[label]!++;
        if (taken !== label) either[taken]!++;
        else {
          both[label]!++;
          hits++;
        }
      });
      right[image] = counted > 0 ? hits / counted : 1;
    }
  }
  const scores = Array.from(both, (pixels, label) => pixels / either[label]!);
  const known = scores.filter((score) => !Number.isNaN(score));
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length;
  return { task: 'segmentation', mean, scores, right };
}
