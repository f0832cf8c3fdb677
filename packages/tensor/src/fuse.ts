import { foldNormalisation } from './fold-normalisation.js';
import type { AnyOp, Node, Value } from './graph.js';
import { add } from './ops/add.js';
import { batchNorm } from './ops/batch-norm.js';
import { biasAdd } from './ops/bias.js';
import { type Conv2dInputs, conv2d } from './ops/conv2d.js';
import type { Conv2dAttributes } from './ops/conv2d-geometry.js';
import { conv2dMaxPool2d } from './ops/conv2d-max-pool2d.js';
import { conv2dTranspose } from './ops/conv2d-transpose.js';
import { depthwiseConv2d } from './ops/depthwise-conv2d.js';
import { matMul } from './ops/mat-mul.js';
import { halves, maxPool2d } from './ops/max-pool2d.js';
import { type PoolWindow, poolGeometry } from './ops/pool-geometry.js';
import { relu, reluGrad } from './ops/relu.js';
import { weightPenaltyGrad } from './ops/weight-penalty.js';
import type { Computation } from './plan.js';
import { type Rule, rewrite } from './rewrite.js';
import { producer } from './traverse.js';

/**
 * Folds what follows a convolution or a product into it, adds penalties' gradients in the pass that computes them, and
 * the gradients of two ways in the pass that masks them, in the finished graph, gradients and all.
 */
export function fuse({ outputs, updates = [] }: Computation): Required<Computation> {
  const roots = [...Object.values(outputs), ...updates];
  // Only where nothing changes the variables are they worth preparing.
  const prepared = rewrite(roots, updates.length === 0 ? [foldNormalisation] : []);
  const simpler = simplify(roots.map(prepared));
  const folded = rewrite(
    roots.map((root) => simpler(prepared(root))),
    [foldBias, foldRelu, foldPenalty, foldSum],
  );
  const now = (value: Value): Value => folded(simpler(prepared(value)));
  return { outputs: mapValues(outputs, now), updates: updates.map(now) };
}

/**
 * Rewrites a forward pass before it is differentiated: a batch normalisation takes in the residual that is added to
 * its result and the ReLU that follows, and its gradient the ReLU's; max pooling becomes part of the convolution
 * before it; elsewhere, activations that never decrease change places with the max pooling that follows them, and
 * then work on a fraction of the values.
 */
export function simplify(roots: readonly Value[]): (value: Value) => Value {
  return rewrite(roots, [normaliseOnto, normaliseWithRelu, poolAtOnce, poolFirst]);
}

export function mapValues(
  values: Readonly<Record<string, Value>>,
  now: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, now(value)]));
}

/** Either operand of an `add`, and the other one. */
const operandsOfSum = [
  ['a', 'b'],
  ['b', 'a'],
] as const;

/** Convolution, perhaps bias and ReLU, and max pooling of 2 × 2 pixels, when nothing else needs what is between. */
const poolAtOnce: Rule = (node, inputs, uses) => {
  if (node.op !== maxPool2d) return undefined;
  const pooled = node.inputs['x']!;
  if (!halves(poolGeometry('maxPool2d', pooled.shape, node.attributes as PoolWindow))) return undefined;
  // The graph as it was tells what is used once; the rewritten one, of the same form, what to compute.
  let was = pooled;
  let now = inputs['x']!;
  const stepBackOver = (op: Node['op']): Node | undefined => {
    const before = producer(now);
    if (before?.op !== op || uses(was) > 1) return undefined;
    was = producer(was)!.inputs['x']!;
    now = before.inputs['x']!;
    return before;
  };
  const activation = stepBackOver(relu) ? 'relu' : 'linear';
  if (activation === 'relu' && hasWinnersOfRelu(node, uses)) return undefined;
  const bias = stepBackOver(biasAdd)?.inputs['bias'];
  const convolution = linearProducer(now);
  if (convolution?.op !== conv2d || uses(was) > 1 || (bias && convolution.inputs['bias'])) return undefined;
  const { dilations = [1, 1], groups = 1, ...attributes } = convolution.attributes as Conv2dAttributes;
  if (groups > 1 || dilations.some((dilation) => dilation > 1)) return undefined;
  const { x, w, bias: own } = convolution.inputs as unknown as Conv2dInputs;
  return conv2dMaxPool2d({ x, w, bias: bias ?? own }, { ...attributes, activation });
};

const normaliseOnto: Rule = (node, inputs, uses) => {
  if (node.op !== add) return undefined;
  for (const [name, other] of operandsOfSum) {
    const before = producer(inputs[name]!);
    if (before?.op !== batchNorm || uses(node.inputs[name]!) > 1) continue;
    if (!isLinear(before) || before.inputs['residual']) continue;
    const { y } = before.op({ ...before.inputs, residual: inputs[other] }, before.attributes);
    return { y: y! };
  }
  return undefined;
};

const normaliseWithRelu: Rule = (node, inputs, uses) => {
  if (node.op !== relu || uses(node.inputs['x']!) > 1) return undefined;
  const before = producer(inputs['x']!);
  if (before?.op !== batchNorm || !isLinear(before)) return undefined;
  return withRelu(before);
};

const poolFirst: Rule = (node, inputs, uses) => {
  const { x } = inputs;
  const activation = x && producer(x);
  if (node.op !== maxPool2d || activation?.op !== relu || uses(node.inputs['x']!) > 1) return undefined;
  if (hasWinnersOfRelu(node, uses)) return undefined;
  const pooled = maxPool2d(
    { x: activation.inputs['x']! },
    node.attributes as Parameters<typeof maxPool2d>[1],
  );
  return { ...pooled, y: relu({ x: pooled.y }).y };
};

/**
 * Whether anything depends on which of a ReLU's results a max pooling took, such as a gradient by them. Where all of a
 * window are 0 it is the first, which need not be the one that was largest before.
 */
function hasWinnersOfRelu({ outputs }: Node, uses: (value: Value) => number): boolean {
  return uses(outputs['winner']!) > 0;
}

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
  return before && withRelu(before);
};

/** The gradient of a weight's penalty, added to the rest of the weight's gradient. */
const foldPenalty: Rule = (node, inputs, uses) => {
  if (node.op !== add) return undefined;
  for (const [name, other] of operandsOfSum) {
    const penalty = producer(inputs[name]!);
    if (penalty?.op !== weightPenaltyGrad || penalty.inputs['onto'] || uses(node.inputs[name]!) > 1) continue;
    const { dw } = penalty.op({ ...penalty.inputs, onto: inputs[other] }, penalty.attributes);
    return { y: dw! };
  }
  return undefined;
};

/** The gradients of two ways that part behind a ReLU, as those of a residual block, added where they are masked. */
const foldSum: Rule = (node, inputs, uses) => {
  if (node.op !== reluGrad || inputs['more'] || uses(node.inputs['dy']!) > 1) return undefined;
  const sum = producer(inputs['dy']!);
  if (sum?.op !== add) return undefined;
  return reluGrad({ y: inputs['y']!, dy: sum.inputs['a']!, more: sum.inputs['b']! });
};

/** Ops that add a bias to their sums and apply an activation on the way. */
const fusing: ReadonlySet<AnyOp> = new Set<AnyOp>([conv2d, conv2dTranspose, depthwiseConv2d, matMul]);

/** The convolution or product that made a value, when nothing has been applied to its sums yet. */
function linearProducer(value: Value): Node | undefined {
  const node = producer(value);
  return node && fusing.has(node.op) && isLinear(node) ? node : undefined;
}

function isLinear({ attributes }: Node): boolean {
  const { activation = 'linear' } = attributes as { activation?: string };
  return activation === 'linear';
}

/** The same node again, with a ReLU in it. */
function withRelu({ op, inputs, attributes }: Node): Readonly<Record<string, Value>> {
  return op(inputs, { ...(attributes as object), activation: 'relu' });
}
