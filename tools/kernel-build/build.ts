/**
 * Compiles `packages/kernels/assembly` to the four builds (SIMD or relaxed SIMD, one thread or shared
 * memory), each as a raw `.wasm` and as an ES module with the bytes inside.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { instructions } from '../../packages/kernels/src/abi.ts';
import { generateDispatch, generateFields } from './generate.ts';

const root = fileURLToPath(new URL('../../packages/kernels/', import.meta.url));

// 65,536 pages of 64 KiB are the 4 GiB that 32-bit addresses reach.
const common = [
  // Level 1 shrinks by not inlining what every kernel calls; the loops come out the same.
  '--optimizeLevel',
  '3',
  '--shrinkLevel',
  '1',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
  '--enable',
  'simd',
  '--use',
  'abort=',
];
const relaxed = ['--enable', 'relaxed-simd'];
const shared = ['--enable', 'threads', '--sharedMemory'];

const builds: Readonly<Record<string, readonly string[]>> = {
  simd: common,
  'simd-threads': [...common, ...shared],
  relaxed: [...common, ...relaxed],
  'relaxed-threads': [...common, ...relaxed, ...shared],
};

async function compile(name: string, flags: readonly string[]): Promise<void> {
  const wasm = `dist/wasm/${name}.wasm`;
  const { error, stderr } = await asc.main([
    'assembly/index.ts',
    '--outFile',
    wasm,
    '--baseDir',
    root,
    ...flags,
  ]);
  if (error) throw new Error(`The ${name} kernels do not compile.\n${stderr.toString()}`);
  const bytes = await readFile(`${root}${wasm}`);
  // Longer than base64, and a fifth shorter where it is sent compressed: equal bytes look equal wherever they stand.
  await writeFile(`${root}dist/wasm/${name}.js`, `export default '${bytes.toString('hex')}';\n`);
  await writeFile(`${root}dist/wasm/${name}.d.ts`, 'declare const hex: string;\nexport default hex;\n');
}

await rm(`${root}dist/wasm`, { recursive: true, force: true });
await mkdir(`${root}dist/wasm`, { recursive: true });
await mkdir(`${root}assembly/generated`, { recursive: true });
await writeFile(`${root}assembly/generated/fields.ts`, generateFields(instructions));
await writeFile(`${root}assembly/generated/dispatch.ts`, generateDispatch(instructions));
await Promise.all(Object.entries(builds).map(([name, flags]) => compile(name, flags)));
