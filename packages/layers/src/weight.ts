import {
  formatShape,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
  Tensor,
  type Value,
  variable,
} from '@cnn/tensor';
import type { Constraint } from './constraints.js';
import type { Regularizer } from './regularizers.js';
import type { WeightRules } from './weight-rules.js';

/** Numbers that a layer learns or keeps, with their place in the graph and their contents in JavaScript. */
export class Weight {
  /** Layer and role: `conv2d/kernel`. Unique within a model. */
  readonly name: string;
  readonly shape: Shape;
  /** Whether an optimizer may change it. */
  readonly trainable: boolean;
  /** Stands for the weight in graphs; the same value in every graph of the model. */
  readonly variable: Value;
  /** What its size adds to the loss. */
  readonly regularizer: Regularizer | undefined;
  /** What it is held to after each step. */
  readonly constraint: Constraint | undefined;
  readonly #start: () => Tensor<'f32'>;
  #value: Tensor<'f32'> | undefined;
  #version = 0;

  /** @param start makes the first contents, when they are first asked for: a large model costs nothing until then */
  constructor(
    name: string,
    shape: Shape,
    start: () => Tensor<'f32'>,
    { trainable = true, ...rules }: { readonly trainable?: boolean } & Partial<WeightRules> = {},
  ) {
    this.name = name;
    this.shape = shape;
    this.trainable = trainable;
    this.variable = variable(name, shape, trainable ? 'parameters' : 'state');
    this.regularizer = rules.regularizer;
    this.constraint = rules.constraint;
    this.#start = start;
  }

  /** How many numbers it holds. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /**
   * The contents. Assigning copies; numbers changed inside the tensor in place go unnoticed.
   * @throws ShapeError when what is assigned has another shape or dtype
   */
  get value(): Tensor<'f32'> {
    this.#value ??= this.#start();
    return this.#value;
  }

  set value(contents: Tensor<'f32'>) {
    this.check(contents);
    this.#value = new Tensor('f32', this.shape, contents.data.slice());
    this.#version++;
  }

  /** How often the contents have been replaced. */
  get version(): number {
    return this.#version;
  }

  /** @throws ShapeError when a tensor cannot be this weight's contents */
  check(contents: Tensor): void {
    if (contents.dtype === 'f32' && sameShape(contents.shape, this.shape)) return;
    throw new ShapeError(
      `The weight '${this.name}' was given ${contents.dtype} ${formatShape(contents.shape)}; it takes f32 ${formatShape(this.shape)}. Pass weights of a model with the same layers.`,
    );
  }
}
