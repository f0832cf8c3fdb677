import { type Augmentation, augmentation, namedTransforms, transformNamed, voidClass } from '@cnn/datasets';
import * as v from 'valibot';
import type { Task } from './catalog.js';
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
    const names = String(value)
      .split(',')
      .map((text) => text.split(':', 1)[0]!.trim());
    const unknown = names.find((name) => !Object.hasOwn(namedTransforms, name));
    return unknown === undefined ? undefined : didYouMean(unknown, Object.keys(namedTransforms));
  },
};

/** Of help: what there is. */
export const transformForms = forms.join(', ');

/** The augmentation that a list asks for; none for no list. Beyond the edges of masks there is nothing of a class. */
export function augmentationOf(
  list: readonly string[] | undefined,
  task: Task = 'classification',
): Augmentation | undefined {
  const options = task === 'segmentation' ? { maskFill: voidClass } : {};
  return (
    list &&
    augmentation(
      list.map((text) => transformNamed(text)!),
      options,
    )
  );
}

function isTransform(text: string): boolean {
  try {
    return transformNamed(text) !== undefined;
  } catch {
    return false;
  }
}
