import { mixesLabels, putsTogether } from './augmentations.js';
import { taskOf, usualData } from './catalog.js';
import { UsageError } from './errors.js';
import { either } from './format.js';
import { hasFilters, modelNames, taskOfModel } from './models.js';
import type { TrainOptions } from './train-settings.js';

/** @throws UsageError when a network is given images for another task, or options that are not for it */
export function expectFittingTask(options: TrainOptions): void {
  expectImagesForTask(options);
  expectLabelsOfTask(options);
  expectFiltersToChoose(options);
}

function expectImagesForTask({ model, data }: TrainOptions): void {
  const task = taskOfModel(model);
  const wanted = data === undefined ? task : taskOf(data);
  if (task === wanted) return;
  const others = modelNames.filter((name) => taskOfModel(name) === wanted);
  throw new UsageError(
    `--model ${model} is for ${task}, but --data ${data} is for ${wanted}; choose --model ${either(others)}, or --data ${usualData(task)}.`,
  );
}

/** Classes of images can be mixed and smoothed; places of pixels and objects can be put together. */
function expectLabelsOfTask({ model, augment, labelSmoothing }: TrainOptions): void {
  const task = taskOfModel(model);
  if (task !== 'classification' && mixesLabels(augment)) {
    const [what, moved] =
      task === 'detection'
        ? ['a box is around an object or it is not', 'boxes']
        : ['a pixel is of one class', 'masks'];
    throw new UsageError(
      `--augment ${augment!.join(',')} was given with ${model}; mixup and cutmix mix the classes of images, and ${what}. Leave them out; the others move ${moved} along with their images.`,
    );
  }
  if (task === 'classification' && putsTogether(augment)) {
    throw new UsageError(
      `--augment ${augment!.join(',')} was given with ${model}; mosaic puts parts of four images together, and a class is that of an image as a whole. Leave it out, or take cutmix, which mixes classes as well.`,
    );
  }
  if (task === 'detection' && labelSmoothing > 0) {
    throw new UsageError(
      `--label-smoothing was given with ${model}, whose loss knows no such thing; leave it out.`,
    );
  }
}

/** @throws UsageError when a width was chosen for a network that has its own */
export function expectFiltersToChoose({ model, filters }: Pick<TrainOptions, 'model' | 'filters'>): void {
  if (hasFilters(model) || filters === undefined) return;
  const others = modelNames.filter(hasFilters);
  throw new UsageError(
    `--filters was given with ${model}, whose width is fixed; leave it out, or choose --model ${either(others)}.`,
  );
}
