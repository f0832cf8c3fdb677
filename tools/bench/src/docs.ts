import { readFile, writeFile } from 'node:fs/promises';
import type { Machine } from './machine.ts';
import type { Report, SuiteName } from './report.ts';
import { failureLines, tables } from './tables.ts';

const page = new URL('../../../docs/performance.md', import.meta.url);

/** Writes each suite's tables into the page on performance, in place of those from before. */
export async function updateDocs(report: Report, suites: readonly SuiteName[]): Promise<void> {
  let text = await readFile(page, 'utf8');
  for (const suite of suites) text = replaceSection(text, suite, section(report, suite));
  await writeFile(page, text);
}

/** @throws Error when the text does not have the marks between which the section belongs */
export function replaceSection(text: string, name: string, contents: string): string {
  const [begin, end] = [`<!-- bench: ${name} -->`, `<!-- end of bench: ${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) {
    throw new Error(`The page has no place for the figures of '${name}'; add the lines ${begin} and ${end}.`);
  }
  return `${text.slice(0, from + begin.length)}\n\n${contents}\n\n${text.slice(to)}`;
}

function section(report: Report, suite: SuiteName): string {
  const failures = failureLines(report.failures.filter((failure) => failure.suite === suite));
  const notes = failures.map((line) => `- ${line.split('\n')[0]}`).join('\n');
  return [machineText(report.machine), tables(report, suite), notes]
    .filter((part) => part !== '')
    .join('\n\n');
}

function machineText({ cpu, cores, gibibytes, platform, node, v8, load, date }: Machine): string {
  return `Measured on ${date}: ${cpu}, ${cores} processors, ${gibibytes} GiB, ${platform}, Node.js ${node} (V8 ${v8}). Load average before it began: ${load.toFixed(1)}.`;
}
