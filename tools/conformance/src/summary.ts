import type { Report } from './run.ts';

/** What was found about a case, in a line; if it fails, what is wrong and how to see it again in further ones. */
export function formatSummary({ tested, shapes, largest, failure }: Report): string {
  if (failure) {
    const sentences = failure.sentences.map((sentence) => `    ${sentence}`);
    return [`✗ ${tested.name}`, ...sentences, `    Repeat it with: ${failure.command}`].join('\n');
  }
  const findings = [...largest].map(([oracle, byVariant]) => {
    const error = Math.max(...[...byVariant.values()].map(({ relative }) => relative));
    return `${oracle} ${error === 0 ? '0' : error.toExponential(1)} (${shapes.get(oracle)})`;
  });
  return `✓ ${tested.name.padEnd(34)} ${findings.join(', ')}`;
}
