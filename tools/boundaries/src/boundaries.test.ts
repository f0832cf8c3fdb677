import { describe, expect, test } from 'vitest';
import { findViolations } from './rules.js';
import { type Manifest, type Package, readWorkspace } from './workspace.js';

test('every import of the workspace keeps to the rules', () => {
  const workspace = readWorkspace();
  expect(workspace.map(({ folder }) => folder)).toEqual(
    expect.arrayContaining(['packages/kernels', 'packages/tensor', 'packages/layers', 'apps/cli']),
  );
  expect(findViolations(workspace)).toEqual([]);
});

describe('a breach is found', () => {
  const violations = (sources: Record<string, string>, manifest: Partial<Manifest> = {}): string[] =>
    findViolations([pkg('packages/tensor', '@cnn/tensor', sources, manifest)]);

  test('an import against the direction, of whatever form', () => {
    for (const source of [
      "import { conv2d } from '@cnn/layers';",
      "import type { Layer } from '@cnn/layers';",
      "export * from '@cnn/layers';",
      "export const late = () => import('@cnn/layers');",
    ]) {
      expect(violations({ 'src/graph.ts': source })).toEqual([
        'packages/tensor/src/graph.ts imports @cnn/layers, against the direction of imports',
      ]);
    }
    expect(violations({ 'src/graph.ts': "import { Kernels } from '@cnn/kernels';" })).toEqual([]);
  });

  test('data sets that need more than tensors', () => {
    const datasets = pkg('packages/datasets', '@cnn/datasets', { 'src/a.ts': "import '@cnn/kernels';" });
    expect(findViolations([datasets])).toContain(
      'packages/datasets/src/a.ts imports @cnn/kernels, against the direction of imports',
    );
  });

  test('a module of Node.js outside *.node.ts, with or without the prefix', () => {
    expect(violations({ 'src/a.ts': "import { cpus } from 'node:os';" })).toHaveLength(1);
    expect(violations({ 'src/a.ts': "import { cpus } from 'os';" })).toHaveLength(1);
    expect(violations({ 'src/a.node.ts': "import { cpus } from 'node:os';" })).toEqual([]);
    expect(violations({ 'src/a.test.ts': "import { cpus } from 'node:os';" })).toEqual([]);
    const cli = pkg('apps/cli', 'cli', { 'src/a.ts': "import { cpus } from 'node:os';" }, { private: true });
    expect(findViolations([cli])).toEqual([]);
  });

  test('a *.node.ts file that a page would load', () => {
    expect(violations({ 'src/a.ts': "import { read } from './read.node.js';" })).toHaveLength(1);
    const imports = { '#read': { node: './dist/read.node.js', default: './dist/read.node.js' } };
    expect(violations({}, { imports })).toEqual([
      'packages/tensor/package.json must give #read a "default" that runs outside Node.js',
    ]);
  });

  test('a cycle, also one through re-exports or a # name', () => {
    const a = "import { b } from './b.js';";
    expect(
      violations({
        'src/a.ts': a,
        'src/b.ts': "export * from './c.js';",
        'src/c.ts': "import { x } from './a.js';",
      }),
    ).toEqual(['packages/tensor has an import cycle: src/a.ts → src/b.ts → src/c.ts → src/a.ts']);
    const imports = { '#b': { node: './dist/b.node.js', default: './dist/b.browser.js' } };
    const through = {
      'src/a.ts': "import { b } from '#b';",
      'src/b.browser.ts': "import { a } from './a.js';",
    };
    expect(violations(through, { imports })).toEqual([
      'packages/tensor has an import cycle: src/a.ts → src/b.browser.ts → src/a.ts',
    ]);
  });

  test('an import of a tool, of a file of another package, or for side effects', () => {
    expect(violations({ 'src/a.ts': "import { x } from '@cnn-tools/browser';" })).toHaveLength(1);
    expect(violations({ 'src/a.ts': "import { x } from '../../kernels/src/abi.js';" })).toHaveLength(1);
    expect(violations({ 'src/a.ts': "import './register.js';" })).toHaveLength(1);
  });

  test('a package.json that would publish badly', () => {
    expect(violations({}, { sideEffects: true })).toHaveLength(1);
    expect(violations({}, { sideEffects: ['./dist/index.js'] })).toHaveLength(1);
    expect(violations({}, { sideEffects: ['./dist/define.js'] })).toEqual([]);
    expect(findViolations([pkg('packages/new', '@cnn/new', {})])).toHaveLength(1);
  });

  test('a file that does not parse', () => {
    expect(() => violations({ 'src/a.ts': 'import {' })).toThrow('src/a.ts does not parse');
  });
});

function pkg(
  folder: string,
  name: string,
  sources: Record<string, string>,
  manifest: Partial<Manifest> = {},
): Package {
  const good = { type: 'module', license: 'MIT', sideEffects: false, engines: { node: '>=20.19' } };
  return { folder, manifest: { name, ...good, ...manifest }, sources: new Map(Object.entries(sources)) };
}
