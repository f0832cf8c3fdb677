import {
  ConfigError,
  gradients,
  input,
  interpret,
  mean as meanOf,
  type NdArray,
  randomStream,
  Session,
  type Shape,
  sigmoid,
  sizeOf,
  softmax,
  Tensor,
  toNdArray,
  type Value,
} from '@cnn/tensor';
import { afterAll, describe, expect, test } from 'vitest';
import { binaryCrossentropy } from './binary-crossentropy.js';
import { binaryFocalCrossentropy } from './binary-focal-crossentropy.js';
import { categoricalCrossentropy } from './categorical-crossentropy.js';
import { categoricalFocalCrossentropy } from './categorical-focal-crossentropy.js';
import { dice, sparseDice } from './dice.js';
import { huber } from './huber.js';
import type { Loss } from './loss.js';
import { meanAbsoluteError } from './mean-absolute-error.js';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
import { sparseCategoricalFocalCrossentropy } from './sparse-categorical-focal-crossentropy.js';

const session = await Session.create({ threads: 2 });
afterAll(() => session.close());

const stream = randomStream(31, 'formulas');
const CLASSES = 3;

type Rows = readonly number[][];
type Activation = 'linear' | 'sigmoid' | 'softmax' | 'probabilities';

/** A loss, and its value by Keras' formula: `p` are rows of predictions, `t` of targets. */
interface Formula {
  readonly what: string;
  readonly loss: Loss;
  readonly activation: Activation;
  expected(p: Rows, t: Rows): number;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
/** The mean over rows of the sum over a row. */
const rowSums = (p: Rows, t: Rows, term: (p: number, t: number) => number): number =>
  mean(p.map((row, i) => sum(row.map((value, k) => term(value, t[i]![k]!)))));
const elements = (p: Rows, t: Rows, term: (p: number, t: number) => number): number =>
  rowSums(p, t, term) / CLASSES;

const entropy = (p: number, t: number): number => -(t * Math.log(p) + (1 - t) * Math.log(1 - p));
const right = (p: number, t: number): number => t * p + (1 - t) * (1 - p);
const smooth = (t: number, share: number, answers: number): number => t * (1 - share) + share / answers;

const formulas: Formula[] = [
  {
    what: 'binaryCrossentropy, smoothed',
    loss: binaryCrossentropy({ labelSmoothing: 0.2 }),
    activation: 'sigmoid',
    expected: (p, t) => elements(p, t, (p, t) => entropy(p, smooth(t, 0.2, 2))),
  },
  {
    what: 'binaryCrossentropy of probabilities, smoothed',
    loss: binaryCrossentropy({ labelSmoothing: 0.2 }),
    activation: 'probabilities',
    expected: (p, t) => elements(p, t, (p, t) => entropy(p, smooth(t, 0.2, 2))),
  },
  {
    what: 'categoricalCrossentropy, smoothed',
    loss: categoricalCrossentropy({ labelSmoothing: 0.1 }),
    activation: 'softmax',
    expected: (p, t) => rowSums(p, t, (p, t) => -smooth(t, 0.1, 3) * Math.log(p)),
  },
  {
    what: 'sparseCategoricalCrossentropy, smoothed',
    loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
    activation: 'softmax',
    expected: (p, t) => rowSums(p, t, (p, t) => -smooth(t, 0.1, 3) * Math.log(p)),
  },
  ...(['softmax', 'probabilities'] as const).flatMap((activation) =>
    [0, 0.1].map(
      (labelSmoothing): Formula => ({
        what: `sparseCategoricalCrossentropy without a class, ${activation}, smoothed by ${labelSmoothing}`,
        loss: sparseCategoricalCrossentropy({ ignoreClass: 1, labelSmoothing }),
        activation,
        expected: (p, t) => {
          const counted = [...p.keys()].filter((row) => t[row]![1] === 0);
          const each = counted.map((row) => {
            const total = sum(p[row]!);
            return sum(p[row]!.map((q, k) => -smooth(t[row]![k]!, labelSmoothing, 3) * Math.log(q / total)));
          });
          return sum(each) / Math.max(1, each.length);
        },
      }),
    ),
  ),
  {
    what: 'sparseCategoricalCrossentropy of probabilities, smoothed',
    loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
    activation: 'probabilities',
    expected: (p, t) =>
      mean(p.map((row, i) => sum(row.map((q, k) => -smooth(t[i]![k]!, 0.1, 3) * Math.log(q / sum(row)))))),
  },
  {
    what: 'binaryFocalCrossentropy',
    loss: binaryFocalCrossentropy(),
    activation: 'sigmoid',
    expected: (p, t) => elements(p, t, (p, t) => (1 - right(p, t)) ** 2 * entropy(p, t)),
  },
  {
    what: 'binaryFocalCrossentropy of probabilities',
    loss: binaryFocalCrossentropy({ gamma: 0.5 }),
    activation: 'probabilities',
    expected: (p, t) => elements(p, t, (p, t) => (1 - right(p, t)) ** 0.5 * entropy(p, t)),
  },
  {
    what: 'binaryFocalCrossentropy, balanced and smoothed',
    loss: binaryFocalCrossentropy({ applyClassBalancing: true, alpha: 0.3, gamma: 3, labelSmoothing: 0.1 }),
    activation: 'sigmoid',
    expected: (p, t) =>
      elements(p, t, (p, hard) => {
        const t = smooth(hard, 0.1, 2);
        return (0.3 * t + 0.7 * (1 - t)) * (1 - right(p, t)) ** 3 * entropy(p, t);
      }),
  },
  {
    what: 'categoricalFocalCrossentropy',
    loss: categoricalFocalCrossentropy(),
    activation: 'softmax',
    expected: (p, t) => rowSums(p, t, (p, t) => -0.25 * t * (1 - p) ** 2 * Math.log(p)),
  },
  {
    what: 'categoricalFocalCrossentropy, smoothed',
    loss: categoricalFocalCrossentropy({ alpha: 0.5, gamma: 1, labelSmoothing: 0.3 }),
    activation: 'softmax',
    expected: (p, t) => rowSums(p, t, (p, t) => -0.5 * smooth(t, 0.3, 3) * (1 - p) * Math.log(p)),
  },
  {
    what: 'categoricalFocalCrossentropy of probabilities',
    loss: categoricalFocalCrossentropy(),
    activation: 'probabilities',
    expected: (p, t) => {
      const shares = p.map((row) => row.map((value) => value / sum(row)));
      return rowSums(shares, t, (p, t) => -0.25 * t * (1 - p) ** 2 * Math.log(p));
    },
  },
  {
    what: 'sparseCategoricalFocalCrossentropy',
    loss: sparseCategoricalFocalCrossentropy({ alpha: 0.4, gamma: 2.5 }),
    activation: 'softmax',
    expected: (p, t) => rowSums(p, t, (p, t) => -0.4 * t * (1 - p) ** 2.5 * Math.log(p)),
  },
  ...(['softmax', 'probabilities'] as const).map(
    (activation): Formula => ({
      what: `sparseCategoricalFocalCrossentropy without a class, ${activation}`,
      loss: sparseCategoricalFocalCrossentropy({ alpha: 0.4, gamma: 2.5, ignoreClass: 1 }),
      activation,
      expected: (p, t) => {
        const counted = [...p.keys()].filter((row) => t[row]![1] === 0);
        const each = counted.map((row) => {
          const q = p[row]![t[row]!.indexOf(1)]! / sum(p[row]!);
          return -0.4 * (1 - q) ** 2.5 * Math.log(q);
        });
        return sum(each) / Math.max(1, each.length);
      },
    }),
  ),
  ...[1, 255].map(
    (ignoreClass): Formula => ({
      what: `sparseDice without the class ${ignoreClass}`,
      loss: sparseDice({ ignoreClass }),
      activation: 'softmax',
      expected: (p, t) => {
        const half = p.length / 2;
        const counts = (row: readonly number[]): number => Number(row[ignoreClass] !== 1);
        const losses = [0, half].flatMap((begin) =>
          [0, 1, 2]
            .filter((k) => k !== ignoreClass)
            .map((k) => {
              const rows = [...p.keys()].slice(begin, begin + half).filter((row) => counts(t[row]!));
              const common = sum(rows.map((row) => p[row]![k]! * t[row]![k]!));
              return 1 - (2 * common) / (sum(rows.map((row) => p[row]![k]! + t[row]![k]!)) + 1e-7);
            }),
        );
        return mean(losses);
      },
    }),
  ),
  {
    what: 'meanAbsoluteError',
    loss: meanAbsoluteError(),
    activation: 'linear',
    expected: (p, t) => elements(p, t, (p, t) => Math.abs(p - t)),
  },
  {
    what: 'huber',
    loss: huber({ delta: 0.7 }),
    activation: 'linear',
    expected: (p, t) =>
      elements(p, t, (p, t) => {
        const error = Math.abs(p - t);
        return error <= 0.7 ? error ** 2 / 2 : 0.7 * error - 0.7 ** 2 / 2;
      }),
  },
  ...[dice(), sparseDice()].map(
    (loss): Formula => ({
      what: loss.name,
      loss,
      activation: 'softmax',
      // Of two samples; every channel's pixels are a column of a sample's rows.
      expected: (p, t) => {
        const half = p.length / 2;
        const losses = [0, half].flatMap((begin) =>
          [0, 1, 2].map((k) => {
            const column = (rows: Rows): number[] => rows.slice(begin, begin + half).map((row) => row[k]!);
            const common = sum(column(p).map((value, i) => value * column(t)[i]!));
            return 1 - (2 * common) / (sum(column(p)) + sum(column(t)) + 1e-7);
          }),
        );
        return mean(losses);
      },
    }),
  ),
];

const activations: Record<Activation, (x: Value) => Value> = {
  linear: (x) => x,
  sigmoid: (x) => sigmoid({ x }).y,
  softmax: (x) => softmax({ x }).y,
  probabilities: (x) => x,
};

function rowsOf({ data }: NdArray): Rows {
  return Array.from({ length: data.length / CLASSES }, (_, i) => [
    ...data.subarray(i * CLASSES, (i + 1) * CLASSES),
  ]);
}

/** One graph of a loss, what to feed it, and its targets in rows. */
function setUp({ loss, activation }: Formula, shape: Shape) {
  const draw = activation === 'probabilities' ? () => stream.uniform(0.05, 0.95) : () => 2 * stream.normal();
  const scores = new Tensor('f32', shape, Float32Array.from({ length: sizeOf(shape) }, draw));
  const outer = shape.slice(0, -1);
  const labels = new Tensor(
    'i32',
    outer,
    Int32Array.from({ length: sizeOf(outer) }, () => stream.integer(CLASSES)),
  );
  const rows = [...labels.data].map((label) => [0, 1, 2].map((k) => Number(k === label)));
  const targets =
    loss.targets === 'labels' ? labels : new Tensor('f32', shape, Float32Array.from(rows.flat()));
  const x = input('x', shape);
  const y = input('y', targets.shape, targets.dtype);
  const output = activations[activation](x);
  const { each, predictions } = loss.build(output, y);
  const total = meanOf({ x: each }).y;
  const feeds = new Map([[x, toNdArray(scores)] as const, [y, toNdArray(targets)] as const]);
  return {
    x,
    output,
    each,
    predictions,
    total,
    slope: gradients(total, [x])[0]!,
    feeds,
    rows,
    scores,
    targets,
  };
}

describe.each(formulas)('$what', (formula) => {
  test.each([{ shape: [2, CLASSES] }, { shape: [2, 5, 3, CLASSES] }])('of $shape', async ({ shape }) => {
    const { x, output, each, predictions, total, slope, feeds, rows, scores, targets } = setUp(
      formula,
      shape,
    );
    expect(each.shape[0]).toBe(2);
    expect(predictions.shape).toEqual(shape);
    const [p, value, analytic] = interpret([output, total, slope], feeds);
    expect(value!.data[0]).toBeCloseTo(formula.expected(rowsOf(p!), rows), 5);

    // The slope is that of the value.
    const { data } = feeds.get(x)!;
    for (let i = 0; i < data.length; i++) {
      const moved = (step: number): number => {
        const changed = data.slice();
        changed[i]! += step;
        return interpret([total], new Map(feeds).set(x, { shape, data: changed }))[0]!.data[0]!;
      };
      expect((moved(1e-5) - moved(-1e-5)) / 2e-5, `slope ${i}`).toBeCloseTo(analytic!.data[i]!, 6);
    }

    // The kernels compute both.
    const program = session.program();
    const executable = program.compile({ outputs: { total, slope } });
    executable.write('x', scores);
    executable.write('y', targets);
    executable.run();
    expect(executable.read('total').data[0]).toBeCloseTo(value!.data[0]!, 5);
    executable.read('slope').data.forEach((computed, i) => {
      expect(computed, `computed slope ${i}`).toBeCloseTo(analytic!.data[i]!, 5);
    });
    program.release();
  });
});

test.each([
  { loss: binaryFocalCrossentropy({ gamma: 0.5 }), activation: sigmoid },
  { loss: categoricalFocalCrossentropy({ gamma: 0.5 }), activation: softmax },
  { loss: sparseCategoricalFocalCrossentropy({ gamma: 0.5 }), activation: softmax },
])('$loss.name and its slope stay finite where the model is sure, right or wrong', ({ loss, activation }) => {
  const x = input('x', [2, 2]);
  const labels = loss.targets === 'labels';
  const y = labels ? input('y', [2], 'i32') : input('y', [2, 2]);
  const total = meanOf({ x: loss.build(activation({ x }).y, y).each }).y;
  const program = session.program();
  const executable = program.compile({ outputs: { total, slope: gradients(total, [x])[0]! } });
  executable.write('x', new Tensor('f32', [2, 2], Float32Array.of(30, -30, 30, -30)));
  if (labels) executable.write('y', new Tensor('i32', [2], Int32Array.of(0, 1)));
  else executable.write('y', new Tensor('f32', [2, 2], Float32Array.of(1, 0, 0, 1)));
  executable.run();
  expect(executable.read('total').data[0]).toBeGreaterThan(4);
  const [sure, , wrong] = executable.read('slope').data;
  expect(Math.abs(sure!)).toBeLessThan(1e-3);
  expect(wrong).toBeGreaterThan(0.1);
  program.release();
});

test('an error of nothing has no slope', () => {
  const x = input('x', [1, 1]);
  const y = input('y', [1, 1]);
  const zero = { shape: [1, 1], data: new Float64Array(1) };
  for (const loss of [meanAbsoluteError(), huber()]) {
    const total = meanOf({ x: loss.build(x, y).each }).y;
    const [slope] = interpret(
      gradients(total, [x]),
      new Map([
        [x, zero],
        [y, zero],
      ]),
    );
    expect(slope!.data[0], loss.name).toBeCloseTo(0, 12);
  }
});

test.each([-0.1, 1, Number.NaN, '0.1' as never])('labelSmoothing of %s is refused', (labelSmoothing) => {
  for (const loss of [sparseCategoricalCrossentropy, categoricalCrossentropy, binaryFocalCrossentropy]) {
    expect(() => loss({ labelSmoothing })).toThrow(ConfigError);
    expect(() => loss({ labelSmoothing })).toThrow(`The labelSmoothing of ${loss.name} is`);
  }
});

test('options out of range are refused', () => {
  expect(() => categoricalFocalCrossentropy({ alpha: 2 })).toThrow('it must be a weight from 0 to 1');
  expect(() => binaryFocalCrossentropy({ gamma: -1 })).toThrow('it must be a finite number, 0 or more');
  expect(() => binaryFocalCrossentropy({ applyClassBalancing: 1 as never })).toThrow('applyClassBalancing');
  expect(() => sparseCategoricalFocalCrossentropy({ labelSmoothing: 0.1 } as never)).toThrow(
    "has no option 'labelSmoothing'",
  );
  for (const delta of [0, -1, Number.POSITIVE_INFINITY]) {
    expect(() => huber({ delta })).toThrow('it must be a finite number above 0');
  }
});
