import type { Ratio, Row } from './report.ts';
import { LIMIT, OURS } from './roster.ts';
import { spread } from './statistics.ts';

/**
 * This project's speed over that of each peer, task by task. They are compared on the same number of threads;
 * one that cannot use as many is compared on those that it can.
 */
export function ratiosOf(rows: readonly Row[]): Ratio[] {
  const ours = rows.filter(({ implementation }) => implementation === OURS);
  return ours.flatMap((row) => opponentsOf(row, rows).map((peer) => ratio(row, peer)));
}

function opponentsOf(row: Row, rows: readonly Row[]): Row[] {
  const same = rows.filter(
    ({ suite, name, shape, implementation, threads }) =>
      suite === row.suite &&
      name === row.name &&
      shape === row.shape &&
      ![OURS, LIMIT].includes(implementation) &&
      threads <= row.threads,
  );
  return same.filter(
    (peer) =>
      !same.some((other) => other.implementation === peer.implementation && other.threads > peer.threads),
  );
}

/** Of the rounds in which both ran. */
function ratio(row: Row, peer: Row): Ratio {
  const { suite, name, shape, implementation, variant, threads } = row;
  const rounds = row.runs.slice(0, peer.runs.length);
  const each = rounds.map((speed, round) => speed / peer.runs[round]!);
  const whose = { suite, name, shape, implementation, variant, threads };
  return { ...whose, peer: peer.implementation, peerThreads: peer.threads, ...spread(each) };
}
