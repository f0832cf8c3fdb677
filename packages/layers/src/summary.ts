import { MEMORY_LIMIT } from '@cnn/tensor';
import { type DescribeOptions, describe, type ModelDescription } from './describe.js';
import { layerTable } from './layer-table.js';
import type { AnyModel } from './model.js';
import { expectKnownOptions, wholePositive } from './options.js';
import { bytes, operations, thousands } from './units.js';
import { wrapWords } from './wrap-words.js';

export interface SummaryOptions extends DescribeOptions {
  /** Where to write the table, `console.log` for instance; it is returned as well. */
  readonly print?: (text: string) => void;
  /**
   * How long lines may be; the table leaves out what has no room. Default: as long as it takes to show everything.
   * Below some 50 characters lines may be longer than that.
   */
  readonly lineLength?: number;
}

/** A table of a model's layers, and below it what the whole model amounts to. @throws ConfigError */
export function summary(model: AnyModel, options: SummaryOptions = {}): string {
  expectKnownOptions('summary', options, ['batchSize', 'print', 'lineLength']);
  const { print, lineLength, ...rest } = options;
  if (lineLength !== undefined) wholePositive('The lineLength of a summary', lineLength);
  const text = formatDescription(describe(model, rest), lineLength ?? Number.POSITIVE_INFINITY);
  print?.(text);
  return text;
}

function formatDescription(description: ModelDescription, lineLength: number): string {
  const { name, parameters, flops, memory, batchSize } = description;
  const frozen = parameters.total - parameters.trainable;
  const totals = [
    `Parameters: ${thousands(parameters.trainable)} trainable${frozen > 0 ? `, ${thousands(frozen)} non-trainable` : ''}`,
    `FLOPs per input: ${operations(flops.forward)} forward, ${operations(flops.training)} to train`,
    `Memory to train with Adam, batches of ${batchSize}: ${bytes(memory.total)}`,
    `  parameters ${bytes(memory.parameters)}, gradients ${bytes(memory.gradients)}, optimizer ${bytes(memory.slots)}, activations ${bytes(memory.activations)}`,
    largestBatchLine(description),
  ];
  return [
    `Model: ${name}`,
    ...layerTable(description, lineLength),
    ...totals.flatMap((line) => wrapWords(line, lineLength)),
  ].join('\n');
}

function largestBatchLine({ memory, largestBatchSize }: ModelDescription): string {
  const limit = `the ${bytes(MEMORY_LIMIT)} of WebAssembly memory`;
  if (largestBatchSize === 0) return `  which is more than ${limit}, even for batches of 1`;
  const most = `batches of up to ${thousands(largestBatchSize)}`;
  return memory.total > MEMORY_LIMIT
    ? `  which is more than ${limit}; there is room for ${most}`
    : `  of ${limit}, which has room for ${most}`;
}
