import { classifierNotes, type Model } from '@cnn/layers';
import { firstRenamed, namesOf } from './class-names.js';
import { imageShapeOf } from './own-image.js';
import type { LookFigures } from './protocol/look.js';
import { loadTask, taskOf } from './tasks/load-task.js';
import type { Images } from './tasks/task-work.js';

/**
 * What a model can be shown: images of its shape, and the test images where they have it and are of its classes.
 * @throws ConfigError when it takes no images, or tells nothing of them that the page knows
 */
export async function lookFigures(model: Model, test: Images | undefined): Promise<LookFigures> {
  const imageShape = imageShapeOf(model);
  const task = await taskOf(model);
  const { classesOf, labels } = await loadTask(task);
  const { classNames: noted } = classifierNotes(model);
  const [, ...shape] = test?.x.shape ?? [];
  const fits =
    test !== undefined &&
    imageShape.every((size, axis) => size === shape[axis]) &&
    (noted === undefined || !firstRenamed(noted, test.classNames));
  return {
    task,
    imageShape,
    // Models of other origin have noted none.
    classNames: namesOf(classesOf(model), noted ?? (fits ? test.classNames : [])),
    samples: fits ? { pixels: test.x.data, labels: labels(test) } : undefined,
  };
}
