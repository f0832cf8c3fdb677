import { readFile } from 'node:fs/promises';

const packages = [
  '@cnn/kernels',
  '@cnn/tensor',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-cpu',
] as const;

/** Versions of what is compared, and of what it ran on. */
export async function readVersions(): Promise<Record<string, string>> {
  const versions = packages.map(async (name) => {
    const manifest = await readFile(new URL(import.meta.resolve(`${name}/package.json`)), 'utf8');
    return [name, (JSON.parse(manifest) as { version: string }).version] as const;
  });
  return { ...Object.fromEntries(await Promise.all(versions)), 'Node.js': process.versions.node };
}
