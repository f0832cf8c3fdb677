import { expectKnownOptions, type Model, oneOf, show } from '@cnn/layers';
import { ConfigError, Session, type SessionOptions } from '@cnn/tensor';
import { Learner, type Recipe } from './learner.js';
import type { Loss } from './losses/loss.js';
import { losses } from './losses/losses.js';
import type { Metric } from './metrics/metric.js';
import { type MetricName, metrics as metricsByName } from './metrics/metrics.js';
import { ofLoss } from './metrics/of-loss.js';
import { adam } from './optimizers/adam.js';
import type { Optimizer } from './optimizers/optimizer.js';
import { sgd } from './optimizers/sgd.js';
import { stepGraph } from './step-graph.js';
import { Trainer } from './trainer.js';

const optimizers = { adam, sgd };

/** Optimizers that can be asked for by name, with Keras' defaults. */
export type OptimizerName = keyof typeof optimizers;
/** Losses that can be asked for by name. */
export type LossName = keyof typeof losses;

/** How a model is to learn. The options of a session say on what to compute. */
export interface CompileOptions extends SessionOptions {
  /** A name, or for other than the default options what `adam({ … })` or `sgd({ … })` makes. */
  readonly optimizer: OptimizerName | Optimizer;
  readonly loss: LossName | Loss;
  /** Figures beside the loss. Default none. */
  readonly metrics?: readonly (MetricName | Metric | Loss)[];
  /** A session to compute in, which stays open when the trainer is closed. Default: one of its own. */
  readonly session?: Session;
  /** A whole number that shuffling and dropout are derived from. Default 0. */
  readonly seed?: number;
}

const optionNames = [
  'optimizer',
  'loss',
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
 */
export async function compile(model: Model, options: CompileOptions): Promise<Trainer> {
  expectKnownOptions('compile', options, optionNames);
  const recipe = resolve(options);
  if (!model.weights.some((weight) => weight.trainable)) {
    throw new ConfigError(
      `The model '${model.name}' has no weights to train; training needs some. Add a layer that has, such as dense or conv2d.`,
    );
  }
  // Whatever does not fit together shows on a batch of one.
  stepGraph(model, recipe.loss, recipe.metrics, { mode: 'infer', size: 1, dtype: 'f32' });
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

function resolve({ optimizer, loss, metrics = [], seed = 0 }: CompileOptions): Recipe {
  if (!Number.isSafeInteger(seed)) {
    throw new ConfigError(`The seed is ${show(seed)}; it must be a whole number. Choose one such as 0.`);
  }
  if (!Array.isArray(metrics)) {
    throw new ConfigError(
      `compile was given the metrics ${show(metrics)}; they must be a list. Pass an array such as ['accuracy'].`,
    );
  }
  const resolved = metrics.map((metric) =>
    isLoss(metric) ? ofLoss(metric) : byName('A metric', metric, metricsByName, 'build'),
  );
  const names = ['loss', ...resolved.map(({ name }) => name)];
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice) {
    throw new ConfigError(`Two figures are called '${twice}'; each needs a name of its own. Leave one out.`);
  }
  return {
    optimizer: byName('The optimizer', optimizer, optimizers, 'update'),
    loss: byName('The loss', loss, losses, 'accuracy'),
    metrics: resolved,
    seed,
  };
}

function isLoss(thing: string | Metric | Loss): thing is Loss {
  return typeof thing === 'object' && thing !== null && 'accuracy' in thing;
}

/** What a name stands for; a thing, which has this method, stands for itself. */
function byName<Thing extends object>(
  what: string,
  given: string | Thing | (() => Thing),
  table: Readonly<Record<string, () => Thing>>,
  method: keyof Thing,
): Thing {
  if (typeof given === 'object' && typeof given?.[method] === 'function') return given;
  if (typeof given === 'function') {
    throw new ConfigError(
      `${what} is the function ${given.name} itself; it must be what that returns, or a name. Call it: ${given.name}().`,
    );
  }
  return table[oneOf(what, given, Object.keys(table))]!();
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
