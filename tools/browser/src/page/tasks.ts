import { input, relu, Session, type SessionOptions, tensor } from '@cnn/tensor';

/** What a session turned out to be, and what it computed. */
export interface Computed {
  readonly threads: number;
  readonly variant: 'simd' | 'relaxed';
  readonly numbers: readonly number[];
}

/** What can be asked of a page, of a worker, and of Node.js: the same code runs in all three. */
export const tasks = { compute };
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
