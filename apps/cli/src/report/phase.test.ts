import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Terminal } from '../terminal.js';
import { PhaseReport, phaseLine } from './phase.js';

const widths = Array.from({ length: 120 }, (_, n) => n + 8);

describe('phaseLine', () => {
  it('has a bar where there is room for one', () => {
    expect(phaseLine('epoch 2/10  validating', 0.5, 80)).toBe(
      'epoch 2/10  validating  ━━━━━━━━━━━━━━━───────────────  50 %',
    );
    expect(phaseLine('testing', 0, 20)).toBe('testing  ──────  0 %');
    expect(phaseLine('epoch 2/10  validating', 0.5, 30)).toBe('epoch 2/10  validating  50 %');
  });

  it.each(widths)('fits into %i columns', (columns) => {
    expect(phaseLine('epoch 2/10  validating', 1, columns).length).toBeLessThanOrEqual(columns);
  });
});

describe('PhaseReport', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function opened(live: boolean) {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 60 });
    const written: string[] = [];
    stream.on('data', (chunk) => written.push(String(chunk)));
    const report = new PhaseReport({ live, stream } as unknown as Terminal);
    const progress = (share: number) => {
      report.progress('predicting', share);
      // A bar is drawn some times a second.
      vi.advanceTimersByTime(200);
    };
    return { stream, written, report, progress };
  }

  it('draws a bar, takes it away for lines that stay, and comes back', () => {
    const { stream, written, report, progress } = opened(true);
    progress(0.25);
    report.clear();
    stream.write('cat.jpg\n');
    progress(0.5);
    report.clear();
    const [before, after] = written.join('').split('cat.jpg\n');
    expect(stripVTControlCharacters(before!)).toMatch(/^predicting {2}━+─+ {2}25 %$/);
    expect(stripVTControlCharacters(after!)).toMatch(/^predicting {2}━+─+ {2}50 %$/);
    const clearLine = '\x1b[2K';
    expect(before!.slice(before!.indexOf('%'))).toContain(clearLine);
    expect(after!.slice(after!.indexOf('%'))).toContain(clearLine);
  });

  it('says nothing where there is no terminal', () => {
    const { written, report, progress } = opened(false);
    progress(0.5);
    report.clear();
    expect(written).toEqual([]);
  });
});
