import { type RandomStream, randomStream, Tensor } from '@cnn/tensor';
import { drawBackground } from './background.js';
import type { Splits } from './dataset.js';
import { eachCovered, Picture, type Placement } from './picture.js';
import { SegmentationDataset } from './segmentation-dataset.js';
import { shapes } from './shapes.js';
import { checkWhole, contrasting } from './synthetic.js';

/** What {@link syntheticMasks} draws. */
export interface SyntheticMasksOptions {
  /** The same seed draws the same images. Default 7. */
  seed?: number;
  /** Training images. Default 4,000. */
  trainCount?: number;
  /** Test images. Default 500. */
  testCount?: number;
  /** Height and width of an image in pixels. Default 64. */
  size?: number;
}

const drawn = ['disc', 'square', 'triangle', 'cross'] as const;
const classNames = ['background', ...drawn];

/**
 * Colour images of one or two shapes on a textured background, with masks that say for each pixel what is seen
 * there: background, disc, square, triangle or cross. Shapes may cover each other and reach over the edge; place,
 * size, angle, colours, light and noise are random, so that only its outline tells what a shape is.
 *
 * Images are `[count, size, size, 3]`, masks `[count, size, size]`. An image depends on the seed, its split and its
 * index alone, not on the counts.
 * @throws ConfigError when a count or the size is not a whole number, 1 or larger (16 for the size).
 * @example const { train, test } = syntheticMasks({ size: 32 });
 */
export function syntheticMasks(options: SyntheticMasksOptions = {}): Splits<SegmentationDataset> {
  const { seed = 7, trainCount = 4_000, testCount = 500, size = 64 } = options;
  checkWhole('syntheticMasks()', 'trainCount', trainCount, 1);
  checkWhole('syntheticMasks()', 'testCount', testCount, 1);
  checkWhole('syntheticMasks()', 'size', size, 16);
  return {
    train: drawSplit(seed, 'train', trainCount, size),
    test: drawSplit(seed, 'test', testCount, size),
    source: 'built in',
  };
}

function drawSplit(seed: number, split: string, count: number, size: number): SegmentationDataset {
  const x = new Tensor('u8', [count, size, size, 3], new Uint8Array(count * size * size * 3));
  const y = new Tensor('u8', [count, size, size], new Uint8Array(count * size * size));
  const picture = new Picture(size);
  for (let index = 0; index < count; index++) {
    const random = randomStream(seed, 'synthetic-masks', split, index);
    drawBackground(picture, random);
    for (let left = 1 + random.integer(2); left > 0; left--) {
      drawShape(picture, y.rows(index, index + 1).data, random);
    }
    picture.develop(x.rows(index, index + 1).data, random);
  }
  return new SegmentationDataset({ name: 'synthetic-masks', classNames, x, y });
}

/** Draws a shape over what is there, in the picture and in its mask. */
function drawShape(picture: Picture, mask: Uint8Array, random: RandomStream): void {
  const { size } = picture;
  const kind = random.integer(drawn.length);
  const shape = shapes[drawn[kind]!]!;
  const [x, y] = [random.uniform(0.2, 0.8) * size, random.uniform(0.2, 0.8) * size];
  const placement: Placement = {
    x,
    y,
    radius: size * random.uniform(0.2, 0.35),
    angle: random.uniform(-0.3, 0.3),
    colour: contrasting(picture.at(x, y), random),
  };
  picture.draw(shape, placement);
  eachCovered(size, shape, placement, (pixel, cover) => {
    if (cover >= 0.5) mask[pixel] = kind + 1;
  });
}
