import { describe, expect, it } from 'vitest';
import { ratiosOf } from './ratios.ts';
import type { Row } from './report.ts';
import { spread } from './statistics.ts';

function row(implementation: string, threads: number, runs: readonly number[], name = 'step'): Row {
  const subject = { suite: 'train', name, shape: 'batch 32', implementation, variant: '', threads } as const;
  return { ...subject, unit: 'images/s', ...spread(runs), runs };
}

describe('ratiosOf', () => {
  it('compares round by round, so that a slow moment of the machine does not count', () => {
    const [ratio] = ratiosOf([row('cnn', 1, [10, 100, 40]), row('pytorch', 1, [5, 50, 10])]);
    expect(ratio).toMatchObject({ peer: 'pytorch', median: 2, min: 2, max: 4 });
  });

  it('compares on the same threads, or as many as the peer can use', () => {
    const rows = [
      row('cnn', 1, [1]),
      row('cnn', 2, [2]),
      row('pytorch', 1, [1]),
      row('pytorch', 2, [1]),
      row('tfjs-wasm', 1, [1]),
    ];
    expect(
      ratiosOf(rows).map(({ threads, peer, peerThreads }) => `${threads}: ${peer} ${peerThreads}`),
    ).toEqual(['1: pytorch 1', '1: tfjs-wasm 1', '2: pytorch 2', '2: tfjs-wasm 1']);
  });

  it('compares with nobody but peers, at the same task, over the rounds that both ran', () => {
    const rows = [
      row('cnn', 1, [4, 1]),
      row('limit', 1, [1]),
      row('keras', 1, [1], 'other'),
      row('tfjs-cpu', 1, [1]),
    ];
    expect(ratiosOf(rows)).toMatchObject([{ peer: 'tfjs-cpu', median: 4 }]);
  });
});
