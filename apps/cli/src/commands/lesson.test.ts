import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

describe('lesson', () => {
  it('lists what there is', async () => {
    const { code, stdout } = await place.run(['lesson']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^pooling +Pooling and small shifts\n +How much do the features/m);
    const rows = await place.events(['lesson']);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows[0]).toMatchObject({
      name: 'local-features',
      title: { en: 'Local features', ja: '局所的な特徴' },
    });
  });

  it('measures one and prints tables, pictures and what to see in them', async () => {
    const { code, stdout } = await place.run(['lesson', 'padding']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Padding and strides\nWhat do padding/);
    expect(stdout).toMatch(/│ valid, stride 1 +│ +30 │ +28 │ +26 │ +24 │/);
    expect(stdout).toMatch(/│ same, stride 1 +│ +100\.0 % │ +48\.1 % │ +23\.2 % │/);
    // Four pictures of 11 pixels: two characters each, two spaces between.
    expect(stdout).toMatch(/^valid, stride 1 {9}same, stride 1 {10}valid, stride 2 {9}same, stride 2$/m);
    expect(stdout).toMatch(/^ {24}░░▒▒▒▒/m);
    expect(stdout).toMatch(/\nWhy\nWithout padding each convolution/);
    expect(stdout.split('\n').every((line) => line.length <= 100)).toBe(true);
  });

  it('draws charts in colour, and else gives their values', async () => {
    const plain = await place.run(['lesson', 'pooling']);
    expect(plain.stdout).toMatch(/│ pixels moved │ no pooling │/);
    expect(plain.stdout).toMatch(/│ +0 │ +0\.0 % │/);
    const coloured = await place.run(['lesson', 'pooling'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('change, by pixels moved');
    expect(coloured.stdout).toContain('\u001b[32m█\u001b[0m max, 2×2');
    expect(coloured.stdout).not.toContain('│ pixels moved │');
  });

  it('speaks Japanese, in columns that are aligned', async () => {
    const { stdout } = await place.run(['lesson', 'padding', '--language', 'ja']);
    expect(stdout).toMatch(/^パディングとストライド\n/);
    expect(stdout).toContain('│ 畳み込み            │ 1 回目の後 │');
    expect(stdout).toContain('\nなぜか\n');
  });

  it('gives all that was measured as one object, which depends on the seed', async () => {
    const [found, ...more] = await place.events(['lesson', 'pooling']);
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      lesson: 'pooling',
      seed: 0,
      answer: { ja: expect.stringContaining('窓') },
    });
    const [other] = await place.events(['lesson', 'pooling', '--seed', '3']);
    expect(other!['exhibits']).not.toEqual(found!['exhibits']);
  });

  it('refuses what there is not', async () => {
    const { code, stderr } = await place.run(['lesson', 'poling']);
    expect(code).toBe(2);
    expect(stderr).toContain("There is no lesson 'poling'");
    expect(stderr).toContain('did you mean pooling?');
    const language = await place.run(['lesson', 'pooling', '--language', 'fr']);
    expect(language.code).toBe(2);
    expect(language.stderr).toContain('en or ja');
  });
});
