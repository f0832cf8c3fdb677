import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with a line for each reason why tests were left out (`context.skip('why')`), so that a
 * machine without a browser, say, does not look like one on which everything was tried.
 */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const line of leftOut(modules)) console.log(line);
  }
}

function leftOut(modules: readonly TestModule[]): string[] {
  const counts = new Map<string, number>();
  for (const test of modules.flatMap((module) => [...module.children.allTests('skipped')])) {
    const result = test.result();
    const reason = (result.state === 'skipped' ? result.note : undefined) ?? 'no reason was given';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(
    ([reason, count]) => `Left out: ${count} ${count === 1 ? 'test' : 'tests'} (${reason})`,
  );
}
