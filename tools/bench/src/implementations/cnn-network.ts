import { inferContext, MODEL_INPUT, type Model, resnet20, simpleCnn, trainContext } from '@cnn/layers';
import { bundle, input, mean, type Session, trainingStep, variable } from '@cnn/tensor';
import { adam, compile, type Optimizer, sgd, sparseCategoricalCrossentropy } from '@cnn/train';
import { classNumbers, imageBytes, normalNumbers } from '../numbers.ts';
import type { NetworkTask, ResidualTask } from '../task.ts';
import type { Run } from './implementation.ts';

/** Something to run, and how to give back the memory that it needs. */
export interface Prepared {
  readonly run: Run;
  readonly release: () => void;
}

/** What does a task of a whole network. */
export async function networkRun(session: Session, task: NetworkTask | ResidualTask): Promise<Prepared> {
  if (task.kind === 'resnet20Step') {
    return step(session, resnet20({ weightDecay: 0 }), sgd({ learningRate: 0.1, momentum: 0.9 }), task.batch);
  }
  const model = simpleCnn();
  switch (task.kind) {
    case 'step':
      return step(session, model, adam(), task.batch);
    case 'fit':
      return await fit(session, model, task);
    case 'forward':
      return forward(session, model, task);
    case 'predict':
      return predict(session, model, task);
  }
}

/** A training step as `fit` takes it: the batch is laid in, since its memory serves other things later in a step. */
function step(session: Session, model: Model, optimizer: Optimizer, batch: number): Prepared {
  const y = input('y', [batch], 'i32');
  const context = trainContext();
  const output = model.call(model.inputValue(batch), context);
  const { each } = sparseCategoricalCrossentropy().build(output, y);
  const parameters = bundle(
    model.weights.filter(({ trainable }) => trainable).map(({ variable }) => variable),
    'parameters',
  );
  const rates = Object.fromEntries(optimizer.rates.map((name) => [name, input(name, [1])]));
  const slots = Object.fromEntries(
    optimizer.slots.map((slot) => [slot, variable(slot, parameters.shape, 'slots')]),
  );
  const program = session.program();
  const executable = program.compile(
    trainingStep({
      loss: mean({ x: each }).y,
      parameters,
      outputs: {},
      updates: context.updates ?? [],
      update: (parameters, gradients) => optimizer.update({ parameters, gradients, rates, slots }),
    }),
  );
  for (const { variable, value } of model.weights) program.write(variable, value);
  const x = normalNumbers([batch, 32, 32, 3]);
  const labels = classNumbers(batch);
  let steps = 0;
  const run = (): void => {
    executable.write(MODEL_INPUT, x);
    executable.write('y', labels);
    const given = optimizer.ratesAt(optimizer.learningRate as number, ++steps);
    for (const [name, rate] of Object.entries(given)) executable.input(name, 'f32')[0] = rate;
    executable.run();
  };
  return { run, release: () => program.release() };
}

async function fit(session: Session, model: Model, { batch, batches }: NetworkTask): Promise<Prepared> {
  const loss = sparseCategoricalCrossentropy();
  const trainer = await compile(model, { session, optimizer: adam(), loss, metrics: ['accuracy'] });
  const data = { x: imageBytes(batch * batches), y: classNumbers(batch * batches) };
  const run = async (): Promise<void> => {
    await trainer.fit(data, { batchSize: batch });
  };
  return { run, release: () => void trainer.close() };
}

/** What `predict` does with a batch. */
function forward(session: Session, model: Model, { batch }: NetworkTask): Prepared {
  const program = session.program();
  const y = model.call(model.inputValue(batch), inferContext);
  const executable = program.compile({ outputs: { y } });
  for (const { variable, value } of model.weights) program.write(variable, value);
  const x = normalNumbers([batch, 32, 32, 3]);
  const run = (): void => {
    executable.write(MODEL_INPUT, x);
    executable.run();
    executable.read('y');
  };
  return { run, release: () => program.release() };
}

function predict(session: Session, model: Model, { batch, batches }: NetworkTask): Prepared {
  const x = normalNumbers([batch * batches, 32, 32, 3]);
  const run = async (): Promise<void> => {
    await model.predict(x, { session, batchSize: batch });
  };
  return { run, release: () => {} };
}
