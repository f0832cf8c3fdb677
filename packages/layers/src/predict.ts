import type { Session, Tensor } from '@cnn/tensor';
import { compute } from './compute.js';
import type { Ends, Model } from './model.js';
import { checkInputs } from './model-inputs.js';
import { expectKnownOptions, wholePositive } from './options.js';
import { type Like, pack } from './structure.js';

export interface PredictOptions {
  /** Inputs computed together. Default 32. */
  readonly batchSize?: number;
  /** Where to compute. Default: a session that all models share, made on first use. */
  readonly session?: Session;
}

/**
 * Computes a model's outputs, batch by batch, with the weights of the moment of the call.
 * @throws ShapeError when `x` is not what the model takes; ConfigError for an unusable batch size
 */
export async function predict<In extends Ends, Out extends Ends>(
  model: Model<In, Out>,
  x: Like<In, Tensor>,
  options: PredictOptions = {},
): Promise<Like<Out, Tensor<'f32'>>> {
  expectKnownOptions('predict', options, ['batchSize', 'session']);
  const batchSize = wholePositive('The batchSize of predict', options.batchSize ?? 32);
  const inputs = checkInputs(model, x);
  const outputs = await compute(model, inputs, model.graph.outputs, { batchSize, session: options.session });
  return pack(model.outputs, outputs);
}
