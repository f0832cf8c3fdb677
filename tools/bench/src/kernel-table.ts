import { markdownTable } from 'markdown-table';
import { factor, figure, percent } from './figures.ts';
import { byTask, fastestOurs, ratioBetween } from './lookup.ts';
import type { Report, Row } from './report.ts';
import { LIMIT, OURS } from './roster.ts';
import type { Unit } from './work.ts';

/** Whose figures the tables have beside this project's, and who stands in where it has no such kernel. */
const PEER = 'tfjs-wasm';
const STAND_IN = 'tfjs-wasm-composed';
const MARK = '†';

/** The limits of the machine, and a table with a line for each kernel for each of the units. */
export function kernelTables(report: Report): string {
  const rows = report.rows.filter(({ suite }) => suite === 'kernels');
  const limits = rows.filter(({ implementation }) => implementation === LIMIT);
  const units: readonly Unit[] = ['GFLOP/s', 'GB/s'];
  return [
    limitTable(limits),
    ...units.map((unit) =>
      kernelTable(
        report,
        unit,
        rows.filter((row) => row.unit === unit && !limits.includes(row)),
      ),
    ),
  ]
    .filter((table) => table !== '')
    .join('\n\n');
}

function limitTable(rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const settings = settingsOf(rows);
  const lines = byTask(rows).map(([title, task]) => [
    title,
    task[0]!.unit,
    ...settings.map((setting) => figureOf(task, setting, 'max')),
  ]);
  const table = markdownTable([['', 'unit', ...settings], ...lines], {
    align: ['l', 'l', ...settings.map(() => 'r')],
  });
  return `**limits** (the best of all rounds)\n\n${table}`;
}

function kernelTable(report: Report, unit: Unit, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const settings = settingsOf(rows.filter(({ implementation }) => implementation === OURS));
  const lines = byTask(rows).map(([, task]) => {
    const ours = fastestOurs(task, 1);
    const peer = peerIn(task);
    const ratio = ours && peer && ratioBetween(report, ours, peer);
    return [
      task[0]!.name,
      task[0]!.shape,
      ...settings.map((setting) => figureOf(task, setting, 'median')),
      ours?.roof === undefined ? '' : percent(ours.median / ours.roof),
      peer ? peerFigure(peer) : '',
      ratio ? factor(ratio.median) : '',
    ];
  });
  const head = ['', 'sizes', ...settings, 'of the limit', PEER, `${OURS} is faster`];
  const table = markdownTable([head, ...lines], { align: ['l', 'l', ...head.slice(2).map(() => 'r')] });
  const note = `${MARK} \`${PEER}\` has no such kernel; it is composed of those it has (\`${STAND_IN}\`).`;
  return [`**${unit}**`, table, ...(table.includes(MARK) ? [note] : [])].join('\n\n');
}

function peerIn(rows: readonly Row[]): Row | undefined {
  const by = (name: string): Row | undefined => rows.find(({ implementation }) => implementation === name);
  return by(PEER) ?? by(STAND_IN);
}

function peerFigure({ implementation, median }: Row): string {
  return implementation === STAND_IN ? `${figure(median)} ${MARK}` : figure(median);
}

function settingsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(settingOf))];
}

function settingOf(row: Row): string {
  return `${row.variant} × ${row.threads}`;
}

/** Nothing where that setting failed. */
function figureOf(rows: readonly Row[], setting: string, which: 'median' | 'max'): string {
  const row = rows.find((row) => settingOf(row) === setting);
  return row ? figure(row[which]) : '';
}
