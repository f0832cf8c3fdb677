import { load } from '../../peers/load.ts';
import { classNumbers, normalNumbers } from '../numbers.ts';
import { onnxImages } from '../onnx-model.ts';
import type { NetworkTask } from '../task.ts';
import type { MakeImplementation, Run } from './implementation.ts';

/** What is used of jax-js. An array is used up by what takes it, unless it is passed as `.ref`. */
interface Jax {
  init(device: string): Promise<unknown>;
  defaultDevice(device: string): unknown;
  grad<Args extends unknown[]>(
    f: (weights: Arrays, ...args: Args) => JaxArray,
  ): (weights: Arrays, ...args: Args) => Arrays;
  jit<Args extends unknown[], Result>(f: (...args: Args) => Result): (...args: Args) => Result;
  readonly numpy: {
    array(data: Float32Array, options: { shape: readonly number[] }): JaxArray;
    max(x: JaxArray, axis: readonly number[]): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    mean(x: JaxArray): JaxArray;
    sum(x: JaxArray, axis: number): JaxArray;
    zerosLike(x: JaxArray): JaxArray;
  };
  readonly lax: {
    conv(x: JaxArray, filters: JaxArray, strides: readonly number[], padding: 'SAME' | 'VALID'): JaxArray;
  };
  readonly nn: {
    relu(x: JaxArray): JaxArray;
    softmax(x: JaxArray): JaxArray;
    logSoftmax(x: JaxArray): JaxArray;
  };
}

interface JaxArray {
  readonly ref: JaxArray;
  readonly shape: readonly number[];
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  data(): Promise<Float32Array>;
  blockUntilReady(): Promise<unknown>;
  dispose(): void;
}

type Arrays = readonly JaxArray[];

/** jax-js on WebAssembly; its threads need workers as pages have them, which Node.js has not. */
export const implementation: MakeImplementation = async () => {
  const jax = (await load('@jax-js/jax')) as Jax;
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  return {
    prepare: async (task) => {
      if (task.kind === 'step') return step(jax, task);
      if (task.kind === 'forward') return forward(jax, task);
      return undefined;
    },
  };
};

const shapes = [
  [32, 3, 3, 3],
  [32, 1, 1],
  [64, 32, 3, 3],
  [64, 1, 1],
  [3136, 128],
  [128],
  [128, 10],
  [10],
] as const;

function weights(jax: Jax): JaxArray[] {
  return shapes.map((shape) => jax.numpy.array(normalNumbers(shape).data, { shape }).mul(0.05));
}

function images({ numpy }: Jax, batch: number): JaxArray {
  const { data, shape } = onnxImages(normalNumbers([batch, 32, 32, 3]));
  return numpy.array(data, { shape });
}

/** Scores of images `[batch, 3, 32, 32]`; uses everything up. */
function logits({ numpy, lax, nn }: Jax, [k1, b1, k2, b2, w3, b3, w4, b4]: Arrays, x: JaxArray): JaxArray {
  const h1 = pool(numpy, nn.relu(lax.conv(x, k1!, [1, 1], 'SAME').add(b1!)));
  const h2 = pool(numpy, nn.relu(lax.conv(h1, k2!, [1, 1], 'VALID').add(b2!)));
  const flat = h2.reshape([h2.shape[0]!, 3136]);
  return numpy.matmul(nn.relu(numpy.matmul(flat, w3!).add(b3!)), w4!).add(b4!);
}

/** Its window reduction has no gradient, but that of a reshaped array has. */
function pool(numpy: Jax['numpy'], x: JaxArray): JaxArray {
  const [batch, channels, height, width] = x.shape as readonly [number, number, number, number];
  return numpy.max(x.reshape([batch, channels, height / 2, 2, width / 2, 2]), [3, 5]);
}

function step(jax: Jax, { batch }: NetworkTask): Run {
  const { numpy, nn } = jax;
  const loss = (w: Arrays, x: JaxArray, y: JaxArray): JaxArray =>
    numpy.mean(numpy.sum(nn.logSoftmax(logits(jax, w, x)).mul(y), 1)).mul(-1);
  const adam = jax.jit((w: Arrays, m: Arrays, v: Arrays, x: JaxArray, y: JaxArray): Arrays[] => {
    const gradients = jax.grad(loss)(refs(w), x, y);
    const newM = m.map((mean, i) => mean.mul(0.9).add(gradients[i]!.ref.mul(0.1)));
    const newV = v.map((square, i) => square.mul(0.999).add(gradients[i]!.ref.mul(gradients[i]!).mul(0.001)));
    const newW = w.map((weight, i) =>
      weight.sub(newM[i]!.ref.div(numpy.sqrt(newV[i]!.ref).add(1e-7)).mul(1e-3)),
    );
    return [newW, newM, newV];
  });
  const x = images(jax, batch);
  const y = oneHot(numpy, batch);
  let [w, m, v]: Arrays[] = [weights(jax), zeros(jax), zeros(jax)];
  return async () => {
    [w, m, v] = adam(w!, m!, v!, x.ref, y.ref);
    for (const weight of w!) await weight.blockUntilReady();
  };
}

function forward(jax: Jax, { batch }: NetworkTask): Run {
  const w = weights(jax);
  const x = images(jax, batch);
  const probabilities = jax.jit((w: Arrays, x: JaxArray) => jax.nn.softmax(logits(jax, w, x)));
  return async () => {
    await probabilities(refs(w), x.ref).data();
  };
}

function refs(arrays: Arrays): Arrays {
  return arrays.map((array) => array.ref);
}

function zeros(jax: Jax): JaxArray[] {
  return weights(jax).map((weight) => jax.numpy.zerosLike(weight));
}

function oneHot(numpy: Jax['numpy'], batch: number): JaxArray {
  const data = new Float32Array(batch * 10);
  classNumbers(batch).data.forEach((label, i) => {
    data[i * 10 + label] = 1;
  });
  return numpy.array(data, { shape: [batch, 10] });
}
