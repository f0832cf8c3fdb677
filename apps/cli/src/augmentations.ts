import {
  type Augmentation,
  augmentation,
  colorJitter,
  cutmix,
  cutout,
  mixup,
  randomCrop,
  randomFlip,
  randomRotation,
  randomTranslation,
  randomZoom,
  type Transform,
} from '@cnn/datasets';
import * as v from 'valibot';
import type { Kind } from './kinds.js';
import { didYouMean } from './nearest.js';

/** A transform of training images by a short name, which may be followed by a number: `crop:4`. */
interface Entry {
  /** What the number is, where one can be given. */
  readonly value?: string;
  readonly make: (value: number | undefined) => Transform;
}

const entries: Readonly<Record<string, Entry>> = {
  flip: { make: () => randomFlip() },
  crop: { value: 'pixels', make: (padding = 4) => randomCrop({ padding }) },
  translate: {
    value: 'share',
    make: (share = 0.1) => randomTranslation({ heightFactor: share, widthFactor: share }),
  },
  rotate: { value: 'degrees', make: (degrees = 15) => randomRotation({ factor: degrees / 360 }) },
  zoom: { value: 'share', make: (share = 0.1) => randomZoom({ heightFactor: share }) },
  light: { value: 'share', make: (share = 0.2) => colorJitter({ brightness: share, contrast: share }) },
  color: {
    value: 'share',
    make: (share = 0.2) =>
      colorJitter({ brightness: share, contrast: share, saturation: share, hue: Math.min(share / 4, 0.5) }),
  },
  cutout: { value: 'pixels', make: (size = 16) => cutout({ size }) },
  mixup: { value: 'alpha', make: (alpha = 0.2) => mixup({ alpha }) },
  cutmix: { value: 'alpha', make: (alpha = 1) => cutmix({ alpha }) },
};

const forms = Object.entries(entries).map(([name, { value }]) => (value ? `${name}[:${value}]` : name));

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
    const unknown = names.find((name) => !Object.hasOwn(entries, name));
    return unknown === undefined ? undefined : didYouMean(unknown, Object.keys(entries));
  },
};

/** Of help: what there is. */
export const transformForms = forms.join(', ');

/** The augmentation that a list asks for; none for no list. */
export function augmentationOf(list: readonly string[] | undefined): Augmentation | undefined {
  return list && augmentation(list.map(transformOf));
}

function transformOf(text: string): Transform {
  const [name, value] = text.trim().split(':');
  return entries[name!]!.make(value === undefined ? undefined : Number(value));
}

function isTransform(text: string): boolean {
  const [, name, value] = /^\s*([a-z]+)(?::(\d+\.?\d*|\.\d+))?\s*$/.exec(text) ?? [];
  const entry = name !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (!entry || (value !== undefined && !entry.value)) return false;
  try {
    transformOf(text);
    return true;
  } catch {
    return false;
  }
}
