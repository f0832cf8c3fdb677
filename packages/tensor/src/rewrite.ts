import type { Inputs, Node, Value } from './graph.js';
import { topologicalValues } from './traverse.js';

/**
 * Looks at a node whose inputs have been rewritten already and may give other outputs in place of its
 * own. `uses(value)` is how often the graph as it was uses a value of it.
 */
export type Rule = (
  node: Node,
  inputs: Inputs,
  uses: (value: Value) => number,
) => Readonly<Record<string, Value>> | undefined;

/** Applies rules to the graph below the roots; returns what each of its values has become. */
export function rewrite(roots: readonly Value[], rules: readonly Rule[]): (value: Value) => Value {
  const order = topologicalValues(roots);
  const uses = countUses(order, roots);
  const become = new Map<Value, Value>();
  const now = (value: Value): Value => become.get(value) ?? value;
  for (const value of order) {
    if (become.has(value)) continue;
    if (value.source.kind === 'bundle') become.set(value, rewriteBundle(value, value.source, now));
    if (value.source.kind !== 'node') continue;
    const { node } = value.source;
    const outputs = rewriteNode(node, rules, now, (used) => uses.get(used) ?? 0);
    for (const [name, output] of Object.entries(outputs)) become.set(node.outputs[name]!, output);
  }
  return now;
}

function countUses(order: readonly Value[], roots: readonly Value[]): Map<Value, number> {
  const uses = new Map<Value, number>();
  const count = (value: Value | undefined): void => {
    if (value) uses.set(value, (uses.get(value) ?? 0) + 1);
  };
  const seen = new Set<Node>();
  for (const { source } of order) {
    if (source.kind === 'bundle') source.members.forEach(count);
    if (source.kind !== 'node' || seen.has(source.node)) continue;
    seen.add(source.node);
    Object.values(source.node.inputs).forEach(count);
  }
  roots.forEach(count);
  return uses;
}

function rewriteBundle(
  value: Value,
  source: Value['source'] & { kind: 'bundle' },
  now: (value: Value) => Value,
): Value {
  const members = source.members.map(now);
  if (members.every((member, i) => member === source.members[i])) return value;
  return { ...value, source: { ...source, members } };
}

function rewriteNode(
  node: Node,
  rules: readonly Rule[],
  now: (value: Value) => Value,
  uses: (value: Value) => number,
): Readonly<Record<string, Value>> {
  const inputs = Object.fromEntries(
    Object.entries(node.inputs).map(([name, value]) => [name, value && now(value)]),
  );
  for (const rule of rules) {
    const outputs = rule(node, inputs, uses);
    if (outputs) return outputs;
  }
  const unchanged = Object.entries(inputs).every(([name, value]) => value === node.inputs[name]);
  return unchanged ? node.outputs : node.op(inputs, node.attributes);
}
