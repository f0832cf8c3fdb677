import type { Inputs, Node, Value } from './graph.js';

/** The values that must be there before this one, in the order in which they are best computed. */
function dependencies(value: Value): readonly Value[] {
  if (value.source.kind === 'node') return presentInputs(value.source.node);
  // A bundle of gradients is best computed from its end: backward passes visit the last layer first.
  if (value.source.kind === 'bundle') return [...value.source.members].reverse();
  return [];
}

/** The inputs that a node really has. */
export function presentInputs(node: Node): Value[] {
  return Object.values(node.inputs as Inputs).filter((value) => value !== undefined);
}

/**
 * Every value that the roots need, each after what it needs itself: depth first, without recursion,
 * because a deep network's graph is deeper than a call stack.
 */
export function topologicalValues(roots: readonly Value[]): Value[] {
  const order: Value[] = [];
  const done = new Set<Value>();
  const stack: { value: Value; open: boolean }[] = [...roots]
    .reverse()
    .map((value) => ({ value, open: false }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (done.has(top.value)) continue;
    if (top.open) {
      done.add(top.value);
      order.push(top.value);
      continue;
    }
    stack.push({ value: top.value, open: true });
    for (const needed of [...dependencies(top.value)].reverse()) {
      if (!done.has(needed)) stack.push({ value: needed, open: false });
    }
  }
  return order;
}

/** The nodes that compute the roots, each after those it depends on. */
export function topologicalNodes(roots: readonly Value[]): Node[] {
  const nodes = new Set<Node>();
  for (const { source } of topologicalValues(roots)) {
    if (source.kind === 'node') nodes.add(source.node);
  }
  return [...nodes];
}

/** The node that made a value, if one did. */
export function producer({ source }: Value): Node | undefined {
  return source.kind === 'node' ? source.node : undefined;
}

/** The first output of a node: the one that gradients flow through. */
export function mainOutput(node: Node): Value {
  return Object.values(node.outputs)[0]!;
}
