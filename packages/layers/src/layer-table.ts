import { formatShape } from '@cnn/tensor';
import type { LayerDescription, ModelDescription } from './describe.js';
import { type TableRow, textTable } from './text-table.js';
import { operations, thousands } from './units.js';
import { wrapWords } from './wrap-words.js';

const headings = {
  full: ['Layer', 'Output shape', 'Parameters', 'FLOPs per input', 'Connected to'],
  brief: ['Layer', 'Output shape', 'Params', 'FLOPs', 'Connected to'],
} as const;

/** Parameters and operations. */
const isNumber = (column: number): boolean => column === 2 || column === 3;

/** A name that is cut shorter than this says nothing. */
const SHORTEST_NAME = 8;

/** The layers of a model, a row for each, in the fullest form that lines of such a length have room for. */
export function layerTable({ layers, linear }: ModelDescription, lineLength: number): string[] {
  const columns = linear ? 4 : 5;
  const rows = layers.map(({ name, className, inputs, ...figures }) => ({
    cells: [`${name} (${className})`, ...figureCells(figures), inputs.join(', ')].slice(0, columns),
  }));
  for (const heading of [headings.full, headings.brief]) {
    const table = textTable(heading.slice(0, columns), rows, isNumber);
    if (table[0]!.length <= lineLength) return table;
  }
  return narrowTable(layers, lineLength);
}

/** Without classes; what a layer is connected to is below it, unless that is just the one before. */
function narrowTable(layers: readonly LayerDescription[], lineLength: number): string[] {
  const longest = Math.max(...layers.map(({ name }) => name.length));
  const tableOf = (nameLength: number): string[] => {
    const rows = layers.map(
      ({ name, ...layer }, i): TableRow => ({
        cells: [shortened(name, nameLength), ...figureCells(layer)],
        below: isNext(layer, layers[i - 1]) ? [] : wrapWords(`  from ${layer.inputs.join(', ')}`, lineLength),
      }),
    );
    return textTable(headings.brief.slice(0, 4), rows, isNumber);
  };
  const table = tableOf(longest);
  const excess = table[0]!.length - lineLength;
  return excess <= 0 ? table : tableOf(Math.max(SHORTEST_NAME, longest - excess));
}

/** Whether a layer takes what the one before it in the table gives, and nothing else; or nothing at all. */
function isNext({ inputs }: Pick<LayerDescription, 'inputs'>, before: LayerDescription | undefined): boolean {
  return inputs.every((name) => before === undefined || name === before.name) && inputs.length <= 1;
}

function figureCells({
  outputShape,
  parameters,
  flops,
}: Pick<LayerDescription, 'outputShape' | 'parameters' | 'flops'>): string[] {
  return [formatShape(outputShape), thousands(parameters), flops === 0 ? '–' : operations(flops)];
}

/** A name without its middle: what tells names apart is at their ends, as in `batch_normalization_12`. */
function shortened(name: string, length: number): string {
  if (name.length <= length) return name;
  const end = Math.floor((length - 1) / 2);
  return `${name.slice(0, length - 1 - end)}…${name.slice(name.length - end)}`;
}
