import { writeFile } from 'node:fs/promises';
import { benchmark } from './benchmark.ts';
import { updateDocs } from './docs.ts';
import { parseOptions } from './options.ts';
import { failureLines, tables } from './tables.ts';

const options = parseOptions(process.argv.slice(2));
const report = await benchmark({
  ...options,
  suites: options.suite,
  log: (line) => process.stderr.write(`${line}\n`),
});
if (report.machine.load > report.machine.cores / 4) {
  process.stderr.write(
    `Other programs kept this machine busy (a load of ${report.machine.load.toFixed(1)} on ${report.machine.cores} processors); measure again when it is idle.\n`,
  );
}
for (const suite of options.suite) process.stdout.write(`\n## ${suite}\n\n${tables(report, suite)}\n`);
for (const line of failureLines(report.failures)) process.stderr.write(`${line}\n`);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
if (options.writeDocs) await updateDocs(report, options.suite);
