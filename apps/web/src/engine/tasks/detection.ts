import {
  augmentation,
  type DetectionDataset,
  type LabelledBox,
  type Splits,
  syntheticBoxes,
  type Transform,
} from '@cnn/datasets';
import {
  boxIou,
  type Detector,
  type DetectorOptions,
  detectorOf,
  foundObjects,
  isDetector,
  meanAveragePrecision,
  ssd,
  yolo,
} from '@cnn/detection';
import type { Model } from '@cnn/layers';
import { framed } from '../../tasks/framed.js';
import type { ModelName } from '../../tasks/tasks.js';
import { type Samples, usualSize } from '../protocol/data.js';
import type { BoxAnswer } from '../protocol/look.js';
import type { Settings } from '../protocol/settings.js';
import { transformsOf } from '../recipe.js';
import { boxSurvey, detectionsIn, enough } from './box-survey.js';
import type { Look, RatingOptions, TaskWork } from './task-work.js';

/** How many images are shown, and below them with their boxes. */
const shown = 10;

/** What is less sure than this is never shown. */
const shownScore = 0.05;

type DetectorName = Extract<ModelName, 'yolo' | 'ssd'>;

const detectors: Readonly<Record<DetectorName, (options: DetectorOptions) => Detector>> = { yolo, ssd };

/** To find objects. */
export const detection: TaskWork<DetectionDataset> = {
  builtIn: { train: 4_000, test: 500 },
  draw: ({ train, test, size = usualSize }): Splits<DetectionDataset> =>
    syntheticBoxes({ trainCount: train, testCount: test, size }),
  samples: samplesOf,
  labels: ({ objects }) => objects.map(classesOf),
  // Whole, because objects are sought everywhere; black bars would be new to a model that never saw any.
  resize: (noted) => (noted === 'pad' ? 'pad' : 'squash'),
  build: ({ name }, { imageShape: inputShape, classes }, { seed, normalization } = { seed: 0 }) =>
    detectors[name as DetectorName]({ inputShape, classes, seed, normalization }).model,
  isFor: isDetector,
  classesOf: (model) => detectorOf(model).classes,
  goal: (model) => ({ loss: detectorOf(model).loss }),
  targets: ({ x, objects }, model) => ({ x, y: detectorOf(model).encode(objects) }),
  transforms,
  augmentation: augmentationOf,
  rate: ratingOf,
  answer: answerFor,
  survey: boxSurvey,
};

function augmentationOf({ objects }: DetectionDataset, model: Model, { augment = [] }: Settings) {
  if (augment.length === 0) return undefined;
  const boxes = { objects, encode: detectorOf(model).encode };
  return augmentation(transforms(augment), { boxes });
}

/** Beyond the edges there are no objects, as there were if the image went on there. */
function transforms(names: readonly string[]): Transform[] {
  return transformsOf(names).map(withoutRepeats);
}

function withoutRepeats(transform: Transform): Transform {
  return 'fillMode' in transform ? { ...transform, fillMode: 'constant' } : transform;
}

/** Some images, and below them the same with their objects framed. */
function samplesOf(data: DetectionDataset): Samples {
  const { x, objects } = data.take(shown);
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const pixels = new Uint8Array(2 * x.size);
  pixels.set(x.data);
  objects.forEach((list, i) => {
    const image = framed(x.rows(i, i + 1).data, list, [height, width, channels]);
    pixels.set(image, x.size + (i * x.size) / objects.length);
  });
  const labels = objects.map(classesOf);
  return { pixels, labels: [...labels, ...labels] };
}

/** Those of some objects, each once. */
function classesOf(objects: readonly LabelledBox[]): number[] {
  return [...new Set(objects.map(({ label }) => label))].sort((a, b) => a - b);
}

/** The mean average precision where boxes overlap by half. */
async function ratingOf(model: Model, data: DetectionDataset, options: RatingOptions) {
  const { classes } = detectorOf(model);
  const found = await detectionsIn(model, data, options);
  const { mean } = meanAveragePrecision(found, data.objects, { classes });
  return { meanAveragePrecision: mean };
}

async function answerFor({ model, output, truth }: Look<DetectionDataset>): Promise<BoxAnswer> {
  const found = detectorOf(model).decode(output, { scoreThreshold: shownScore })[0]!;
  const objects = truth?.objects[0];
  const hits = foundObjects(found, objects ?? [], enough);
  return {
    task: 'detection',
    found: found.map((box, i) => {
      const hit = hits[i];
      const known = hit && { object: objects!.indexOf(hit), overlap: boxIou(box, hit) };
      return { object: undefined, overlap: undefined, ...box, ...known };
    }),
    truth: objects,
  };
}
