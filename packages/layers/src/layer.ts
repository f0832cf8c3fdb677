import {
  ConfigError,
  checkShape,
  formatShape,
  randomStream,
  type Shape,
  ShapeError,
  type Value,
} from '@cnn/tensor';
import type { ApplyContext } from './context.js';
import { type InitializerName, initialize } from './initializers.js';
import { expectKnownOptions, show, truth } from './options.js';
import { Weight } from './weight.js';

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
export interface WeightSpec {
  readonly shape: Shape;
  readonly initializer: InitializerName;
  /** Whether an optimizer may change it, if the layer is trainable. Default true. */
  readonly trainable?: boolean;
}

/**
 * A step of a model. It gets its name and weights when a model takes it in, and belongs to that model from
 * then on. Shapes here are without the batch axis.
 */
export abstract class Layer {
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
    if (options.inputShape) checkInputShape(className, options.inputShape);
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

  /** Shape of an output, given that of an input. @throws ShapeError when the layer cannot take such inputs. */
  abstract outputShape(inputShape: Shape): Shape;

  /** Adds the layer to a graph. @param x `[batch, …inputShape]` */
  abstract apply(x: Value, context: ApplyContext): Value;

  /** The options in Keras' vocabulary: snake case, all defaults written out. */
  getConfig(): Record<string, unknown> {
    return { name: this.name, trainable: this.trainable };
  }

  /** Multiplications and additions in weights for one input, in the forward pass. What is not in weights is small. */
  flops(_inputShape: Shape): number {
    return 0;
  }

  /** Weights to be made for inputs of a shape, by role. */
  protected weightSpecs(_inputShape: Shape): Readonly<Record<string, WeightSpec>> {
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

  /** @internal Makes the weights; each one's start depends on the seed and its name only. */
  build(inputShape: Shape, seed: number): void {
    const weights = new Map<string, Weight>();
    for (const [role, { shape, initializer, trainable = true }] of Object.entries(
      this.weightSpecs(inputShape),
    )) {
      const name = `${this.name}/${role}`;
      const start = initialize(initializer, shape, randomStream(seed, 'initializer', name));
      weights.set(role, new Weight(name, start, this.trainable && trainable));
    }
    this.#weights = weights;
  }

  /** Says that the layer cannot take such inputs. */
  protected refuse(inputShape: Shape, expected: string, remedy: string): never {
    throw new ShapeError(
      `${this.label} was given inputs of shape ${formatShape(inputShape)}; it takes ${expected}. ${remedy}`,
    );
  }
}

function checkName(className: string, name: unknown): string {
  if (typeof name === 'string' && name !== '' && !name.includes('/')) return name;
  throw new ConfigError(
    `The name of a ${className} layer is ${show(name)}; it must be text without '/', which separates layers from their weights. Choose another name.`,
  );
}

function checkInputShape(className: string, shape: unknown): void {
  if (!Array.isArray(shape) || shape.length === 0 || shape.includes(0)) {
    throw new ConfigError(
      `The inputShape of a ${className} layer is ${show(shape)}; it must list the sizes of one input, all 1 or more, without the batch axis. Pass [height, width, channels], for instance.`,
    );
  }
  checkShape(shape, `The inputShape of a ${className} layer`);
}
