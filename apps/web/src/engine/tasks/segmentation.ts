import { type SegmentationDataset, type Splits, syntheticMasks, voidClass } from '@cnn/datasets';
import { type SegmenterName, segmenters } from '@cnn/layers';
import { sparseCategoricalCrossentropy } from '@cnn/train';
import { tinted } from '../../tasks/class-colours.js';
import type { Samples } from '../protocol/data.js';
import { usualSize } from '../protocol/data.js';
import type { MaskAnswer } from '../protocol/look.js';
import { augmentationOf, transformsOf } from '../recipe.js';
import { likeliest } from './likeliest.js';
import { maskSurvey } from './mask-survey.js';
import { pictures } from './samples.js';
import type { Look, TaskWork } from './task-work.js';

/** How many images are shown, and below them with their masks. */
const shown = 10;

/** To tell the class of each pixel. */
export const segmentation: TaskWork<SegmentationDataset> = {
  builtIn: { train: 4_000, test: 500 },
  draw: ({ train, test, size = usualSize }): Splits<SegmentationDataset> =>
    syntheticMasks({ trainCount: train, testCount: test, size }),
  samples: samplesOf,
  labels: ({ y, length }) => Array.from({ length }, (_, image) => classesIn(y.rows(image, image + 1).data)),
  // Whole, because all of its pixels are asked for; black bars would be new to a model that never saw any.
  resize: (noted) => (noted === 'pad' ? 'pad' : 'squash'),
  build: ({ name }, { imageShape: inputShape, classes }, { seed, normalization } = { seed: 0 }) =>
    segmenters[name as SegmenterName]({ inputShape, classes, seed, normalization }),
  isFor: ({ inputShape, outputShape }) =>
    outputShape.length === 4 && [1, 2].every((axis) => outputShape[axis] === inputShape[axis]),
  classesOf: ({ outputShape }) => outputShape.at(-1)!,
  goal: (_, { labelSmoothing = 0 }) => ({
    loss: sparseCategoricalCrossentropy({ labelSmoothing, ignoreClass: voidClass }),
    metrics: ['accuracy', 'meanIoU'],
  }),
  targets: ({ x, y }) => ({ x, y }),
  transforms: transformsOf,
  // Beyond the edges of masks there is nothing of a class.
  augmentation: (_, __, settings) => augmentationOf(settings, { maskFill: voidClass }),
  answer: answerFor,
  survey: maskSurvey,
};

/** Some images, and below them the same in the colours of their classes. */
function samplesOf(data: SegmentationDataset): Samples {
  const { x, y } = data.take(shown);
  const indices = Array.from({ length: Math.min(shown, data.length) }, (_, i) => i);
  const labels = segmentation.labels(data.take(shown));
  const masked = tinted(x.data, y.data, x.shape.at(-1)!, 0.7);
  const pixels = new Uint8Array(2 * x.size);
  pixels.set(pictures(x, indices));
  pixels.set(masked, x.size);
  return { pixels, labels: [...labels, ...labels] };
}

/** Those in a mask, but for the background. */
function classesIn(mask: Uint8Array): number[] {
  return [...new Set(mask)].filter((label) => label !== 0 && label !== voidClass).sort((a, b) => a - b);
}

async function answerFor({ output, truth }: Look<SegmentationDataset>): Promise<MaskAnswer> {
  return { task: 'segmentation', mask: likeliest(output), truth: truth?.y.data };
}
