import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { EpochEvent } from '../events.js';
import { epochLine } from './lines.js';

const epoch: EpochEvent = {
  event: 'epoch',
  epoch: 2,
  loss: 0.7791,
  accuracy: 0.756,
  valLoss: 0.6568,
  valAccuracy: 0.813,
  seconds: 3.4,
  imagesPerSecond: 3801,
};
const widths = Array.from({ length: 120 }, (_, n) => n + 12);

function shown(columns?: number): string {
  return stripVTControlCharacters(epochLine(epoch, 10, pc.createColors(true), columns));
}

describe('epochLine', () => {
  it('says everything in full where lines may be long', () => {
    const full =
      'epoch  2/10  loss 0.7791  accuracy 75.6 %  val loss 0.6568  val accuracy 81.3 %  3.4 s  3,801 images/s';
    expect(shown()).toBe(full);
    expect(shown(full.length + 1)).toBe(full);
  });

  it('shortens words before it leaves out figures', () => {
    expect(shown(100)).toBe(
      'epoch  2/10  loss 0.7791  acc 75.6 %  val loss 0.6568  val acc 81.3 %  3.4 s  3,801 images/s',
    );
    expect(shown(80)).toBe('epoch  2/10  loss 0.7791  acc 75.6 %  val loss 0.6568  val acc 81.3 %  3.4 s');
  });

  it.each(widths)('leaves the last of %i columns free', (columns) => {
    expect(shown(columns).length).toBeLessThan(columns);
  });

  it('has no validation where there was none', () => {
    const event = { ...epoch, valLoss: null, valAccuracy: null };
    expect(epochLine(event, 10, pc.createColors(false))).toBe(
      'epoch  2/10  loss 0.7791  accuracy 75.6 %  3.4 s  3,801 images/s',
    );
  });
});
