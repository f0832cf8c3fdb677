import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with a line for each file that left tests out, and why (`context.skip('why')`), so that a machine
 * without a browser, say, does not look like one on which everything was tried.
 */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const line of modules.flatMap(leftOut)) console.log(line);
  }
}

function leftOut(module: TestModule): string[] {
  const counts = new Map<string, number>();
  for (const test of module.children.allTests('skipped')) {
    const result = test.result();
    const reason = result.state === 'skipped' ? result.note : undefined;
    // Without a reason it was the caller who chose what to run.
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => {
    const tests = count === 1 ? '1 test' : `${count} tests`;
    return `Left out: ${tests} of ${module.relativeModuleId} (${reason})`;
  });
}
