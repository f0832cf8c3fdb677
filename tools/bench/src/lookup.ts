import type { Ratio, Report, Row } from './report.ts';
import { OURS } from './roster.ts';

/** The rows of each task, under its name and sizes. */
export function byTask(rows: readonly Row[]): [title: string, rows: Row[]][] {
  const tasks = new Map<string, Row[]>();
  for (const row of rows) {
    const title = `${row.name}, ${row.shape}`;
    tasks.set(title, [...(tasks.get(title) ?? []), row]);
  }
  return [...tasks];
}

/** Of a task's rows this project's on some threads, in the build that is chosen where nothing else is asked for. */
export function fastestOurs(rows: readonly Row[], threads: number): Row | undefined {
  return rows.findLast((row) => row.implementation === OURS && row.threads === threads);
}

export function ratioBetween({ ratios }: Report, ours: Row, peer: Row): Ratio | undefined {
  return ratios.find(
    (ratio) =>
      (['suite', 'name', 'shape', 'variant', 'threads'] as const).every((key) => ratio[key] === ours[key]) &&
      ratio.peer === peer.implementation &&
      ratio.peerThreads === peer.threads,
  );
}

export function contenderName({ implementation, variant }: Row): string {
  return variant === '' ? implementation : `${implementation}, ${variant}`;
}
