/** Compiles the loops that find the limits of the machine, in plain and in relaxed SIMD. */
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('.', import.meta.url));
const common = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--use',
  'abort=',
  '--enable',
  'simd',
];
const builds: Readonly<Record<string, readonly string[]>> = {
  simd: common,
  relaxed: [...common, '--enable', 'relaxed-simd'],
};

for (const [name, flags] of Object.entries(builds)) {
  const outFile = `dist/limits-${name}.wasm`;
  const { error, stderr } = await asc.main([
    'assembly/limits.ts',
    '--outFile',
    outFile,
    '--baseDir',
    root,
    ...flags,
  ]);
  if (error) throw new Error(`The loops for the limits do not compile.\n${stderr.toString()}`);
}
