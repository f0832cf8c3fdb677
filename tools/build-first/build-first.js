// Not `turbo run build && node dist/main.js`: a person who starts a program wants to read what it says, and one
// who pipes its output wants nothing else there.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** Milliseconds after which a build deserves a line: it is no longer just a look at the cache. */
const patience = 700;

/**
 * Builds the package in a folder and those it needs; turbo's own lines are shown only if that fails.
 * @param {string} folder
 * @returns {Promise<boolean>} whether all is built; if not, the process will end with the exit code 1
 */
export async function buildFirst(folder) {
  const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const child = spawn(process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only', '--ui=stream'], {
    cwd: folder,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const timer = setTimeout(() => process.stderr.write('Building …\n'), patience);
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearTimeout(timer);
  if (exitCode === 0) return true;
  process.stderr.write(Buffer.concat(said));
  process.exitCode = 1;
  return false;
}
