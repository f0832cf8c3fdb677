import { expect, test } from 'vitest';
import type { ContenderSpec } from './contender.ts';
import { Measurement } from './measurement.ts';

/** A process that answers as those of implementations do, until `end` is done when it measures for the second time. */
function contender(implementation: string, end: string): ContenderSpec {
  const program = `
    import { createInterface } from 'node:readline';
    const reply = (answer) => console.log(JSON.stringify(answer));
    let ready = false;
    let rounds = 0;
    reply({});
    for await (const line of createInterface(process.stdin)) {
      const request = JSON.parse(line);
      if ('prepare' in request) {
        ready = true;
        rounds = 0;
        reply({ seconds: 1e-3 });
      } else if (!ready) reply({ failed: 'not prepared' });
      else if (++rounds === 2) { ${end} }
      else reply({ seconds: rounds });
    }`;
  const args = ['--input-type=module', '-e', program];
  return {
    implementation,
    variant: '',
    threads: 1,
    command: process.execPath,
    args,
    environment: process.env,
  };
}

test('who fails in a round takes no part in later ones, and does in the next task', async () => {
  const specs = [
    contender('steady', 'reply({ seconds: rounds })'),
    contender('failing', "reply({ failed: 'out of memory' })"),
    contender('dying', 'process.exit(1)'),
  ];
  const measurement = new Measurement('kernels', specs, 4, { warmUp: 0, round: 0, patience: 1 });
  await measurement.start();
  try {
    for (const name of ['one', 'two']) {
      await measurement.measure({ name, task: { kind: 'relu', length: 2 ** 20 } });
    }
  } finally {
    await measurement.close();
  }
  const shown = ({ name, implementation }: { name: string; implementation: string }): string =>
    `${name}: ${implementation}`;
  expect(measurement.failures.map((failure) => [shown(failure), failure.reason.split('\n')[0]])).toEqual(
    // The second round goes backwards.
    ['one', 'two'].flatMap((name) => [
      [`${name}: dying`, 'Error: The process ended. It said:'],
      [`${name}: failing`, 'out of memory'],
    ]),
  );
  expect(measurement.rows.map((row) => [shown(row), row.runs.length])).toEqual(
    ['one', 'two'].flatMap((name) => [
      [`${name}: steady`, 4],
      [`${name}: failing`, 1],
      [`${name}: dying`, 1],
    ]),
  );
});
