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
export function buildFirst(folder) {
  return turbo(folder, []);
}

/**
 * Builds the packages that the one in a folder needs, but not that one. Under turbo they are built already.
 * @param {string} folder
 * @returns {Promise<boolean>} as {@link buildFirst}
 */
export async function packagesFirst(folder) {
  if (process.env['TURBO_HASH']) return true;
  const { name } = createRequire(`${folder}/`)('./package.json');
  return turbo(folder, [`--filter=${name}^...`]);
}

/**
 * @param {string} folder
 * @param {readonly string[]} filters
 */
async function turbo(folder, filters) {
  const program = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const task = ['run', 'build', ...filters, '--output-logs=errors-only', '--ui=stream'];
  const child = spawn(process.execPath, [program, ...task], {
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
