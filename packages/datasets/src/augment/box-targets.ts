import { ConfigError, formatShape, ShapeError, sameShape, type Tensor } from '@cnn/tensor';
import { type LabelledBox, usualVisibility } from '../box.js';
import type { Samples } from './check-samples.js';
import { expectKnownOptions, share } from './options.js';
import { mixesLabels, type Transform } from './transforms.js';
import type { VisibleObject } from './visible-objects.js';

/** The objects in images that are augmented, for a network that finds them. */
export interface AugmentedBoxes {
  /** For each image of the data, in its order, its objects. */
  readonly objects: readonly (readonly LabelledBox[])[];
  /** Makes y of the objects of some images: `encode` of the detector, by which that of the data was made. */
  readonly encode: (objects: readonly (readonly LabelledBox[])[]) => Tensor;
  /** An object of which less is left than this share of its area, in view and not hidden, is none. Default 0.25. */
  readonly minVisibility?: number;
}

/** Fill modes that show more of an image than there is: pieces of objects, without boxes. */
const repeating = ['reflect', 'wrap'];

/** How far rounding can take a share from what it is. */
const ROUNDING = 1e-9;

/** What a detector learns of images that are transformed: their objects, encoded once these have moved. */
export class BoxTargets {
  readonly minVisibility: number;
  readonly #objects: AugmentedBoxes['objects'];
  readonly #encode: AugmentedBoxes['encode'];

  /** @throws ConfigError for an unusable option, or a transform that is not for boxes */
  constructor(boxes: AugmentedBoxes, transforms: readonly Transform[]) {
    const { objects, encode, minVisibility = usualVisibility } = boxes;
    expectKnownOptions('The boxes of augmentation', boxes, ['objects', 'encode', 'minVisibility']);
    if (!Array.isArray(objects) || typeof encode !== 'function') {
      throw new ConfigError(
        'The boxes of augmentation lack objects or encode; it takes the objects of the training images, and what makes y of them. Pass { objects: train.objects, encode: detector.encode }.',
      );
    }
    for (const transform of transforms) checkTransform(transform);
    this.minVisibility = share('The minVisibility of boxes', minVisibility);
    this.#objects = objects;
    this.#encode = encode;
  }

  /** @throws ConfigError or ShapeError when they are not the boxes of the data */
  check({ x, y }: Samples): void {
    const [images, lists] = [x.shape[0]!, this.#objects.length];
    if (images !== lists) {
      throw new ConfigError(
        `augmentation was given boxes for ${lists} images, and there are ${images}; expected a list of objects for each, in the order of the data. Pass the objects of the images that fit is given, those to validate with included.`,
      );
    }
    const encoded = this.#encode(this.#objects.slice(0, 1));
    const [wanted, given] = [encoded.shape.slice(1), y.shape.slice(1)];
    if (encoded.dtype === y.dtype && sameShape(wanted, given)) return;
    throw new ShapeError(
      `The boxes of augmentation are encoded as ${encoded.dtype} ${formatShape(wanted)} for each image, and y is ${y.dtype} ${formatShape(given)}; both have to be the same. Pass encode of the detector that is trained, and y made by it.`,
    );
  }

  /** The objects of some images, in memory of their own. */
  of(samples: Uint32Array): VisibleObject[][] {
    return Array.from(samples, (sample) =>
      this.#objects[sample]!.map((object) => ({ ...object, visible: 1 })),
    );
  }

  /** What is to be learned of images with such objects. */
  encode(objects: readonly (readonly VisibleObject[])[]): Tensor {
    const least = this.minVisibility - ROUNDING;
    return this.#encode(objects.map((list) => list.filter(({ visible }) => visible >= least)));
  }
}

function checkTransform(transform: Transform): void {
  const { name } = transform;
  if (mixesLabels(name)) {
    throw new ConfigError(
      `augmentation was given ${name} with boxes; it mixes images, and a box is around an object or it is not. Leave it out; the other transforms move boxes along.`,
    );
  }
  if ('fillMode' in transform && repeating.includes(transform.fillMode)) {
    throw new ConfigError(
      `augmentation was given ${name} of fillMode '${transform.fillMode}' with boxes; from beyond the edges it brings objects into view again, which have no boxes there. Pass ${name}({ …, fillMode: 'constant' }).`,
    );
  }
}
