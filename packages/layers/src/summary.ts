import { formatShape, MEMORY_LIMIT } from '@cnn/tensor';
import { type DescribeOptions, describe, type ModelDescription } from './describe.js';
import type { AnyModel } from './model.js';
import { expectKnownOptions } from './options.js';

export interface SummaryOptions extends DescribeOptions {
  /** Where to write the table, `console.log` for instance; it is returned as well. */
  readonly print?: (text: string) => void;
}

/** A table of a model's layers, and below it what the whole model amounts to. @throws ConfigError */
export function summary(model: AnyModel, options: SummaryOptions = {}): string {
  expectKnownOptions('summary', options, ['batchSize', 'print']);
  const { print, ...rest } = options;
  const text = formatDescription(describe(model, rest));
  print?.(text);
  return text;
}

function formatDescription(description: ModelDescription): string {
  const { name, layers, linear, parameters, flops, memory, batchSize } = description;
  const operations = (count: number): string => withUnit(count, 1000, operationUnits);
  const heading = ['Layer', 'Output shape', 'Parameters', 'FLOPs per input', 'Connected to'];
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.className})`,
    formatShape(layer.outputShape),
    thousands(layer.parameters),
    layer.flops === 0 ? '–' : operations(layer.flops),
    layer.inputs.join(', '),
  ]);
  const columns = linear ? 4 : 5;
  const frozen = parameters.total - parameters.trainable;
  const bytes = (count: number): string => withUnit(count, 1024, byteUnits);
  return [
    `Model: ${name}`,
    ...table(
      heading.slice(0, columns),
      rows.map((row) => row.slice(0, columns)),
    ),
    `Parameters: ${thousands(parameters.trainable)} trainable${frozen > 0 ? `, ${thousands(frozen)} non-trainable` : ''}`,
    `FLOPs per input: ${operations(flops.forward)} forward, ${operations(flops.training)} to train`,
    `Memory to train with Adam, batches of ${batchSize}: ${bytes(memory.total)}`,
    `  parameters ${bytes(memory.parameters)}, gradients ${bytes(memory.gradients)}, optimizer ${bytes(memory.slots)}, activations ${bytes(memory.activations)}`,
    largestBatchLine(description),
  ].join('\n');
}

function largestBatchLine({ memory, largestBatchSize }: ModelDescription): string {
  const limit = `the ${withUnit(MEMORY_LIMIT, 1024, byteUnits)} of WebAssembly memory`;
  if (largestBatchSize === 0) return `  which is more than ${limit}, even for batches of 1`;
  const most = `batches of up to ${thousands(largestBatchSize)}`;
  return memory.total > MEMORY_LIMIT
    ? `  which is more than ${limit}; there is room for ${most}`
    : `  of ${limit}, which has room for ${most}`;
}

/** Parameters and operations. */
const isNumber = (column: number): boolean => column === 2 || column === 3;

/** Columns as wide as their widest cell; text to the left, numbers to the right. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)));
  return [rule, line(heading), rule, ...rows.map(line), rule];
}

const operationUnits = ['', ' k', ' M', ' G', ' T'];
const byteUnits = [' B', ' KiB', ' MiB', ' GiB', ' TiB'];

/** `9.80 M`: three digits and the largest unit that leaves a whole number before the point. */
function withUnit(value: number, base: number, units: readonly string[]): string {
  let unit = 0;
  let scaled = value;
  while (scaled >= base && unit < units.length - 1) {
    scaled /= base;
    unit++;
  }
  if (unit === 0) return `${value}${units[0]}`;
  return `${scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)}${units[unit]}`;
}

function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
