import { type Model, simpleCnn } from '@cnn/layers';
import type { Shape } from '@cnn/tensor';

/** What a model of the collection is built for. */
interface Purpose {
  /** `[height, width, channels]`. */
  inputShape: Shape;
  classes: number;
  seed: number;
}

const builders = {
  'simple-cnn': (purpose: Purpose): Model => simpleCnn(purpose),
};

export type ModelName = keyof typeof builders;

export const modelNames = Object.keys(builders) as ModelName[];

export function buildModel(name: ModelName, purpose: Purpose): Model {
  return builders[name](purpose);
}
