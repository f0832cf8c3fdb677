import { augmentation, type Dataset, toCategorical } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import type { Samples } from './protocol/data.js';
import { transformsOf } from './recipe.js';

/** How often each image is changed to be shown. */
const versions = 2;

/** How many images are shown. */
export const imagesPreviewed = 8;

/**
 * Images as they are, and below them as training would see them in some of its epochs.
 * @param epoch the first of them
 * @throws ConfigError or ShapeError for transforms that such images do not allow
 */
export async function augmentedSamples(
  { x, y, classNames }: Dataset,
  augment: readonly string[],
  epoch: number,
): Promise<Samples> {
  const rows = [x.data];
  const run = augmentation(transformsOf(augment), { workers: 0 }).open(0);
  for (let version = 0; version < versions; version++) {
    const changed = await run.transform({
      x: new Tensor('u8', x.shape, x.data.slice()),
      y: toCategorical(y, classNames.length),
      samples: Uint32Array.from(y.data, (_, i) => i),
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
  return { pixels, labels: rows.flatMap(() => [...y.data]) };
}
