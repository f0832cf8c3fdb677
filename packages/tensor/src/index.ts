export * from './errors.js';
export {
  constant,
  defineOp,
  input,
  type NdArray,
  type Op,
  type Operand,
  type OpSpec,
  type Region,
  type Tape,
  type TensorType,
  type Value,
  variable,
} from './graph.js';
export * from './ops/relu.js';
export * from './ops/window.js';
export { type Computation, type MemoryReport, makePlan, type Plan, type Target } from './plan.js';
export { type Executable, Program } from './program.js';
export { interpret, toNdArray } from './reference.js';
export * from './rng.js';
export { Session, type SessionOptions } from './session.js';
export * from './shape.js';
export * from './tensor.js';
