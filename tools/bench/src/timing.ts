import type { Run } from './implementations/implementation.ts';

/** Does something over and over until the time is up, at least once. @returns seconds that one run took */
export async function secondsPerRun(run: Run, leastSeconds: number): Promise<number> {
  const begin = performance.now();
  let runs = 0;
  let seconds = 0;
  do {
    const pending = run();
    if (pending) await pending;
    runs++;
    seconds = (performance.now() - begin) / 1000;
  } while (seconds < leastSeconds);
  return seconds / runs;
}
