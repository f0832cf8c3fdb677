import {
  bundle,
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
  flatten,
  inferContext,
  KEY_INPUT,
  type Layer,
  MODEL_INPUT,
  modelFromJSON,
  type Sequential,
  sequential,
  trainContext,
} from '../src/index.js';

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
  const model = sequential([make({ inputShape })], { seed: 5 });
  checkShapes(model, inputShape);
  checkConfig(model);
  await checkOutputs(model, inferContext);
  await checkOutputs(model, trainContext());
  await checkLearning(make, inputShape);
}

function checkShapes(model: Sequential, inputShape: Shape): void {
  const announced = model.layers[0]!.outputShape(inputShape);
  expect(model.outputShape).toEqual([null, ...announced]);
  for (const context of [inferContext, trainContext()]) {
    expect(model.call(model.inputValue(BATCH), context).shape).toEqual([BATCH, ...announced]);
  }
}

function checkConfig(model: Sequential): void {
  const copy = modelFromJSON(JSON.stringify(model));
  expect(copy.toJSON()).toEqual(model.toJSON());
  expect(copy.layers[0]!.constructor).toBe(model.layers[0]!.constructor);
  expect(copy.getWeights()).toEqual(model.getWeights());
}

/** Contents of all weights, and of the inputs, for the references. */
export function referenceFeeds(
  model: AnyModel,
  feeds: readonly (readonly [Value, Tensor])[],
): Map<Value, NdArray> {
  const weights = model.weights.map((weight): [Value, Tensor] => [weight.variable, weight.value]);
  return new Map([...weights, ...feeds].map(([value, contents]) => [value, toNdArray(contents)]));
}

async function checkOutputs(model: Sequential, context: ApplyContext): Promise<void> {
  const value = model.inputValue(BATCH);
  const x = randomTensor(randomStream(1, 'x'), value.shape);
  const key = new Tensor('i32', [2], Int32Array.from(streamKey(1, 'key')));
  const y = model.call(value, context);
  const feeds: (readonly [Value, Tensor])[] = [[value, x]];
  if (context.key) feeds.push([context.key, key]);
  const [expected] = interpret([y], referenceFeeds(model, feeds));

  const program = (await testSession()).program();
  const executable = program.compile({ outputs: { y } });
  for (const weight of model.weights) program.write(weight.variable, weight.value);
  executable.write(MODEL_INPUT, x);
  if (executable.hasInput(KEY_INPUT)) executable.write(KEY_INPUT, key);
  executable.run();
  expectClose(executable.read('y'), expected!);
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
async function checkLearning(make: (options: object) => Layer, inputShape: Shape): Promise<void> {
  const before = dense({ units: inputShape.at(-1)!, inputShape });
  const model = sequential([before, make({}), flatten(), dense({ units: 2 })], { seed: 2 });
  const x = model.inputValue(BATCH);
  const targets = input('targets', [BATCH, 2]);
  const rate = input('rate', [1]);
  const context = trainContext();
  const loss = (context: ApplyContext): Value =>
    mean({ x: meanSquaredError({ predictions: model.call(x, context), targets }).loss }).y;
  const parameters = bundle(
    model.weights.filter(({ trainable }) => trainable).map((weight) => weight.variable),
    'parameters',
  );
  const update = (all: Value, gradients: Value): Value[] => [
    sgdUpdate({ parameters: all, gradients, rate }, undefined).newParameters,
  ];

  const program = (await testSession()).program();
  const training = { loss: loss(context), parameters, outputs: {}, updates: context.updates, update };
  const step = program.compile(trainingStep(training));
  const evaluation = program.compile({ outputs: { loss: loss(inferContext) } });
  for (const weight of model.weights) program.write(weight.variable, weight.value);
  const batch = randomTensor(randomStream(3, 'x'), x.shape);
  const goal = new Tensor('f32', [BATCH, 2], Float32Array.from([1, 0, 0, 1, 0.5, 0.5]));
  const evaluate = (): number => {
    evaluation.write(MODEL_INPUT, batch);
    evaluation.write('targets', goal);
    evaluation.run();
    return evaluation.readScalar('loss');
  };

  const first = evaluate();
  for (let number = 0; number < STEPS; number++) {
    step.write(MODEL_INPUT, batch);
    step.write('targets', goal);
    step.write('rate', new Tensor('f32', [1], Float32Array.of(0.02)));
    if (step.hasInput(KEY_INPUT)) {
      step.write(KEY_INPUT, new Tensor('i32', [2], Int32Array.from(streamKey(4, number))));
    }
    step.run();
  }
  expect(evaluate(), 'the loss after some steps').toBeLessThan(0.9 * first);
  for (const weight of model.weights) {
    expect(program.read(weight.variable).data, `${weight.name} after some steps`).not.toEqual(
      weight.value.data,
    );
  }
}
