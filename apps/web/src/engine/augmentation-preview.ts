import { augmentation, Dataset, type Transform, toCategorical } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import type { Samples } from './protocol/data.js';
import type { Images } from './tasks/task-work.js';

/** How often each image is changed to be shown. */
const versions = 2;

/** How many images are shown. */
export const imagesPreviewed = 8;

/**
 * Images as they are, and below them as training would see them in some of its epochs.
 * @param epoch the first of them
 * @throws ShapeError for transforms that such images do not allow
 */
export async function augmentedSamples(
  data: Images,
  transforms: readonly Transform[],
  epoch: number,
): Promise<Samples> {
  const { x, length } = data;
  const rows = [x.data];
  const run = augmentation(transforms, { workers: 0 }).open(0);
  for (let version = 0; version < versions; version++) {
    const changed = await run.transform({
      x: new Tensor('u8', x.shape, x.data.slice()),
      y: labelsOf(data),
      samples: Uint32Array.from({ length }, (_, i) => i),
      epoch: epoch + version,
      batch: 0,
    });
    rows.push(changed.x.data as Uint8Array);
  }
  await run.close();
  const pixels = new Uint8Array(rows.length * x.size);
  rows.forEach((row, i) => {
    pixels.set(row, i * x.size);
  });
  return { pixels, labels: Array.from({ length: rows.length * length }, () => []) };
}

/** Only the labels of images change what images look like, when these are mixed. */
function labelsOf(data: Images): Tensor {
  if (data instanceof Dataset) return toCategorical(data.y, data.classNames.length);
  return new Tensor('f32', [data.length, 1], new Float32Array(data.length));
}
