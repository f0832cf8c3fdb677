import { exitCodeOf, messageOf } from './errors.js';
import { runProgram } from './program.js';
import { fail } from './terminal.js';

// Whoever reads the output may stop, as `head` does; there is nobody to tell then.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  await runProgram(process.argv.slice(2));
} catch (error) {
  const code = exitCodeOf(error);
  process.exitCode = code;
  if (code === 1 || code === 2) fail(messageOf(error));
}
