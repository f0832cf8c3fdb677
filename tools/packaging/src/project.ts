import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, type ViteDevServer } from 'vite';
import { run } from './command.js';

/** What predict.js finds. */
export interface Prediction {
  readonly parameters: number;
  readonly exact: readonly number[];
  readonly built: readonly number[];
  readonly fast: readonly number[];
  readonly variant: string;
}

/** Makes a project that installs tarballs from nowhere but their files, and what these need from the registry. */
export async function makeProject(
  folder: string,
  tarballs: readonly string[],
  sources: 'project' | 'embedding' = 'project',
): Promise<void> {
  await cp(fileURLToPath(new URL(sources, import.meta.url)), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await npmInstall(folder, tarballs);
}

/** Predicts in a Node.js of one's choice. */
export async function predictInNode(
  node: string,
  folder: string,
  ...args: string[]
): Promise<Prediction & { node: string }> {
  return JSON.parse(await run(node, ['main.js', ...args], folder)) as Prediction & { node: string };
}

/** Bundles the project's page with Vite's own defaults. @returns the folder of the bundle */
export async function bundlePage(folder: string): Promise<string> {
  await mkdir(join(folder, 'public'));
  await cp(join(folder, 'model.safetensors'), join(folder, 'public', 'model.safetensors'));
  await build({ root: folder, configFile: false, logLevel: 'warn' });
  return join(folder, 'dist');
}

/** Bundles the page that embeds elements, with Vite's own defaults. @returns the folder of the bundle */
export async function bundleEmbedding(folder: string): Promise<string> {
  await build({ root: folder, configFile: false, logLevel: 'warn' });
  return join(folder, 'dist');
}

/** Serves the page that embeds elements from its sources, on a free port. */
export async function serveSources(folder: string): Promise<ViteDevServer> {
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    server: { port: 0, host: '127.0.0.1' },
  });
  return server.listen();
}

/** Bundles predict.js for browsers, without a page around it. @returns the name of the module */
export async function bundleModule(folder: string): Promise<string> {
  const lib = { entry: 'predict.js', formats: ['es' as const], fileName: 'predict' };
  const outDir = 'bundle';
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    build: { lib, outDir, copyPublicDir: false },
  });
  return './bundle/predict.js';
}

/** The path of a Node.js 20: one of this machine, else one from the registry. */
export async function findNode20(folder: string): Promise<string> {
  const candidates = (process.env['PATH'] ?? '').split(':').map((path) => join(path, 'node'));
  for (const candidate of new Set(candidates)) {
    const version = await run(candidate, ['--version'], '.').catch(() => '');
    if (version.startsWith('v20.')) return candidate;
  }
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await npmInstall(folder, ['node@20']);
  return join(folder, 'node_modules', '.bin', 'node');
}

async function npmInstall(folder: string, what: readonly string[]): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  await run('npm', ['install', ...options, ...what], folder);
}
