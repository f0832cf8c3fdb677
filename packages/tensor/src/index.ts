export * from './errors.js';
export * from './graph.js';
export * from './ops/window.js';
export * from './rng.js';
export * from './shape.js';
export * from './tensor.js';
