import type { Lesson } from './lesson.js';
import { batchNormalization } from './lessons/batch-normalization.js';
import { initialization } from './lessons/initialization.js';
import { learningRate } from './lessons/learning-rate.js';
import { localFeatures } from './lessons/local-features.js';
import { padding } from './lessons/padding.js';
import { pooling } from './lessons/pooling.js';
import { residualConnections } from './lessons/residual-connections.js';
import { sharedWeights } from './lessons/shared-weights.js';
import { vanishingGradients } from './lessons/vanishing-gradients.js';

/** All lessons, in the order in which they are best read: what networks are made of, then how they learn. */
export const lessons: readonly Lesson[] = [
  localFeatures,
  sharedWeights,
  pooling,
  padding,
  initialization,
  learningRate,
  vanishingGradients,
  residualConnections,
  batchNormalization,
];
