// Builds what has changed, then becomes the program. Not `turbo run build && node dist/main.js`: a person who
// starts the program wants to read what it says, and one who pipes its output wants nothing else there.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Milliseconds after which a build deserves a line: it is no longer just a look at the cache. */
const patience = 700;

const code = await build();
if (code === 0) await import('./dist/main.js');
else process.exitCode = 1;

/** Builds this package and those it needs; turbo's own lines are shown only if that fails. */
async function build() {
  const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const child = spawn(process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only', '--ui=stream'], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const timer = setTimeout(() => process.stderr.write('Building …\n'), patience);
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearTimeout(timer);
  if (exitCode !== 0) process.stderr.write(Buffer.concat(said));
  return exitCode;
}
