import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { variants } from '@cnn/kernels';
import { loadCases } from './catalog.ts';
import { formatDocument } from './document.ts';
import { readOptions } from './options.ts';
import { type Report, run, runOn } from './run.ts';
import { Sessions } from './sessions.ts';
import { formatSummary } from './summary.ts';
import { loadTensorFlow } from './tfjs.ts';
import { readVersions } from './versions.ts';

const { seed, cases, shapes, sizes, writeDocs } = readOptions(process.argv.slice(2), await loadCases());
await loadTensorFlow();
const sessions = await Sessions.start();
console.log(`Seed ${seed}, ${sessions.variants.join(' and ')} kernels on 1, 2 and 3 threads.`);

const reports: Report[] = [];
for (const tested of cases) {
  const report = sizes
    ? await runOn(tested, seed, [sizes], sessions)
    : await run(tested, seed, shapes, sessions);
  reports.push(report);
  console.log(formatSummary(report));
}
await sessions.close();

const failures = reports.flatMap(({ failure }) => failure ?? []);
if (failures.length > 0) process.exitCode = 1;
else console.log(`All ${reports.length} cases hold.`);
if (writeDocs) await writeDocument();

async function writeDocument(): Promise<void> {
  const missing = variants.filter((variant) => !sessions.variants.includes(variant));
  if (failures.length > 0 || missing.length > 0) {
    const reason = failures.length > 0 ? 'a case failed' : `this host has no ${missing.join(', ')} kernels`;
    console.error(`docs/conformance.md is left as it was: ${reason}.`);
    process.exitCode = 1;
    return;
  }
  const provenance = { seed, shapes, versions: await readVersions() };
  const file = fileURLToPath(new URL('../../../docs/conformance.md', import.meta.url));
  await writeFile(`${file}.new`, formatDocument(reports, provenance));
  await rename(`${file}.new`, file);
  console.log('Wrote docs/conformance.md.');
}
