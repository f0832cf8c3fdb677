import {
  adamUpdate,
  add,
  avgPool2d,
  type Computation,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  exp,
  input,
  matMul,
  maxPool2d,
  maxUnpool2d,
  relu,
  type Session,
  type Shape,
  softmax,
  type Value,
  variable,
} from '@cnn/tensor';
import { normalNumbers } from '../numbers.ts';
import {
  type AdamTask,
  convolvedSize,
  type LimitTask,
  type NetworkTask,
  type ResidualTask,
  type Task,
} from '../task.ts';
import type { Prepared } from './cnn-network.ts';

/** A task of a single op. */
export type OpTask = Exclude<Task, NetworkTask | ResidualTask | LimitTask>;

/** What computes an op as a program does it. */
export function opRun(session: Session, task: OpTask): Prepared {
  const program = session.program();
  const executable = program.compile(
    task.kind === 'adam' ? adamStep(task.length) : { outputs: { y: resultOf(task) } },
  );
  for (const name of inputNames) {
    if (executable.hasInput(name))
      executable.input(name, 'f32').set(contents(executable.input(name, 'f32').length));
  }
  return { run: () => executable.run(), release: () => program.release() };
}

const inputNames = ['x', 'w', 'dy', 'a', 'b', 'gradients', 'alpha'] as const;

function contents(length: number): Float32Array {
  return normalNumbers([length]).data;
}

function resultOf(task: Exclude<OpTask, AdamTask>): Value {
  switch (task.kind) {
    case 'conv2d':
    case 'conv2dInputGradient':
    case 'conv2dFilterGradient': {
      const { batch, height, width, channels, kernel, filters, stride, padding } = task;
      const window = { strides: [stride, stride], padding } as const;
      const inputShape: Shape = [batch, height, width, channels];
      const x = input('x', inputShape);
      const w = input('w', [kernel, kernel, channels, filters]);
      const dy = input('dy', [batch, ...convolvedSize(task), filters]);
      if (task.kind === 'conv2d') return conv2d({ x, w }, window).y;
      if (task.kind === 'conv2dInputGradient')
        return conv2dInputGradient({ dy, w }, { ...window, inputShape }).dx;
      return conv2dFilterGradient({ x, dy }, { ...window, kernelSize: [kernel, kernel] }).dw;
    }
    case 'matMul':
      return matMul({ a: input('a', [task.m, task.k]), b: input('b', [task.k, task.n]) }, {}).y;
    case 'maxPool2d':
    case 'maxPool2dGradient':
    case 'avgPool2d': {
      const { batch, height, width, channels, size } = task;
      const window = { poolSize: [size, size], strides: [size, size], padding: 'valid' } as const;
      const inputShape: Shape = [batch, height, width, channels];
      const x = input('x', inputShape);
      if (task.kind === 'avgPool2d') return avgPool2d({ x }, window).y;
      if (task.kind === 'maxPool2d') return maxPool2d({ x }, window).y;
      const pooled: Shape = [batch, Math.floor(height / size), Math.floor(width / size), channels];
      const winner = input('winner', pooled, 'u8');
      return maxUnpool2d({ dy: input('dy', pooled), winner }, { ...window, inputShape }).dx;
    }
    case 'softmax':
      return softmax({ x: input('x', [task.rows, task.width]) }).y;
    case 'add':
      return add({ a: input('a', [task.length]), b: input('b', [task.length]) }).y;
    case 'relu':
      return relu({ x: input('x', [task.length]) }).y;
    case 'exp':
      return exp({ x: input('x', [task.length]) }).y;
  }
}

function adamStep(length: number): Computation {
  const [parameters, m, v] = ['parameters', 'm', 'v'].map((name) => variable(name, [length]));
  const values = {
    parameters: parameters!,
    m: m!,
    v: v!,
    gradients: input('gradients', [length]),
    alpha: input('alpha', [1]),
  };
  const { newParameters } = adamUpdate(values, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 });
  return { outputs: {}, updates: [newParameters] };
}
