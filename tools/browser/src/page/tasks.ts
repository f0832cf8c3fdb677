import { augmentation, randomCrop, randomFlip } from '@cnn/datasets';
import { conv2d, dense, flatten, maxPooling2d, sequential } from '@cnn/layers';
import { input, randomStream, relu, Session, type SessionOptions, Tensor, tensor } from '@cnn/tensor';
import { compile } from '@cnn/train';

/** What a session turned out to be, and what it computed. */
export interface Computed {
  readonly threads: number;
  readonly variant: 'simd' | 'relaxed';
  readonly numbers: readonly number[];
}

/** What can be asked of a page, of a worker, and of Node.js: the same code runs in all three. */
const tasks = { compute, train };
export type TaskName = keyof typeof tasks;

/** What was computed, or the sentence that says why nothing was. */
export type Answer = { readonly result: Computed } | { readonly error: string };

export async function perform(name: TaskName, options: SessionOptions): Promise<Answer> {
  try {
    return { result: await tasks[name](options) };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Runs a graph of its own, without layers. */
async function compute(options: SessionOptions): Promise<Computed> {
  const session = await Session.create(options);
  const shape = [4, 1000];
  const x = input('x', shape);
  const executable = session.program().compile({ outputs: relu({ x }) });
  executable.write(
    'x',
    tensor(
      Float32Array.from({ length: 4000 }, (_, i) => Math.sin(i)),
      shape,
    ),
  );
  executable.run();
  const { threads, variant } = session;
  const numbers = [...(executable.read('y').data as Float32Array)];
  await session.close();
  return { threads, variant, numbers };
}

/** Trains a small network on noise, at last augmented by another worker. The numbers are all its losses, then all its weights. */
async function train(options: SessionOptions): Promise<Computed> {
  const stream = randomStream(1, 'images');
  const images = 70;
  const x = new Tensor(
    'u8',
    [images, 9, 9, 3],
    new Uint8Array(images * 9 * 9 * 3).map(() => stream.integer(256)),
  );
  const y = new Tensor(
    'i32',
    [images],
    new Int32Array(images).map(() => stream.integer(4)),
  );
  const model = sequential(
    [
      conv2d({ filters: 8, kernelSize: 3, activation: 'relu', padding: 'same', inputShape: [9, 9, 3] }),
      maxPooling2d(),
      conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      flatten(),
      dense({ units: 4, activation: 'softmax' }),
    ],
    { seed: 3 },
  );
  const trainer = await compile(model, {
    optimizer: 'adam',
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    ...options,
  });
  const history = await trainer.fit({ x, y }, { epochs: 4, validationSplit: 0.1 });
  const augmented = await trainer.fit(
    { x, y },
    {
      augment: augmentation([randomFlip(), randomCrop({ padding: 1 })]),
    },
  );
  const losses = [history, augmented].flatMap(({ metrics }) => metrics['loss']!);
  const { threads, variant } = trainer.session;
  await trainer.close();
  const weights = model.getWeights().flatMap(({ data }) => [...data]);
  return { threads, variant, numbers: [...losses, ...weights] };
}
