import { isDetector } from '@cnn/detection';
import type { Model } from '@cnn/layers';
import type { Task } from './catalog.js';

/** What a model tells, whoever made it. */
export function taskToldBy(model: Model): Task {
  if (isDetector(model)) return 'detection';
  return model.outputShape.length === 4 ? 'segmentation' : 'classification';
}
