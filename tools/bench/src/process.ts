/** A process that measures one implementation: `node process.ts <module> <variant> <threads>`. */
import { createInterface } from 'node:readline';
import type { MakeImplementation, Run } from './implementations/implementation.ts';
import type { Reply, Request } from './protocol.ts';
import { secondsPerRun } from './timing.ts';

// Standard output is for replies alone, and libraries like to say hello there.
for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error;

/** How many times the warming up a first run may take; what is slower is not only slow because it is the first. */
const SLOW = 10;

const [module, variant, threads] = process.argv.slice(2) as [string, string, string];
const { implementation } = (await import(module)) as { implementation: MakeImplementation };
const { prepare } = await implementation({ variant, threads: Number(threads) });
let run: Run | undefined;

async function reply(request: Request): Promise<Reply> {
  if ('measureSeconds' in request) return { seconds: await secondsPerRun(run!, request.measureSeconds) };
  run = await prepare(request.prepare);
  if (!run) return { missing: true };
  const first = await secondsPerRun(run, 0);
  if (first > SLOW * request.warmUpSeconds) return { seconds: first };
  return { seconds: await secondsPerRun(run, request.warmUpSeconds) };
}

process.stdout.write('{}\n');
for await (const line of createInterface(process.stdin)) {
  const answer = await reply(JSON.parse(line)).catch((error: unknown): Reply => ({ failed: String(error) }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
// Threads may wait for work for ever.
process.exit();
