import {
  bundle,
  type Executable,
  input,
  interpret,
  mean,
  meanSquaredError,
  type NdArray,
  type RandomStream,
  randomStream,
  Session,
  type Shape,
  sgdUpdate,
  sizeOf,
  streamKey,
  Tensor,
  toNdArray,
  trainingStep,
  type Value,
} from '@cnn/tensor';
import { expect } from 'vitest';
import {
  type AnyModel,
  type ApplyContext,
  dense,
  type End,
  flatten,
  inferContext,
  inputLayer,
  KEY_INPUT,
  type Layer,
  model,
  modelFromJSON,
  type SymbolicTensor,
  sequential,
  trainContext,
} from '../src/index.js';
import type { Merge } from '../src/layers/merge.js';

const BATCH = 3;
const STEPS = 40;

let session: Promise<Session> | undefined;

/** One session for all checks of a test file. */
function testSession(): Promise<Session> {
  session ??= Session.create({ threads: 2 });
  return session;
}

/** Normally distributed numbers. */
function randomTensor(stream: RandomStream, shape: Shape): Tensor<'f32'> {
  return new Tensor(
    'f32',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => stream.normal()),
  );
}

/** A layer as a function from what it is applied to, to what it gives. */
type Applied = (inputs: readonly SymbolicTensor[]) => SymbolicTensor;

/**
 * Holds any layer to what a layer promises: the shapes it announces, a config that makes the same layer again,
 * kernels that agree in both modes with the f64 references, and a model that learns with it in its middle.
 * @param make makes the layer under test, with further options
 * @param inputShape of one input
 */
export async function checkLayer(
  make: (options: { inputShape?: Shape }) => Layer,
  inputShape: Shape,
): Promise<void> {
  await checkModel(sequential([make({ inputShape })], { seed: 5 }));
  await checkLearning(([x]) => make({}).apply(x!), [inputShape]);
}

/** The same for a layer that merges inputs of several shapes. */
export async function checkMerge(make: () => Merge, inputShapes: readonly Shape[]): Promise<void> {
  const inputs = inputShapes.map((shape) => inputLayer({ shape }));
  await checkModel(model({ inputs, outputs: make().apply(inputs), seed: 5 }));
  await checkLearning((merged) => make().apply(merged), inputShapes);
}

/** The same for what a whole model of one output gives. */
export async function checkModel(tested: AnyModel): Promise<void> {
  checkShapes(tested);
  checkConfig(tested);
  await checkOutputs(tested, inferContext);
  await checkOutputs(tested, trainContext());
}

function inputValues(tested: AnyModel): readonly Value[] {
  return tested.inputValues(
    BATCH,
    tested.inputEnds.map(() => 'f32'),
  );
}

function checkShapes(tested: AnyModel): void {
  const [{ shape }] = tested.outputEnds as [End];
  for (const context of [inferContext, trainContext()]) {
    expect(tested.callOn(inputValues(tested), context)[0]!.shape).toEqual([BATCH, ...shape.slice(1)]);
  }
}

function checkConfig(tested: AnyModel): void {
  const copy = modelFromJSON(JSON.stringify(tested));
  expect(copy.toJSON()).toEqual(tested.toJSON());
  expect(copy.layers[0]!.constructor).toBe(tested.layers[0]!.constructor);
  expect(copy.getWeights()).toEqual(tested.getWeights());
}

/** Contents of all weights, and of the inputs, for the references. */
export function referenceFeeds(
  model: AnyModel,
  feeds: readonly (readonly [Value, Tensor])[],
): Map<Value, NdArray> {
  const weights = model.weights.map((weight): [Value, Tensor] => [weight.variable, weight.value]);
  return new Map([...weights, ...feeds].map(([value, contents]) => [value, toNdArray(contents)]));
}

async function checkOutputs(tested: AnyModel, context: ApplyContext): Promise<void> {
  const values = inputValues(tested);
  const contents = values.map(({ shape }, i) => randomTensor(randomStream(1, 'x', i), shape));
  const key = new Tensor('i32', [2], Int32Array.from(streamKey(1, 'key')));
  const [y] = tested.callOn(values, context);
  const feeds: (readonly [Value, Tensor])[] = values.map((value, i) => [value, contents[i]!]);
  if (context.key) feeds.push([context.key, key]);
  const [expected] = interpret([y!], referenceFeeds(tested, feeds));

  const program = (await testSession()).program();
  const executable = program.compile({ outputs: { y: y! } });
  for (const weight of tested.weights) program.write(weight.variable, weight.value);
  values.forEach((value, i) => {
    executable.write(nameOf(value), contents[i]!);
  });
  if (executable.hasInput(KEY_INPUT)) executable.write(KEY_INPUT, key);
  executable.run();
  expectClose(executable.read('y'), expected!);
}

function nameOf({ source }: Value): string {
  if (source.kind !== 'input') throw new Error('This value is no input.');
  return source.name;
}

/** Largest difference, relative to the largest number expected. */
export function expectClose(actual: Tensor, expected: NdArray, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  const largest = expected.data.reduce((most, number) => Math.max(most, Math.abs(number)), 1e-30);
  expected.data.forEach((number, i) => {
    expect(Math.abs(actual.data[i]! - number) / largest, `element ${i}`).toBeLessThanOrEqual(tolerance);
  });
}

/** Weights before and after the layer must learn, which takes gradients through it, and its own as well. */
async function checkLearning(layer: Applied, inputShapes: readonly Shape[]): Promise<void> {
  const inputs = inputShapes.map((shape) => inputLayer({ shape }));
  const before = inputs.map((x) => dense({ units: x.shape.at(-1)! }).apply(x));
  const outputs = dense({ units: 2 }).apply(flatten().apply(layer(before)));
  const tested = model({ inputs, outputs, seed: 2 });
  const values = inputValues(tested);
  const targets = input('targets', [BATCH, 2]);
  const rate = input('rate', [1]);
  const context = trainContext();
  const loss = (context: ApplyContext): Value =>
    mean({ x: meanSquaredError({ predictions: tested.callOn(values, context)[0]!, targets }).loss }).y;
  const parameters = bundle(
    tested.weights.filter(({ trainable }) => trainable).map((weight) => weight.variable),
    'parameters',
  );
  const update = (all: Value, gradients: Value): Value[] => [
    sgdUpdate({ parameters: all, gradients, rate }, undefined).newParameters,
  ];

  const program = (await testSession()).program();
  const training = { loss: loss(context), parameters, outputs: {}, updates: context.updates, update };
  const step = program.compile(trainingStep(training));
  const evaluation = program.compile({ outputs: { loss: loss(inferContext) } });
  for (const weight of tested.weights) program.write(weight.variable, weight.value);
  const batches = values.map(({ shape }, i) => randomTensor(randomStream(3, 'x', i), shape));
  const goal = new Tensor('f32', [BATCH, 2], Float32Array.from([1, 0, 0, 1, 0.5, 0.5]));
  const writeInputs = (executable: Executable): void =>
    values.forEach((value, i) => {
      executable.write(nameOf(value), batches[i]!);
    });
  const evaluate = (): number => {
    writeInputs(evaluation);
    evaluation.write('targets', goal);
    evaluation.run();
    return evaluation.readScalar('loss');
  };

  const first = evaluate();
  for (let number = 0; number < STEPS; number++) {
    writeInputs(step);
    step.write('targets', goal);
    step.write('rate', new Tensor('f32', [1], Float32Array.of(0.02)));
    if (step.hasInput(KEY_INPUT)) {
      step.write(KEY_INPUT, new Tensor('i32', [2], Int32Array.from(streamKey(4, number))));
    }
    step.run();
  }
  expect(evaluate(), 'the loss after some steps').toBeLessThan(0.9 * first);
  for (const weight of tested.weights) {
    expect(program.read(weight.variable).data, `${weight.name} after some steps`).not.toEqual(
      weight.value.data,
    );
  }
}
