import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { EpochFigures } from '../events.js';
import { Html } from './html.js';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Colours are those of the page's style, so that charts follow it from light to dark. */
const trainColour = 'var(--train)';
const validationColour = 'var(--validation)';

/** Figures over the epochs. */
interface Curves {
  readonly epochs: readonly EpochFigures[];
  /** What is drawn in the colour of training, and of validation. */
  readonly train?: (epoch: EpochFigures) => number | null;
  readonly validation?: (epoch: EpochFigures) => number | null;
  /** A value as it is written at the axis, and where it is pointed at. */
  readonly ticks: (value: number) => string;
  readonly format: (value: number) => string;
}

/** Lines of figures over the epochs; where there is one epoch only, its points. */
export function curves({ epochs, train, validation, ticks, format }: Curves): Html {
  const series = [
    ...(train ? [{ name: 'training', value: train, colour: trainColour }] : []),
    ...(validation ? [{ name: 'validation', value: validation, colour: validationColour }] : []),
  ];
  const marks = series.flatMap(({ name, value, colour }) => {
    const y = (epoch: EpochFigures): number => finite(value(epoch));
    const title = (epoch: EpochFigures): string => `epoch ${epoch.epoch}, ${name}: ${format(y(epoch))}`;
    const points = { x: 'epoch', y, title };
    return [
      Plot.lineY(epochs, { x: 'epoch', y, stroke: colour, strokeWidth: 2, curve: 'monotone-x' }),
      Plot.dot(epochs, { ...points, fill: colour, r: epochs.length > 40 ? 1.5 : 3 }),
    ];
  });
  return drawn({
    width: 320,
    height: 210,
    marginLeft: 44,
    x: { label: 'epoch', ticks: Math.min(epochs.length, 6), tickFormat: wholeNumber, nice: false },
    y: { label: null, grid: true, nice: true, tickFormat: ticks, ticks: 5 },
    marks,
  });
}

/** How much of each class, in rows, was taken for each, in columns: as counts, or in per cent of the row. */
export function confusionChart(
  counts: readonly (readonly number[])[],
  names: readonly string[],
  figures: 'counts' | 'percent' = 'counts',
): Html {
  const cells = counts.flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, guess) => ({
      label: names[label]!,
      guess: names[guess]!,
      count,
      share: total === 0 ? 0 : count / total,
      right: label === guess,
      text: figures === 'counts' || total === 0 ? String(count) : wholePercent(count / total),
    }));
  });
  const few = names.length <= 20;
  const longest = names.reduce((length, name) => Math.max(length, name.length), 0);
  const margin = few ? 14 + 6.2 * longest : 8;
  const side = margin + (few ? 34 * names.length : 560);
  const axis = { domain: names, label: null, tickSize: 0, ...(few ? {} : { axis: null }) };
  const x = 'guess';
  const y = 'label';
  return drawn({
    width: side,
    height: side,
    margin: 2,
    marginLeft: margin,
    marginTop: margin,
    padding: few ? 0.06 : 0,
    x: { ...axis, axis: few ? 'top' : null, tickRotate: -90 },
    y: axis,
    marks: [
      Plot.cell(cells, {
        x,
        y,
        fill: ({ right }) => (right ? 'var(--right)' : 'var(--wrong)'),
        fillOpacity: ({ share }) => (share === 0 ? 0.04 : 0.06 + 0.94 * share ** 0.7),
        rx: few ? 3 : 0,
        title: ({ label, guess, count, share }) =>
          `${label} taken for ${guess}: ${count} (${(100 * share).toFixed(1)} %)`,
      }),
      ...(few ? [cellNumbers(cells.filter(({ count }) => count > 0))] : []),
    ],
    color: { type: 'identity' },
    opacity: { type: 'identity' },
  });
}

/** Small shares are not nothing. */
function wholePercent(share: number): string {
  return share < 0.005 ? '<1' : String(Math.round(100 * share));
}

function cellNumbers(cells: readonly { text: string; share: number }[]): Plot.Markish {
  return Plot.text(cells, {
    x: 'guess',
    y: 'label',
    text: 'text',
    fill: ({ share }) => (share > 0.35 ? 'var(--on-colour)' : 'currentColor'),
    fontSize: 10,
    pointerEvents: 'none',
  });
}

/** A share for each of some names. */
interface Bar {
  readonly name: string;
  readonly share: number;
  readonly title: string;
}

/** Horizontal bars from nothing to everything. */
export function bars(rows: readonly Bar[]): Html {
  const longest = rows.reduce((length, { name }) => Math.max(length, name.length), 0);
  const common = { x: 'share', y: 'name', title: 'title' } as const;
  return drawn({
    width: 420,
    height: 30 * rows.length + 8,
    margin: 4,
    marginLeft: 14 + 6.4 * longest,
    marginRight: 52,
    x: { domain: [0, 1], axis: null },
    y: { domain: rows.map(({ name }) => name), label: null, tickSize: 0 },
    marks: [
      Plot.barX(rows, {
        y: 'name',
        x1: 0,
        x2: 1,
        fill: 'currentColor',
        fillOpacity: 0.07,
        rx: 3,
        insetTop: 6,
        insetBottom: 6,
      }),
      Plot.barX(rows, { ...common, fill: 'var(--right)', rx: 3, insetTop: 6, insetBottom: 6 }),
      Plot.text(rows, {
        x: 1,
        y: 'name',
        text: ({ share }) => `${(100 * share).toFixed(1)} %`,
        textAnchor: 'start',
        dx: 6,
        fontVariant: 'tabular-nums',
      }),
    ],
  });
}

function drawn(options: Plot.PlotOptions): Html {
  const style = { fontFamily: 'inherit', fontSize: '11px', overflow: 'visible', background: 'none' };
  const chart = Plot.plot({ ...options, document: document as unknown as Document, style });
  return new Html(chart.outerHTML);
}

function wholeNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}

/** Charts leave gaps where there is no number. */
function finite(value: number | null): number {
  return value === null || !Number.isFinite(value) ? Number.NaN : value;
}
