import { loadCases } from './catalog.ts';
import { chooseCases, readOptions } from './options.ts';
import { type Report, run, runOn } from './run.ts';
import { Sessions } from './sessions.ts';
import { formatSummary } from './summary.ts';
import { loadTensorFlow } from './tfjs.ts';

const options = readOptions(process.argv.slice(2));
const { seed } = options;
const cases = chooseCases(await loadCases(), options.op);
await loadTensorFlow();
const sessions = await Sessions.start();
console.log(`Seed ${seed}, ${sessions.variants.join(' and ')} kernels on 1, 2 and 3 threads.`);

const reports: Report[] = [];
for (const tested of cases) {
  const report = options.sizes
    ? await runOn(tested, seed, [options.sizes], sessions)
    : await run(tested, seed, options.cases, sessions);
  reports.push(report);
  console.log(formatSummary(report));
}
await sessions.close();

const failures = reports.flatMap(({ failure }) => failure ?? []);
if (failures.length > 0) process.exitCode = 1;
else console.log(`All ${reports.length} cases hold.`);
