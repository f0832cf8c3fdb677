import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './command.js';
import { type Published, pack, workspace } from './pack.js';
import { makeProject } from './project.js';

// The first example of a package's README is what people try first, in a project of their own.

/** The workspace's own Node.js, which takes types away. */
const node = join(workspace, 'node_modules/.bin/node');

let folder: string;
let project: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-examples-'));
  project = join(folder, 'project');
  const tarballs = await pack(folder);
  const needed: Published[] = ['@cnn/kernels', '@cnn/tensor', '@cnn/layers', '@cnn/datasets', '@cnn/train'];
  await makeProject(
    project,
    needed.map((name) => tarballs.get(name)!),
  );
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['kernels', ''],
  ['tensor', '[ 8, 32, 32, 16 ]'],
  ['layers', ''],
  ['train', 'valAccuracy'],
])(
  'that of %s runs as it stands',
  async (name, said) => {
    const readme = await readFile(join(workspace, 'packages', name, 'README.md'), 'utf8');
    const [, example] = /^```ts\n(.*?)^```/ms.exec(readme)!;
    await writeFile(join(project, `${name}.ts`), example!);
    expect(await run(node, [`${name}.ts`], project)).toContain(said);
  },
  120_000,
);
