import type { Terminal } from '../terminal.js';
import type { TrainingReport } from './training-report.js';

/** One object a line on standard output. */
export function jsonReport(terminal: Terminal): TrainingReport {
  const write = (event: object): void => terminal.object(event);
  return { start: write, epoch: write, end: write };
}
