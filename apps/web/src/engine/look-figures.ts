import { classifierNotes, type Model } from '@cnn/layers';
import { imageShapeOf } from './own-image.js';
import type { LookFigures } from './protocol/look.js';
import { loadTask, taskOf } from './tasks/load-task.js';
import type { Images } from './tasks/task-work.js';

/**
 * What a model can be shown: images of its shape, and the test images where they have it.
 * @throws ConfigError when it takes no images, or tells nothing of them that the page knows
 */
export async function lookFigures(model: Model, test: Images | undefined): Promise<LookFigures> {
  const imageShape = imageShapeOf(model);
  const task = await taskOf(model);
  const { classesOf, labels } = await loadTask(task);
  const [, ...shape] = test?.x.shape ?? [];
  const fits = test !== undefined && imageShape.every((size, axis) => size === shape[axis]);
  return {
    task,
    imageShape,
    classNames: classNamesOf(model, classesOf(model), fits ? test.classNames : []),
    samples: fits ? { pixels: test.x.data, labels: labels(test) } : undefined,
  };
}

/** Those of the data, or else the names that training noted; numbers for models of other origin. */
function classNamesOf(model: Model, classes: number, known: readonly string[]): string[] {
  const names = known.length > 0 ? known : (classifierNotes(model).classNames ?? []);
  return Array.from({ length: classes }, (_, index) => names[index] ?? String(index));
}
