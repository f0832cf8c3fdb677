import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData, type Package } from '@arethetypeswrong/core';
import { filterProblems } from '@arethetypeswrong/core/problems';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pack, published } from './pack.js';

let folder: string;
let tarballs: Awaited<ReturnType<typeof pack>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-tarballs-'));
  tarballs = await pack(folder);
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

describe.each(published)('%s', (name) => {
  let data: Uint8Array<ArrayBuffer>;
  let contents: Package;
  let files: readonly string[];

  beforeAll(async () => {
    data = new Uint8Array(await readFile(tarballs.get(name)!));
    contents = createPackageFromTarballData(data);
    files = contents.listFiles().map((path) => path.replace(`/node_modules/${name}/`, ''));
  });

  test('publint finds nothing to say', async () => {
    const { messages, pkg } = await publint({ pack: { tarball: data.buffer } });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test('its types are found by whoever imports ES modules', async () => {
    const analysis = await checkPackage(contents);
    if (!analysis.types) throw new Error('There are no types.');
    const problems = (['node16-esm', 'bundler'] as const).flatMap((resolutionKind) =>
      filterProblems(analysis, { resolutionKind }),
    );
    expect(problems).toEqual([]);
  });

  test('it holds what is compiled, the license and a page to read, and nothing else', () => {
    const unexpected = files.filter((path) => !/^(dist\/.*|LICENSE|README\.md|package\.json)$/.test(path));
    expect(unexpected).toEqual([]);
    expect(files.filter((path) => /\.test\.|testing\/|tsbuildinfo/.test(path))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/index.js', 'dist/index.d.ts']),
    );
  });

  test('its source maps hold the sources, which are not in it', () => {
    for (const path of files.filter((each) => each.endsWith('.js.map'))) {
      const map = JSON.parse(contents.readFile(`/node_modules/${name}/${path}`)) as {
        sourcesContent?: string[];
      };
      expect(map.sourcesContent?.[0], path).toBeTypeOf('string');
    }
  });

  test('it asks for published packages, at versions that exist outside the workspace', () => {
    const manifest = JSON.parse(contents.readFile(`/node_modules/${name}/package.json`)) as {
      version: string;
      dependencies?: Record<string, string>;
    };
    for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
      expect(range, dependency).toMatch(/^\^\d/);
      if (dependency.startsWith('@cnn/')) expect(range).toBe(`^${manifest.version}`);
    }
  });
});
