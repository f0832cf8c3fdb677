import {
  type Augmentation,
  type AugmentationOptions,
  augmentation,
  DetectionDataset,
  namedTransforms,
  SegmentationDataset,
  type Transform,
  transformNamed,
  voidClass,
} from '@cnn/datasets';
import { detectorOf } from '@cnn/detection';
import type { Model } from '@cnn/layers';
import * as v from 'valibot';
import type { ImageSplits } from './catalog.js';
import type { Kind } from './kinds.js';
import { didYouMean } from './nearest.js';

const forms = Object.entries(namedTransforms).map(([name, { value }]) =>
  value ? `${name}[:${value}]` : name,
);

/** Transforms as they are typed, `flip,crop:4`, or in a file as a list. */
export const transformList: Kind<readonly string[]> = {
  schema: v.pipe(
    v.union([
      v.pipe(
        v.string(),
        v.transform((text) => text.split(',')),
      ),
      v.array(v.string()),
    ]),
    v.minLength(1),
    v.everyItem((text) => isTransform(text)),
  ),
  read: (text) => text,
  placeholder: '<list>',
  expected: `one or more of ${forms.join(', ')} with commas between them`,
  example: ['flip', 'crop:4'],
  hint: (value) => {
    const texts = String(value).split(',');
    const names = texts.map((text) => text.split(':', 1)[0]!.trim());
    const unknown = names.find((name) => !Object.hasOwn(namedTransforms, name));
    if (unknown !== undefined) return didYouMean(unknown, Object.keys(namedTransforms));
    const reason = texts.map(reasonAgainst).find((each) => each !== undefined);
    return reason === undefined ? undefined : `. ${reason}`;
  },
};

/** Of help: what there is. */
export const transformForms = forms.join(', ');

/** The augmentation of training images that a list asks for; none for no list. */
export function augmentationOf(
  list: readonly string[] | undefined,
  data: ImageSplits['train'],
  model: Model,
): Augmentation | undefined {
  if (!list) return undefined;
  const transforms = transformsOf(list);
  if (!(data instanceof DetectionDataset)) return augmentation(transforms, optionsFor(data));
  const boxes = { objects: data.objects, encode: detectorOf(model).encode };
  return augmentation(transforms.map(withoutRepeats), { boxes });
}

/** Whether a list changes what images are, so that labels have to be one-hot rows. */
export function mixesLabels(list: readonly string[] | undefined): boolean {
  return list !== undefined && augmentation(transformsOf(list)).mixesLabels;
}

/** Whether a list puts parts of several images together, of which one label says nothing. */
export function putsTogether(list: readonly string[] | undefined): boolean {
  return list !== undefined && transformsOf(list).some(({ name }) => name === 'mosaic');
}

function transformsOf(list: readonly string[]): Transform[] {
  return list.map((text) => transformNamed(text)!);
}

/** Beyond the edges of masks there is nothing of a class. */
function optionsFor(data: ImageSplits['train']): AugmentationOptions {
  return data instanceof SegmentationDataset ? { maskFill: voidClass } : {};
}

/** Nor are there objects beyond the edges, as there were if the image went on there. */
function withoutRepeats(transform: Transform): Transform {
  return 'fillMode' in transform ? { ...transform, fillMode: 'constant' } : transform;
}

function isTransform(text: string): boolean {
  return reasonAgainst(text) === undefined && transformNamed(text) !== undefined;
}

/** Why the number behind a name cannot be used. */
function reasonAgainst(text: string): string | undefined {
  try {
    transformNamed(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
