import type { Tensor } from '@cnn/tensor';
import type { BaseLayer } from '../base-layer.js';
import { compute } from '../compute.js';
import type { Ends, Model } from '../model.js';
import { checkInputs } from '../model-inputs.js';
import { expectKnownOptions, wholePositive } from '../options.js';
import type { PredictOptions } from '../predict.js';
import type { Like } from '../structure.js';
import { type LayerChoice, placesOf } from './places.js';

export interface FeatureMapsOptions extends PredictOptions {
  /** The layers to look at, or their names. Default: all. */
  readonly layers?: readonly LayerChoice[];
}

/** What a layer gave. */
export interface FeatureMap {
  readonly layer: BaseLayer;
  /** Which of the places where the model uses the layer this is, counted from 0. */
  readonly place: number;
  /** After the layer's own activation, if it has one: `[count, rows, columns, channels]` for images. */
  readonly output: Tensor<'f32'>;
}

/**
 * What the layers of a model give for some inputs, all in one pass and as in inference (dropout lets everything
 * through), in the order in which they are computed; a layer that the model uses at several places appears for each.
 *
 * Costs as much as `predict` and a copy of each output asked for; a convolution of 32 filters over 32×32 pixels gives
 * 128 KB an image. The first call for a batch size and a choice of layers makes a plan, which later calls use again, as they
 * do the session, so calling it while the model trains is cheap for few images. It sees the weights that the model has at the
 * moment of the call: while `fit` computes these are the ones of the last epoch's end, unless `trainer.pull()` was called.
 * @param x what `predict` takes
 * @throws ConfigError for a layer that the model does not have; ShapeError when `x` is not what the model takes
 * @example
 * const [first] = await featureMaps(model, images, { layers: ['conv2d'] });
 * first.output.shape; // [count, 32, 32, 8]
 */
export async function featureMaps<In extends Ends, Out extends Ends>(
  model: Model<In, Out>,
  x: Like<In, Tensor>,
  options: FeatureMapsOptions = {},
): Promise<readonly FeatureMap[]> {
  expectKnownOptions('featureMaps', options, ['layers', 'batchSize', 'session']);
  const batchSize = wholePositive('The batchSize of featureMaps', options.batchSize ?? 32);
  const { layers = model.layers, session } = options;
  const chosen = new Set(layers.flatMap((layer) => placesOf(model, layer)));
  const inputs = checkInputs(model, x);
  const places = model.graph.tensors.filter((place) => chosen.has(place));
  const outputs = await compute(model, inputs, places, { batchSize, session });
  return places.map((place, i) => {
    const { layer } = place.call!;
    return { layer, place: placesOf(model, layer).indexOf(place), output: outputs[i]! };
  });
}
