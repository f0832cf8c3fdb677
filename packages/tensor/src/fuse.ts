import type { Inputs, Node, Value } from './graph.js';
import { biasAdd } from './ops/bias.js';
import { conv2d } from './ops/conv2d.js';
import { matMul } from './ops/mat-mul.js';
import { maxPool2d } from './ops/max-pool2d.js';
import { relu } from './ops/relu.js';
import type { Computation } from './plan.js';
import { type Rule, rewrite } from './rewrite.js';

/** Folds what follows a convolution or a product into it, in the finished graph, gradients and all. */
export function fuse({ outputs, updates = [] }: Computation): Required<Computation> {
  const roots = [...Object.values(outputs), ...updates];
  const simpler = simplify(roots);
  const folded = rewrite(roots.map(simpler), [foldBias, foldRelu]);
  const now = (value: Value): Value => folded(simpler(value));
  return { outputs: mapValues(outputs, now), updates: updates.map(now) };
}

/**
 * Rewrites a forward pass before it is differentiated: activations that never decrease change places
 * with the max pooling that follows them, and then work on a fraction of the values.
 */
export function simplify(roots: readonly Value[]): (value: Value) => Value {
  return rewrite(roots, [poolFirst]);
}

export function mapValues(
  values: Readonly<Record<string, Value>>,
  now: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, now(value)]));
}

const poolFirst: Rule = (node, inputs, uses) => {
  const { x } = inputs;
  const activation = x && producer(x);
  if (node.op !== maxPool2d || activation?.op !== relu || uses(node.inputs['x']!) > 1) return undefined;
  const pooled = maxPool2d(
    { x: activation.inputs['x']! },
    node.attributes as Parameters<typeof maxPool2d>[1],
  );
  return { ...pooled, y: relu({ x: pooled.y }).y };
};

const foldBias: Rule = (node, inputs, uses) => {
  const { x, bias } = inputs;
  if (node.op !== biasAdd || uses(node.inputs['x']!) > 1) return undefined;
  const before = linearProducer(x!);
  if (!before || before.inputs['bias']) return undefined;
  return before.op({ ...before.inputs, bias }, before.attributes);
};

const foldRelu: Rule = (node, inputs, uses) => {
  if (node.op !== relu || uses(node.inputs['x']!) > 1) return undefined;
  const before = linearProducer(inputs['x']!);
  return before?.op(before.inputs as Inputs, { ...(before.attributes as object), activation: 'relu' });
};

/** The convolution or product that made a value, when nothing has been applied to its sums yet. */
function linearProducer(value: Value): Node | undefined {
  const node = producer(value);
  if (node?.op !== conv2d && node?.op !== matMul) return undefined;
  const { activation = 'linear' } = node.attributes as { activation?: string };
  return activation === 'linear' ? node : undefined;
}

function producer({ source }: Value): Node | undefined {
  return source.kind === 'node' ? source.node : undefined;
}
