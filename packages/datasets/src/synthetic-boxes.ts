import { type RandomStream, randomStream, Tensor } from '@cnn/tensor';
import { drawBackground } from './background.js';
import type { Box, LabelledBox } from './box.js';
import type { Splits } from './dataset.js';
import { DetectionDataset } from './detection-dataset.js';
import { eachCovered, Picture, type Placement } from './picture.js';
import { shapes } from './shapes.js';
import { checkWhole, contrasting } from './synthetic.js';

/** What {@link syntheticBoxes} draws. */
export interface SyntheticBoxesOptions {
  /** The same seed draws the same images. Default 7. */
  seed?: number;
  /** Training images. Default 4,000. */
  trainCount?: number;
  /** Test images. Default 500. */
  testCount?: number;
  /** Height and width of an image in pixels. Default 64. */
  size?: number;
}

const classNames = ['disc', 'square', 'triangle', 'cross'] as const;
const MOST_OBJECTS = 4;
/** How often a place is sought for an object, before the picture goes without. */
const TRIES = 8;
/** Radii, as shares of the image's size. */
const SMALLEST = 0.1;
const LARGEST = 0.26;

/**
 * Colour images of one to four shapes on a textured background, with a box around each: disc, square, triangle or
 * cross. Shapes lie apart from each other and inside the image; place, size, angle, colours, light and noise are random.
 *
 * Images are `[count, size, size, 3]`. An image depends on the seed, its split and its index alone, not on the counts.
 * @throws ConfigError when a count or the size is not a whole number, 1 or larger (32 for the size).
 * @example const { train, test } = syntheticBoxes({ size: 64 });
 */
export function syntheticBoxes(options: SyntheticBoxesOptions = {}): Splits<DetectionDataset> {
  const { seed = 7, trainCount = 4_000, testCount = 500, size = 64 } = options;
  checkWhole('syntheticBoxes()', 'trainCount', trainCount, 1);
  checkWhole('syntheticBoxes()', 'testCount', testCount, 1);
  checkWhole('syntheticBoxes()', 'size', size, 32);
  return {
    train: drawSplit(seed, 'train', trainCount, size),
    test: drawSplit(seed, 'test', testCount, size),
    source: 'built in',
  };
}

function drawSplit(seed: number, split: string, count: number, size: number): DetectionDataset {
  const x = new Tensor('u8', [count, size, size, 3], new Uint8Array(count * size * size * 3));
  const picture = new Picture(size);
  const objects = Array.from({ length: count }, (_, index) => {
    const random = randomStream(seed, 'synthetic-boxes', split, index);
    drawBackground(picture, random);
    const drawn = drawObjects(picture, random);
    picture.develop(x.rows(index, index + 1).data, random);
    return drawn;
  });
  return new DetectionDataset({ name: 'synthetic-boxes', classNames, x, objects });
}

function drawObjects(picture: Picture, random: RandomStream): LabelledBox[] {
  const drawn: LabelledBox[] = [];
  for (let wanted = 1 + random.integer(MOST_OBJECTS); wanted > 0; wanted--) {
    const label = random.integer(classNames.length);
    const place = freePlace(picture.size, drawn, random);
    if (!place) continue;
    const { x, y, radius } = place;
    const shape = shapes[classNames[label]!]!;
    const placement: Placement = {
      ...{ x, y, radius },
      angle: random.uniform(-0.3, 0.3),
      colour: contrasting(picture.at(x, y), random),
    };
    picture.draw(shape, placement);
    drawn.push({ ...boxAround(picture.size, shape, placement), label });
  }
  return drawn;
}

type Place = Pick<Placement, 'x' | 'y' | 'radius'>;

/** Somewhere inside the image where no other object is, if that is soon found. */
function freePlace(size: number, others: readonly Box[], random: RandomStream): Place | undefined {
  for (let tries = TRIES; tries > 0; tries--) {
    const radius = random.uniform(SMALLEST, LARGEST);
    const [x, y] = [random.uniform(radius, 1 - radius), random.uniform(radius, 1 - radius)];
    const reach: Box = { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
    if (!others.some((other) => meet(reach, other)))
      return { x: x * size, y: y * size, radius: radius * size };
  }
  return undefined;
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The smallest box around the pixels of which a shape covers half. */
function boxAround(size: number, shape: (typeof shapes)[string], placement: Placement): Box {
  let [left, top, right, bottom] = [size, size, 0, 0];
  eachCovered(size, shape, placement, (pixel, cover) => {
    if (cover < 0.5) return;
    const [row, column] = [Math.floor(pixel / size), pixel % size];
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  });
  return { left: left / size, top: top / size, right: right / size, bottom: bottom / size };
}
