import { markdownTable } from 'markdown-table';
import { factor, figure } from './figures.ts';
import { byTask, contenderName, fastestOurs, ratioBetween } from './lookup.ts';
import type { Report, SuiteName } from './report.ts';
import { OURS } from './roster.ts';

/** A table for each task of the reference network, with a line for each contender. */
export function networkTables(report: Report, suite: SuiteName): string {
  const tasks = byTask(report.rows.filter((row) => row.suite === suite));
  return tasks
    .map(([title, rows]) => {
      const head = [
        '',
        'threads',
        `${rows[0]!.unit} (median)`,
        'lowest – highest',
        'rounds',
        `${OURS} is faster`,
      ];
      const lines = rows.map((row) => {
        const ours = fastestOurs(rows, row.threads);
        const ratio = ours && ratioBetween(report, ours, row);
        return [
          contenderName(row),
          String(row.threads),
          figure(row.median),
          `${figure(row.min)} – ${figure(row.max)}`,
          String(row.runs.length),
          ratio ? factor(ratio.median) : '',
        ];
      });
      const table = markdownTable([head, ...lines], { align: ['l', 'r', 'r', 'r', 'r', 'r'] });
      return `**${title}**\n\n${table}`;
    })
    .join('\n\n');
}
