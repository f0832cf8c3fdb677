import { readFile, writeFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../test/run-cli.js';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
  const args = '--data synthetic --limit 60 --epochs 2 --schedule cosine --threads 1 --out run'.split(' ');
  await place.events(['train', ...args]);
}, 120_000);
afterAll(() => place.close());

const pageAt = async (file: string): Promise<Document> =>
  parseHTML(await readFile(place.path(file), 'utf8')).document;

describe('report', () => {
  it('is one page with curves, confusions, mistakes, filters and feature maps, which needs nothing else', async () => {
    const { code, stdout, stderr } = await place.run(['report', 'run']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^wrote run\/report\.html \(\d+\.\d kB\)\n$/);
    const page = await pageAt('run/report.html');
    const headings = [...page.querySelectorAll('h3')].map(({ textContent }) => textContent);
    expect(headings).toEqual(['Loss', 'Accuracy', 'Learning rate', 'Confusion matrix', 'Images recognised']);
    const loaded = [...page.querySelectorAll('[src], [href]')].map(
      (element) => element.getAttribute('src') ?? element.getAttribute('href')!,
    );
    expect(loaded.filter((address) => !address.startsWith('data:image/png;base64,'))).toEqual([]);
    expect(page.querySelectorAll('script, link')).toHaveLength(0);

    const history = JSON.parse(await readFile(place.path('run/history.json'), 'utf8'));
    const shown = page.querySelector('.figure.first b')!.textContent;
    expect(shown).toBe(`${(100 * history.test.accuracy).toFixed(1)} %`);
    const cells = [...page.querySelectorAll('title')].map(({ textContent }) =>
      /taken for .*: (\d+) \(/.exec(textContent!),
    );
    const counts = cells.filter((match) => match !== null).map(([, n]) => Number(n));
    expect(counts).toHaveLength(100);
    expect(counts.reduce((a, b) => a + b)).toBe(60);
    expect(history.epochs[1].learningRate).toBeLessThan(history.epochs[0].learningRate);
  });

  it('shows images, filters and feature maps as they are', async () => {
    const page = await pageAt('run/report.html');
    const sizes = (selector: string): string[] =>
      [...page.querySelectorAll(selector)].map((image) => {
        const bytes = Buffer.from(image.getAttribute('src')!.split(',')[1]!, 'base64');
        const { width, height, channels } = decode(bytes);
        return `${width}x${height}x${channels}`;
      });
    expect(new Set(sizes('.pictures img'))).toEqual(new Set(['32x32x3']));
    expect(sizes('.filters img')).toEqual(new Array(32).fill('3x3x3'));
    const maps = sizes('.layer img');
    expect(maps).toEqual([...new Array(16).fill('32x32x1'), ...new Array(16).fill('14x14x1')]);
  });

  it('takes the place of a report, at another path, too, and of nothing else', async () => {
    expect((await place.run(['report', 'run', '--out', 'page.html'])).code).toBe(0);
    const [event] = await place.events(['report', 'run', '--out', 'page.html']);
    expect(event).toMatchObject({ event: 'report', path: place.path('page.html') });
    await writeFile(place.path('mine.html'), 'kept');
    const { code, stderr } = await place.run(['report', 'run', '--out', 'mine.html']);
    expect([code, await readFile(place.path('mine.html'), 'utf8')]).toEqual([2, 'kept']);
    expect(stderr).toMatch(/^error: mine\.html is there already and is no report; choose another name/);
  });

  it.each([
    ['report', /report was given no run, but needs one/i],
    ['report nowhere', /nowhere is no run, because it does not exist;/],
    ['report .', /is no run, because it has no config\.json;/],
    [
      'report run --out nowhere/page.html',
      /nowhere\/page\.html cannot be written, because its folder is not there \(ENOENT\)/,
    ],
    ['report run other', /'other' is one argument too many: report takes one <run> and options/],
  ])('refuses %s', async (args, sentence) => {
    const { code, stdout, stderr } = await place.run(args.split(' '));
    expect(stderr).toMatch(sentence);
    expect([code, stdout]).toEqual([2, '']);
  });
});
