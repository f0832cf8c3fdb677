import { type Dataset, type Splits, synthetic, toCategorical } from '@cnn/datasets';
import { gradCam, type Model, saliency } from '@cnn/layers';
import { categoricalCrossentropy, sparseCategoricalCrossentropy, type TrainingData } from '@cnn/train';
import { bytesUpTo, largest } from '../byte-pictures.js';
import { buildClassifier } from '../models.js';
import type { Samples } from '../protocol/data.js';
import type { ClassAnswer } from '../protocol/look.js';
import type { Settings } from '../protocol/settings.js';
import { augmentationOf, transformsOf } from '../recipe.js';
import { classSurvey } from './class-survey.js';
import { pictures } from './samples.js';
import type { Look, TaskWork } from './task-work.js';

/** How many images are shown: as many of each class as make up the fewer, without going beyond the most. */
const shown = { fewer: 20, most: 40 };

/** To tell the class of an image. */
export const classification: TaskWork<Dataset> = {
  builtIn: { train: 15_000, test: 2_500 },
  draw: ({ train, test }): Splits<Dataset> => synthetic({ trainCount: train, testCount: test }),
  samples: samplesOf,
  labels: ({ y }) => Array.from(y.data, (label) => [label]),
  resize: (noted) => noted ?? 'crop',
  build: buildClassifier,
  isFor: ({ outputShape }) => outputShape.length === 2,
  classesOf: ({ outputShape }) => outputShape.at(-1)!,
  goal: (_, settings) => ({ loss: lossOf(settings), metrics: ['accuracy'] }),
  targets: ({ x, y, classNames }, _, settings): TrainingData => ({
    x,
    y: mixesLabels(settings) ? toCategorical(y, classNames.length) : y,
  }),
  transforms: transformsOf,
  augmentation: (_, __, settings) => augmentationOf(settings),
  answer: answerFor,
  survey: classSurvey,
};

/** The loss that the settings ask for: of class numbers, or of one-hot rows where labels are mixed. */
function lossOf(settings: Settings) {
  const { labelSmoothing = 0 } = settings;
  const loss = mixesLabels(settings) ? categoricalCrossentropy : sparseCategoricalCrossentropy;
  return loss({ labelSmoothing });
}

function mixesLabels(settings: Settings): boolean {
  return augmentationOf(settings)?.mixesLabels ?? false;
}

/** The first images of each class, class by class in turn. */
function samplesOf({ x, y, classNames }: Dataset): Samples {
  const byClass = classNames.map(() => [] as number[]);
  const { length: classes } = classNames;
  const wanted = Math.max(1, Math.min(Math.ceil(shown.fewer / classes), Math.floor(shown.most / classes)));
  for (let i = 0, missing = classes * wanted; i < y.size && missing > 0; i++) {
    const found = byClass[y.data[i]!]!;
    if (found.length === wanted) continue;
    found.push(i);
    missing--;
  }
  const rows = Array.from({ length: wanted }, (_, row) => byClass.flatMap((found) => found[row] ?? []));
  const indices = rows.flat().slice(0, shown.most);
  return { pixels: pictures(x, indices), labels: indices.map((index) => [y.data[index]!]) };
}

async function answerFor({ model, image, output, truth, session }: Look<Dataset>): Promise<ClassAnswer> {
  const cam = hasConvolution(model) ? await gradCam(model, image, { session }) : undefined;
  const slopes = await saliency(model, image, { session });
  return {
    task: 'classification',
    label: truth?.y.data[0],
    probabilities: [...output.data],
    cam: cam && bytesUpTo(cam.heatmap.data, 1),
    saliency: bytesUpTo(slopes.map.data, largest(slopes.map.data)),
  };
}

function hasConvolution(model: Model): boolean {
  return model.layers.some(({ className }) => /Conv2D/.test(className));
}
