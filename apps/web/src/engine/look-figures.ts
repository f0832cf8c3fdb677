import type { Dataset } from '@cnn/datasets';
import { classifierNotes, type Model } from '@cnn/layers';
import { ConfigError, formatShape } from '@cnn/tensor';
import { imageShapeOf } from './own-image.js';
import type { LookFigures } from './protocol/look.js';
import { about } from './trouble.js';

/**
 * What a model can be shown: images of its shape, and the test images where they have it.
 * @throws ConfigError when it takes no images, or does not tell their classes
 */
export function lookFigures(model: Model, test: Dataset | undefined): LookFigures {
  const imageShape = imageShapeOf(model);
  expectClasses(model);
  const [, ...shape] = test?.x.shape ?? [];
  const fits = test !== undefined && imageShape.every((size, axis) => size === shape[axis]);
  return {
    imageShape,
    classNames: classNamesOf(model, fits ? test.classNames : []),
    samples: fits ? { pixels: test.x.data, labels: [...test.y.data] } : undefined,
  };
}

function expectClasses({ name, outputShape }: Model): void {
  if (outputShape.length === 2) return;
  const shape = formatShape(outputShape.slice(1) as number[]);
  throw new ConfigError(
    `The model '${name}' makes ${shape} of an image; expected a number for each class. Choose a run that tells classes of images.`,
    about({ kind: 'tells-no-classes', shape }),
  );
}

/** Those of the data, or else the names that training noted; numbers for models of other origin. */
function classNamesOf(model: Model, known: readonly string[]): string[] {
  const names = known.length > 0 ? known : (classifierNotes(model).classNames ?? []);
  return Array.from({ length: model.outputShape[1] ?? 0 }, (_, index) => names[index] ?? String(index));
}
