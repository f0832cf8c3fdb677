import { ConfigError, FormatError } from '@cnn/tensor';
import type { BaseLayer } from '../base-layer.js';
import { inputLayer } from '../input-layer.js';
import type { Ends } from '../model.js';
import { show } from '../options.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { type Config, expectKerasObject, inputShapeIn, isRecord, layerFrom } from './from-keras.js';
import type { KerasHistory } from './to-keras.js';

/** A layer that is yet to be applied at its places. */
interface Pending {
  readonly name: string;
  readonly layer: BaseLayer;
  /** For each place what the layer is applied to, as Keras writes it. */
  readonly places: readonly unknown[];
  next: number;
}

/** Operations of `keras.ops` that are what the layers of their names are. */
const operationsAsLayers = ['Concatenate', 'Softmax'];

/**
 * Applies the layers of Keras' class `Functional` to each other.
 * @throws FormatError when they do not connect; ConfigError for what does not exist here
 */
export function connect(config: Config, layers: readonly unknown[]): { inputs: Ends; outputs: Ends } {
  const outputs = new Map<string, SymbolicTensor>();
  let pending: Pending[] = [];
  for (const [index, value] of layers.entries()) {
    const { className, config: options } = expectKerasObject(`Layer ${index} of the model`, value);
    const { name, module, inbound_nodes: nodes } = value as Config;
    const called = String(name ?? options['name']);
    if (className === 'InputLayer') {
      outputs.set(key(called, 0), inputLayer({ shape: inputShapeIn(options) as number[], name: called }));
      continue;
    }
    expectLayer(`Layer ${index} of the model`, className, module);
    const layer = layerFrom(`layer ${index}`, className, options);
    pending.push({ name: called, layer, places: Array.isArray(nodes) ? nodes : [], next: 0 });
  }
  while (pending.length > 0) {
    const before = pending.reduce((sum, { next }) => sum + next, 0);
    for (const each of pending) applyWhatIsReady(each, outputs);
    const after = pending.reduce((sum, { next }) => sum + next, 0);
    pending = pending.filter(({ places, next }) => next < places.length);
    if (after === before && pending.length > 0) {
      throw new FormatError(
        `The layers ${pending.map(({ name }) => name).join(', ')} of the model depend on outputs that no layer gives. Save the model again.`,
      );
    }
  }
  const ends = (what: string): Ends => {
    const found = endsIn(`The ${what} of the model`, config[what], outputs);
    // Keras takes and gives the only one of a list by itself. A model that was written here keeps its list; it has a seed.
    return Array.isArray(found) && found.length === 1 && config['seed'] === undefined ? found[0] : found;
  };
  return { inputs: ends('input_layers'), outputs: ends('output_layers') };
}

/** Operations of `keras.ops` have names of layers: the `Average` of one is the mean of a single tensor. */
function expectLayer(what: string, className: string, module: unknown): void {
  if (typeof module !== 'string' || !module.split('.').includes('ops')) return;
  if (operationsAsLayers.includes(className)) return;
  throw new ConfigError(
    `${what} is the operation ${className} of ${module}; there are only layers here. Build the model with what keras.layers has for it.`,
  );
}

/** Applies a layer at the places whose inputs are there. */
function applyWhatIsReady(pending: Pending, outputs: Map<string, SymbolicTensor>): void {
  const { layer, places, name } = pending;
  for (; pending.next < places.length; pending.next++) {
    const inputs = historiesIn(name, places[pending.next]).map((history) => outputs.get(keyOf(history)));
    if (inputs.some((input) => !input)) return;
    outputs.set(key(name, pending.next), layer.applyTo(inputs as SymbolicTensor[]));
  }
}

/** The histories in a node: in Keras 3 tensors among its args, before it lists of name and numbers. */
function historiesIn(name: string, node: unknown): KerasHistory[] {
  if (Array.isArray(node)) {
    return node.map((each) => {
      if (Array.isArray(each)) expectNoArguments(name, each[3]);
      return expectHistory(name, each);
    });
  }
  const { args, kwargs } = isRecord(node) ? node : {};
  expectNoArguments(name, kwargs);
  const [first, ...more] = Array.isArray(args) ? args : [];
  const tensors = Array.isArray(first) ? first : [first];
  if (more.length > 0 || tensors.length === 0) {
    throw new FormatError(
      `The layer '${name}' is applied to ${show(args)}; it must be one output of a layer, or a list of them. Save the model again.`,
    );
  }
  return tensors.map((tensor) => {
    const { config } = expectKerasObject(`What the layer '${name}' is applied to`, tensor);
    return expectHistory(name, config['keras_history']);
  });
}

/**
 * What a layer is called with besides its inputs, such as `training=True`, decides what it does there. Keras writes
 * `training=False` for each Dropout, as that is the default there; it trains them all the same.
 */
function expectNoArguments(name: string, kwargs: unknown): void {
  if (!isRecord(kwargs)) return;
  for (const [argument, value] of Object.entries(kwargs)) {
    if (value === null || (argument === 'training' && value === false)) continue;
    throw new ConfigError(
      `The layer '${name}' is called with ${argument}=${show(value)}; here a layer is applied to its inputs alone. Build the model without it.`,
    );
  }
}

function expectHistory(name: string, value: unknown): KerasHistory {
  const [layer, place, output] = Array.isArray(value) ? value : [];
  if (typeof layer === 'string' && Number.isSafeInteger(place) && output === 0) return [layer, place, 0];
  throw new FormatError(
    `${name} refers to ${show(value)}; it must be a layer's name, the number of its place, and 0. Save the model again.`,
  );
}

/** One history, a list of them, or several by name. */
function endsIn(what: string, value: unknown, outputs: ReadonlyMap<string, SymbolicTensor>): Ends {
  const end = (history: unknown): SymbolicTensor => {
    const [layer, place] = expectHistory(what, history);
    const output = outputs.get(key(layer, place));
    if (output) return output;
    throw new FormatError(
      `${what} name '${layer}', place ${place}, which the model lacks. Save the model again.`,
    );
  };
  if (Array.isArray(value) && typeof value[0] === 'string') return end(value);
  if (Array.isArray(value)) return value.map(end);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, history]) => [name, end(history)]));
  }
  throw new FormatError(`${what} are ${show(value)}; they must be layers' outputs. Save the model again.`);
}

function key(layer: string, place: number): string {
  return `${place} ${layer}`;
}

function keyOf([layer, place]: KerasHistory): string {
  return key(layer, place);
}
