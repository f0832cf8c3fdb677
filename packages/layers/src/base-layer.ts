import {
  ConfigError,
  formatShape,
  randomStream,
  type Shape,
  ShapeError,
  sameShape,
  type Tensor,
  type Value,
} from '@cnn/tensor';
import { checkConstraint } from './constraints.js';
import type { ApplyContext } from './context.js';
import { initialize } from './initialize.js';
import { checkInitializer, initializerOf } from './initializer-option.js';
import type { Initializer, KnownInitializer } from './initializers.js';
import { checkInputShape, checkName } from './input-layer.js';
import { expectKnownOptions, truth } from './options.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import { Weight } from './weight.js';
import type { WeightRules } from './weight-rules.js';

/** Options that every layer has. */
export interface LayerOptions {
  /** Default: the class in snake case, numbered within the model: `conv2d`, `conv2d_1`. */
  readonly name?: string;
  /** Shape of one input without the batch axis, `[height, width, channels]`. The first layer of a model needs it. */
  readonly inputShape?: Shape;
  /** Whether training may change the layer's weights. Default true. */
  readonly trainable?: boolean;
}

/** A weight to be made when the shape of a layer's input is known. */
export interface WeightSpec extends Partial<WeightRules> {
  readonly shape: Shape;
  readonly initializer: Initializer;
  /** Whether an optimizer may change it, if the layer is trainable. Default true. */
  readonly trainable?: boolean;
}

/**
 * A step of a model, of whatever number of inputs. It gets its name and weights when a model takes it in, and
 * belongs to that model from then on. Shapes here are without the batch axis.
 */
export abstract class BaseLayer {
  /** The class as Keras calls it: `Conv2D`. */
  readonly className: string;
  readonly trainable: boolean;
  readonly #givenName: string | undefined;
  readonly #givenInputShape: Shape | undefined;
  #name: string | undefined;
  #weights: ReadonlyMap<string, Weight> | undefined;

  /** @throws ConfigError for options that the layer does not know, and for an unusable name or input shape. */
  protected constructor(className: string, options: LayerOptions, known: readonly string[]) {
    expectKnownOptions(className, options, [...known, 'name', 'inputShape', 'trainable']);
    this.className = className;
    this.#givenName = options.name === undefined ? undefined : checkName(className, options.name);
    this.#givenInputShape = options.inputShape;
    this.trainable = truth(`The trainable of ${this.label}`, options.trainable ?? true);
    if (options.inputShape) checkInputShape(`The inputShape of a ${className} layer`, options.inputShape);
  }

  /** The name within the model; before a model gives one, the name from the options or the class. */
  get name(): string {
    return this.#name ?? this.#givenName ?? this.className;
  }

  /** The name from the options. */
  get givenName(): string | undefined {
    return this.#givenName;
  }

  /** The input shape from the options. */
  get givenInputShape(): Shape | undefined {
    return this.#givenInputShape;
  }

  /** Weights in the order of Keras; none before the layer belongs to a model. */
  get weights(): readonly Weight[] {
    return [...(this.#weights?.values() ?? [])];
  }

  /** Whether `apply` takes a list, also when that has one element. */
  abstract readonly takesList: boolean;

  /** Shape of an output, given those of the inputs. @throws ShapeError when the layer cannot take such inputs. */
  abstract shapeFrom(inputShapes: readonly Shape[]): Shape;

  /** Adds the layer to a graph. @param inputs `[batch, …]` each */
  abstract callOn(inputs: readonly Value[], context: ApplyContext): Value;

  /** The options in Keras' vocabulary: snake case, all defaults written out. */
  getConfig(): Record<string, unknown> {
    return { name: this.name, trainable: this.trainable };
  }

  /** Multiplications and additions in weights for one input, in the forward pass. What is not in weights is small. */
  flopsFrom(_inputShapes: readonly Shape[]): number {
    return 0;
  }

  /** Weights to be made for inputs of these shapes, by role. */
  protected weightSpecsFrom(_inputShapes: readonly Shape[]): Readonly<Record<string, WeightSpec>> {
    return {};
  }

  /** The graph variable of a weight. */
  protected weight(role: string): Value {
    const weight = this.#weights?.get(role);
    if (!weight) throw new Error(`${this.label} has no weight '${role}' yet; put it into a model first.`);
    return weight.variable;
  }

  /** Name and class, for messages: `conv2d_1 (Conv2D)`. */
  get label(): string {
    return this.name === this.className ? this.className : `${this.name} (${this.className})`;
  }

  /** @internal A name from the model, before anything else. @throws ConfigError when another model has the layer. */
  rename(name: string): void {
    if (this.#weights) {
      throw new ConfigError(
        `${this.label} was given to a second model, but a layer belongs to one. Make a new layer for the other model.`,
      );
    }
    this.#name = name;
  }

  /**
   * @internal Makes the weights; each one's start depends on the seed and its name only.
   * @param places the input shapes at each place where the layer is used; all places share the weights
   */
  build(places: readonly (readonly Shape[])[], seed: number): void {
    const weights = new Map<string, Weight>();
    for (const [role, spec] of Object.entries(this.#specsFor(places))) {
      const { shape, trainable = true } = spec;
      const initializer = this.#startOf(role, spec);
      const name = `${this.name}/${role}`;
      const start = (): Tensor<'f32'> =>
        initialize(initializer, shape, randomStream(seed, 'initializer', name));
      const { regularizer, constraint } = spec;
      const rules = { trainable: this.trainable && trainable, regularizer, constraint };
      weights.set(role, new Weight(name, shape, start, rules));
    }
    this.#weights = weights;
  }

  /** @internal Whether all places can share weights. @throws ShapeError when they would differ in shape. */
  checkPlaces(places: readonly (readonly Shape[])[]): void {
    this.#specsFor(places);
  }

  #specsFor([first, ...others]: readonly (readonly Shape[])[]): Readonly<Record<string, WeightSpec>> {
    const specs = this.weightSpecsFrom(first!);
    for (const [role, spec] of Object.entries(specs)) {
      const { shape, constraint } = spec;
      checkInitializer(this.label, role, this.#startOf(role, spec), shape);
      if (constraint) checkConstraint(this.label, role, constraint, shape);
    }
    for (const other of others) {
      for (const [role, { shape }] of Object.entries(this.weightSpecsFrom(other))) {
        if (sameShape(shape, specs[role]!.shape)) continue;
        throw new ShapeError(
          `${this.label} is used for inputs of shape ${list(first!)} and of ${list(other)}, but has one '${role}' for all places, which would be ${formatShape(specs[role]!.shape)} and ${formatShape(shape)}. Use a layer of its own for one of them.`,
        );
      }
    }
    return specs;
  }

  #startOf(role: string, { initializer }: WeightSpec): KnownInitializer {
    return initializerOf(`The initializer of the ${role} of ${this.label}`, initializer);
  }

  /** @internal What the layer gives at one more place of a model. */
  applyTo(inputs: readonly SymbolicTensor[]): SymbolicTensor {
    for (const given of inputs as readonly unknown[]) {
      if (given instanceof SymbolicTensor) continue;
      throw new ConfigError(
        `${this.label} was applied to ${describe(given)}; it takes what inputLayer(…) or another layer's apply gave. To compute with numbers, make a model and call its predict.`,
      );
    }
    const shapes = inputs.map(({ shape: [, ...item] }) => item);
    const told = this.givenInputShape;
    if (told && !sameShape(told, shapes[0]!)) {
      throw new ShapeError(
        `${this.label} was given inputs of shape ${formatShape(shapes[0]!)}; its inputShape is ${formatShape(told)}. Leave the inputShape out; only the first layer needs one.`,
      );
    }
    return new SymbolicTensor([null, ...this.shapeFrom(shapes)], { layer: this, inputs });
  }

  /** Says that the layer cannot take such inputs. */
  protected refuse(inputShapes: Shape | readonly Shape[], expected: string, remedy: string): never {
    throw new ShapeError(
      `${this.label} was given inputs of shape ${list(inputShapes)}; it takes ${expected}. ${remedy}`,
      { about: { kind: 'layer-refuses', layer: this.label, shape: list(inputShapes) } },
    );
  }
}

/** `[4, 4]`, or `[4, 4] and [3]`. */
function list(shapes: Shape | readonly Shape[]): string {
  const several = shapes.length > 0 && Array.isArray(shapes[0]);
  return several ? (shapes as readonly Shape[]).map(formatShape).join(' and ') : formatShape(shapes as Shape);
}

function describe(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  return typeof given === 'object' && given !== null ? `a ${given.constructor?.name}` : String(given);
}
