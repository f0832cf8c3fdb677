import { binaryCrossentropy } from './binary-crossentropy.js';
import { binaryFocalCrossentropy } from './binary-focal-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { categoricalFocalCrossentropy } from './categorical-focal-crossentropy.js';
import { dice, sparseDice } from './dice.js';
import { huber } from './huber.js';
import { meanAbsoluteError } from './mean-absolute-error.js';
import { meanSquaredError } from './mean-squared-error.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
import { sparseCategoricalFocalCrossentropy } from './sparse-categorical-focal-crossentropy.js';

/** The losses by the names that they can be asked for by, each with its defaults. */
export const losses = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  sparseCategoricalFocalCrossentropy,
  categoricalFocalCrossentropy,
  binaryFocalCrossentropy,
  sparseDice,
  dice,
  meanSquaredError,
  meanAbsoluteError,
  huber,
};
