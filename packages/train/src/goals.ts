import { type End, oneOf, show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { Loss } from './losses/loss.js';
import { losses } from './losses/losses.js';
import type { Figure, Metric } from './metrics/metric.js';
import { type MetricName, metrics as metricsByName } from './metrics/metrics.js';
import { ofLoss } from './metrics/of-loss.js';
import { named } from './named.js';

/** Losses that can be asked for by name. */
export type LossName = keyof typeof losses;

/** A loss, by name or as what its function returns. */
export type LossOption = LossName | Loss;

/** Metrics, by name or as what their functions return; losses are some, too. */
export type MetricOptions = readonly (MetricName | Metric | Loss)[];

/** One thing for each output of a model: in order, or by name. */
export type EachOutput<T> = readonly T[] | Readonly<Record<string, T>>;

/** What is to be made of a model's outputs. */
export interface GoalOptions {
  /** For a model of several outputs one for each, or one for all of them. */
  readonly loss: LossOption | EachOutput<LossOption>;
  /** How much the loss of each output counts in the one that is minimised. Default 1. */
  readonly lossWeights?: EachOutput<number>;
  /** Figures beside the loss. For a model of several outputs those of each, or the same for all. Default none. */
  readonly metrics?: MetricOptions | EachOutput<MetricOptions>;
}

/** What is to be made of one output. */
export interface Goal {
  readonly output: End;
  readonly loss: Loss;
  /** How much the loss counts. */
  readonly weight: number;
  readonly metrics: readonly Metric[];
}

/** The goals for a model's outputs, in order. @throws ConfigError for unusable options */
export function goalsOf(
  outputs: readonly End[],
  { loss, lossWeights = outputs.map(() => 1), metrics = [] }: GoalOptions,
): readonly Goal[] {
  const lossOf = isEach(loss, outputs) ? perOutput('loss', loss, outputs) : outputs.map(() => loss);
  const weights = perOutput('lossWeights', lossWeights, outputs, 1);
  const metricsOf = metricsPerOutput(metrics, outputs);
  return outputs.map((output, i) => {
    const minimised = named('The loss', lossOf[i]!, losses, 'accuracy');
    return {
      output,
      loss: minimised,
      weight: checkWeight(weights[i]!, output),
      metrics: metricsOf[i]!.map((metric) => metricUnder(minimised, metric)),
    };
  });
}

function metricUnder(loss: Loss, given: MetricOptions[number]): Metric {
  if (isLoss(given)) return ofLoss(given);
  const metric = named('A metric', given, metricsByName, 'build');
  const other = metric.under?.(loss);
  return other ? { ...metric, ...other } : metric;
}

/**
 * The figures that the goals have, in order: `loss`; of several outputs each loss, such as `boxLoss`; the metrics,
 * then called `boxAccuracy` and so on.
 * @throws ConfigError when two have one name
 */
export function figuresOf(goals: readonly Goal[]): readonly Figure[] {
  const several = goals.length > 1;
  const named = ({ output }: Goal, figure: string): string =>
    several ? `${output.name}${figure[0]!.toUpperCase()}${figure.slice(1)}` : figure;
  const loss = (name: string): Figure => ({ name, direction: 'down' });
  const figures = [
    loss('loss'),
    ...(several ? goals.map((goal) => loss(named(goal, 'loss'))) : []),
    ...goals.flatMap((goal) => goal.metrics.map((metric) => called(named(goal, metric.name), metric))),
  ];
  const names = figures.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (!twice) return figures;
  throw new ConfigError(
    `Two figures are called '${twice}'; each needs a name of its own. Give one another name, or leave it out.`,
  );
}

/** The figure of a metric, which may be an object of a class, under a name. */
function called(name: string, metric: Metric): Figure {
  return {
    name,
    ...(metric.direction && { direction: metric.direction }),
    ...(metric.result && { result: (counts, samples) => metric.result!(counts, samples) }),
  };
}

/** Whether losses are those of outputs, rather than one for all. */
function isEach(loss: GoalOptions['loss'], outputs: readonly End[]): loss is EachOutput<LossOption> {
  if (typeof loss !== 'object' || loss === null || isLoss(loss)) return false;
  return Array.isArray(loss) || outputs.length > 1 || outputs[0]!.name in loss;
}

function metricsPerOutput(
  metrics: MetricOptions | EachOutput<MetricOptions>,
  outputs: readonly End[],
): readonly MetricOptions[] {
  if (Array.isArray(metrics) && !metrics.some((each) => Array.isArray(each))) {
    return outputs.map(() => metrics as MetricOptions);
  }
  const isRecord = typeof metrics === 'object' && metrics !== null;
  if (!isRecord || (outputs.length === 1 && !Array.isArray(metrics) && !(outputs[0]!.name in metrics))) {
    throw new ConfigError(
      `compile was given the metrics ${show(metrics)}; they must be a list. Pass an array such as ['accuracy'].`,
    );
  }
  const lists = perOutput('metrics', metrics as EachOutput<MetricOptions>, outputs, []);
  if (lists.every((list) => Array.isArray(list))) return lists;
  throw new ConfigError(
    `compile was given the metrics ${show(metrics)}; those of each output must be a list. Pass an object such as { ${outputs[0]!.name}: ['accuracy'] }.`,
  );
}

/** @param otherwise what an output has that is not named; without, each has to be */
function perOutput<T>(
  option: string,
  given: EachOutput<T>,
  outputs: readonly End[],
  otherwise?: T,
): readonly T[] {
  const names = outputs.map(({ name }) => name);
  if (Array.isArray(given)) {
    if (given.length === outputs.length) return given;
    throw new ConfigError(
      `compile was given ${given.length} entries in ${option}; the model has ${outputs.length} outputs: ${names.join(', ')}. Pass one for each, in this order.`,
    );
  }
  if (typeof given !== 'object' || given === null) {
    throw new ConfigError(
      `compile was given ${show(given)} for ${option}; it must have one for each output. Pass an object by the names ${names.join(', ')}.`,
    );
  }
  const record = given as Readonly<Record<string, T>>;
  for (const name of Object.keys(record)) oneOf(`An output in ${option}`, name, names);
  return names.map((name) => {
    const value = record[name] ?? otherwise;
    if (value !== undefined) return value;
    throw new ConfigError(
      `compile was given no ${option} for the output ${name}; each of ${names.join(', ')} needs its own. Add ${name}.`,
    );
  });
}

function checkWeight(weight: number, { name }: End): number {
  if (Number.isFinite(weight) && weight >= 0) return weight;
  throw new ConfigError(
    `lossWeights has ${show(weight)} for the output ${name}; it must be a finite number, 0 or more. Choose one such as 0.5.`,
  );
}

function isLoss(thing: unknown): thing is Loss {
  return (
    typeof thing === 'object' && thing !== null && typeof (thing as Partial<Loss>).accuracy === 'function'
  );
}
