import type { SessionOptions } from '@cnn/tensor';
import { dataNames } from './catalog.js';
import { flag, oneOf, path, wholeNumber } from './kinds.js';
import { modelNames } from './models.js';
import { optional, withDefault } from './settings.js';

/** Settings that several commands have in common: the same name, meaning and words in each. */

type Variant = NonNullable<SessionOptions['variant']>;

const variants: readonly Variant[] = ['simd', 'relaxed'];

export const model = (help: string) => optional(oneOf(modelNames), help);

export const data = (help: string) => optional(oneOf(dataNames), help);

export const dataDir = optional(
  path('<dir>'),
  "folder with the data set's files; without it: the cache, else a download",
);

export const limit = (help: string) => optional(wholeNumber(1, 1000), help);

export const batchSize = (help: string) => withDefault(wholeNumber(1, 32), 32, help);

export const threads = optional(
  wholeNumber(1, 2),
  'threads that compute (default: one for each processor); results do not depend on it',
);

export const variant = optional(
  oneOf(variants),
  'kernels to use (default: the fastest that this machine runs)',
);

export const json = (help: string) => optional(flag, help);
