import { type End, type Ends, expectKnownOptions, type Model, type SymbolicTensor, show } from '@cnn/layers';
import { ConfigError, Session, type SessionOptions } from '@cnn/tensor';
import { figuresOf, type GoalOptions, goalsOf } from './goals.js';
import { Learner, type Recipe } from './learner.js';
import { named } from './named.js';
import { adagrad } from './optimizers/adagrad.js';
import { adam } from './optimizers/adam.js';
import { adamW } from './optimizers/adamw.js';
import { lion } from './optimizers/lion.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { rmsprop } from './optimizers/rmsprop.js';
import { sgd } from './optimizers/sgd.js';
import { stepGraph } from './step-graph.js';
import { Trainer } from './trainer.js';

const optimizers = { adam, adamw: adamW, sgd, rmsprop, adagrad, lion };

/** Optimizers that can be asked for by name, with Keras' defaults. */
export type OptimizerName = keyof typeof optimizers;

/** How a model is to learn. The options of a session say on what to compute. */
export interface CompileOptions extends SessionOptions, GoalOptions {
  /** A name, or for other than the default options what `adam({ … })` or `sgd({ … })` makes. */
  readonly optimizer: OptimizerName | Optimizer;
  /** A session to compute in, which stays open when the trainer is closed. Default: one of its own. */
  readonly session?: Session;
  /** A whole number that shuffling and dropout are derived from. Default 0. */
  readonly seed?: number;
}

const optionNames = [
  'optimizer',
  'loss',
  'lossWeights',
  'metrics',
  'session',
  'seed',
  'variant',
  'threads',
  'deterministic',
];

/**
 * Joins a model with an optimizer, a loss and metrics.
 * @returns a trainer, which should be closed when it is not needed any more
 * @throws ConfigError or ShapeError when an option is unusable or the parts do not fit together
 * @throws KernelError when the host cannot compute as asked
 * @example
 * const trainer = await compile(model, {
 *   optimizer: adam(),
 *   loss: 'sparseCategoricalCrossentropy',
 *   metrics: ['accuracy'],
 * });
 * await trainer.fit(train, { epochs: 10, validationSplit: 0.2 });
 * @example
 * // A model of several outputs has a loss for each, and metrics, in objects by name or lists in order.
 * const trainer = await compile(detector, {
 *   optimizer: 'adam',
 *   loss: { kind: 'sparseCategoricalCrossentropy', box: 'huber' },
 *   lossWeights: { kind: 1, box: 10 },
 *   metrics: { kind: ['accuracy'] },
 * });
 * await trainer.fit({ x: images, y: { kind, box } });
 */
export async function compile<In extends Ends = SymbolicTensor, Out extends Ends = SymbolicTensor>(
  model: Model<In, Out>,
  options: CompileOptions,
): Promise<Trainer<In, Out>> {
  expectKnownOptions('compile', options, optionNames);
  const recipe = resolve(model.outputEnds, options);
  if (!model.weights.some((weight) => weight.trainable)) {
    throw new ConfigError(
      `The model '${model.name}' has no weights to train; training needs some. Add a layer that has, such as dense or conv2d.`,
    );
  }
  // Whatever does not fit together shows on a batch of one.
  stepGraph(model, recipe.goals, { mode: 'infer', size: 1, dtypes: model.inputEnds.map(() => 'f32') });
  const { session, ...rest } = options;
  if (session) expectNoSessionOptions(rest);
  const used = session ?? (await Session.create(sessionOptions(rest)));
  try {
    return new Trainer(new Learner(model, used, recipe), used, !session);
  } catch (error) {
    if (!session) await used.close();
    throw error;
  }
}

function resolve(outputs: readonly End[], { optimizer, seed = 0, ...options }: CompileOptions): Recipe {
  if (!Number.isSafeInteger(seed)) {
    throw new ConfigError(`The seed is ${show(seed)}; it must be a whole number. Choose one such as 0.`);
  }
  const goals = goalsOf(outputs, options);
  figuresOf(goals);
  return { optimizer: named('The optimizer', optimizer, optimizers, 'update'), goals, seed };
}

function expectNoSessionOptions(options: SessionOptions): void {
  const names = (['variant', 'threads', 'deterministic'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (names.length === 0) return;
  throw new ConfigError(
    `compile was given a session together with ${names.join(' and ')}, which only a new session can take. Leave the session out, or make it with these options.`,
  );
}

function sessionOptions({ variant, threads, deterministic }: SessionOptions): SessionOptions {
  return {
    ...(variant === undefined ? {} : { variant }),
    ...(threads === undefined ? {} : { threads }),
    ...(deterministic === undefined ? {} : { deterministic }),
  };
}
