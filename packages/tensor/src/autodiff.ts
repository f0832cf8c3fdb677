import { type AnyOp, constant, type Inputs, type Node, type Value } from './graph.js';
import { add } from './ops/add.js';
import { formatShape, sizeOf } from './shape.js';
import { tensor } from './tensor.js';
import { mainOutput, presentInputs, topologicalNodes } from './traverse.js';

/**
 * Reverse-mode differentiation: values of the graph that are the gradients of a scalar.
 * @param loss the scalar
 * @param parameters what to differentiate by; one that the loss does not depend on gets zeros
 * @throws Error when the loss is no scalar, or a way to a parameter leads through an op without gradient, or into an
 * input that the op has no gradient by
 */
export function gradients(loss: Value, parameters: readonly Value[]): Value[] {
  if (sizeOf(loss.shape) !== 1) {
    throw new Error(
      `A loss of shape ${formatShape(loss.shape)} cannot be differentiated; take its mean first.`,
    );
  }
  const nodes = topologicalNodes([loss]);
  const wanted = dependents(nodes, parameters);
  const gradientOf = new Map<Value, Value>([
    [loss, constant(tensor(new Float32Array(1).fill(1), loss.shape))],
  ]);
  for (const node of nodes.reverse()) {
    const dy = gradientOf.get(mainOutput(node));
    if (dy && presentInputs(node).some((value) => wanted.has(value))) propagate(node, dy, wanted, gradientOf);
  }
  return parameters.map((parameter) => gradientOf.get(parameter) ?? zerosLike(parameter));
}

/** The values that change when a parameter does, the parameters among them. */
function dependents(nodes: readonly Node[], parameters: readonly Value[]): Set<Value> {
  const found = new Set<Value>(parameters);
  for (const node of nodes) {
    if (!presentInputs(node).some((value) => found.has(value))) continue;
    for (const output of Object.values(node.outputs)) found.add(output);
  }
  return found;
}

function propagate(node: Node, dy: Value, wanted: ReadonlySet<Value>, gradientOf: Map<Value, Value>): void {
  const { op } = node;
  if (!op.grad)
    throw new Error(`${op.opName} has no gradient, but a loss depends on a parameter through it.`);
  const contributions: Inputs = op.grad({ ...node.inputs, ...node.outputs }, dy, node.attributes);
  for (const [name, value] of Object.entries(node.inputs)) {
    if (!value || !wanted.has(value) || isConstant(op, name, value)) continue;
    const contribution = contributions[name];
    if (!contribution) {
      throw new Error(
        `${op.opName} has no gradient by '${name}', but a loss depends on a parameter through it. Let '${name}' depend on inputs and constants alone.`,
      );
    }
    if (value.source.kind === 'node' && value !== mainOutput(value.source.node)) {
      throw new Error(
        `${op.opName} uses '${value.source.output}' of ${value.source.node.op.opName}, which carries no gradient.`,
      );
    }
    const sum = gradientOf.get(value);
    gradientOf.set(value, sum ? add({ a: sum, b: contribution }).y : contribution);
  }
}

/** Whether an input has no gradient to pass on. What is counted, not measured, moves in steps or not at all. */
function isConstant({ constants }: AnyOp, name: string, { dtype }: Value): boolean {
  return dtype !== 'f32' || (constants?.includes(name) ?? false);
}

function zerosLike({ shape }: Value): Value {
  return constant(tensor(new Float32Array(sizeOf(shape)), shape));
}
