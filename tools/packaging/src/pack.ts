import { fileURLToPath } from 'node:url';
import { run } from './command.js';

/** The packages that are published. */
export const published = [
  '@cnn/kernels',
  '@cnn/tensor',
  '@cnn/layers',
  '@cnn/datasets',
  '@cnn/train',
  '@cnn/detection',
  '@cnn/web',
] as const;
export type Published = (typeof published)[number];

export const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** Packs the published packages as they would be published. @returns each one's tarball */
export async function pack(folder: string): Promise<ReadonlyMap<Published, string>> {
  const [command, prefix] = packageManager();
  const filters = published.flatMap((name) => ['--filter', name]);
  const args = [...prefix, ...filters, 'pack', '--json', '--pack-destination', folder];
  const packed = JSON.parse(await run(command, args, workspace)) as { name: Published; filename: string }[];
  return new Map(packed.map(({ name, filename }) => [name, filename]));
}

/** The pnpm that runs this; when something else does, one from the registry. */
function packageManager(): [command: string, prefix: readonly string[]] {
  const running = process.env['npm_execpath'] ?? '';
  return /pnpm[^/\\]*$/.test(running) ? [running, []] : ['npx', ['--yes', 'pnpm@12']];
}
