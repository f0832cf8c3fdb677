import { Session } from '@cnn/tensor';
import { afterAll, expect, test } from 'vitest';
import { flowKinds, type GradientFlow, watchGradients } from './gradient-flow.js';

const session = await Session.create({ threads: 1 });
afterAll(() => session.close());

test('under sigmoid next to nothing reaches the first layer, by ReLU and residual connections much does', async () => {
  const flows: GradientFlow[] = [];
  const { signal } = new AbortController();
  await watchGradients({ depth: 12, session, signal, steps: 2, listener: (flow) => void flows.push(flow) });
  expect(flows.map(({ kind, step }) => [kind, step])).toEqual(
    [0, 1].flatMap((step) => flowKinds.map((kind) => [kind, step])),
  );
  for (const { kind, norms } of flows) {
    expect(norms).toHaveLength(12);
    const share = norms[0]! / norms.at(-1)!;
    if (kind === 'sigmoid') expect(share).toBeLessThan(1e-5);
    else expect(share).toBeGreaterThan(0.05);
  }
});

test('a signal ends it', async () => {
  const end = new AbortController();
  let told = 0;
  const listener = () => {
    told++;
    end.abort();
  };
  await watchGradients({ depth: 2, session, signal: end.signal, listener });
  expect(told).toBe(flowKinds.length);
});
