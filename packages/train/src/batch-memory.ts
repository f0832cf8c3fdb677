import {
  type Computation,
  type Executable,
  gibibytes,
  largestBatch,
  MEMORY_LIMIT,
  MemoryError,
  makePlan,
  type Program,
} from '@cnn/tensor';

/**
 * Compiles a computation for a batch.
 * @param computation what is computed for so many samples
 * @throws MemoryError with the largest batch that fits, when this one does not; KernelError when the host gives less
 */
export function compileBatch(
  program: Program,
  computation: (samples: number) => Computation,
  samples: number,
): Executable {
  try {
    return program.compile(computation(samples));
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    throw batchMemoryError(error, program, computation, samples);
  }
}

function batchMemoryError(
  error: MemoryError,
  program: Program,
  computation: (samples: number) => Computation,
  samples: number,
): MemoryError {
  const { session } = program;
  const room = MEMORY_LIMIT - (session.usedBytes - program.usedBytes);
  const bytesFor = (size: number): number => makePlan(computation(size), session).memory.total;
  const most = largestBatch(bytesFor, room);
  // Then it is not the size of the batch alone that is too much.
  if (most >= samples) return error;
  const advice =
    most === 0
      ? 'Not even a single sample fits; use a smaller model, or smaller inputs.'
      : `Choose a batch size of ${most} or less, or a smaller model.`;
  return new MemoryError(
    `Batches of ${samples} samples need ${gibibytes(bytesFor(samples))} of memory; WebAssembly has ${gibibytes(room)} for them. ${advice}`,
    { cause: error, about: { kind: 'memory', batch: samples, most } },
  );
}
