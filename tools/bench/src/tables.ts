import { kernelTables } from './kernel-table.ts';
import { networkTables } from './network-table.ts';
import type { Failure, Report, SuiteName } from './report.ts';

/** A suite's figures in Markdown, which a terminal shows well enough, too. */
export function tables(report: Report, suite: SuiteName): string {
  return suite === 'kernels' ? kernelTables(report) : networkTables(report, suite);
}

/** Who could not do what, and why, one in a line. */
export function failureLines(failures: readonly Failure[]): string[] {
  return failures.map(
    ({ implementation, name, shape, reason }) =>
      `${implementation} could not do ${name}, ${shape}: ${reason}`,
  );
}
