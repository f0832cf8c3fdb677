/**
 * Turns the program of a worker and all that it imports into one text, as an ES module that exports it: a worker
 * that is started from a text needs no URL of its own, which every bundler and server would have to be told about.
 *
 * node build.ts <entry.ts> <text.js>
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { rolldown } from 'rolldown';

const [entry, target] = process.argv.slice(2);
if (!entry?.endsWith('.ts') || !target?.endsWith('.js')) {
  throw new Error('Pass the program of a worker and where its text goes: build.ts <entry.ts> <text.js>.');
}

const bundle = await rolldown({
  input: entry,
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
});
const { output } = await bundle.generate({ format: 'iife', minify: true });
await bundle.close();

await mkdir(dirname(target), { recursive: true });
await writeFile(target, `export default ${JSON.stringify(output[0].code)};\n`);
await writeFile(
  target.replace(/\.js$/, '.d.ts'),
  'declare const program: string;\nexport default program;\n',
);
