export { gradients } from './autodiff.js';
export { bundle, bundlePlaces } from './bundle.js';
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
export { LastingSession } from './lasting-session.js';
export { gibibytes, largestBatch, MEMORY_LIMIT } from './memory.js';
export * from './ops/accumulate.js';
export * from './ops/adagrad-update.js';
export * from './ops/adam-update.js';
export * from './ops/add.js';
export * from './ops/arg-max.js';
export * from './ops/average-weights.js';
export * from './ops/avg-pool2d.js';
export * from './ops/batch-norm.js';
export * from './ops/bias.js';
export * from './ops/binary-accuracy.js';
export * from './ops/binary-crossentropy.js';
export * from './ops/categorical-accuracy.js';
export * from './ops/categorical-crossentropy.js';
export * from './ops/clip-gradients.js';
export * from './ops/concatenate.js';
export * from './ops/constrain.js';
export * from './ops/conv2d.js';
export type {
  Conv2dAttributes,
  Conv2dFilterGradientAttributes,
  Conv2dInputGradientAttributes,
  Conv2dPadding,
  Conv2dWindow,
  FusedActivation,
  GroupedWindow,
} from './ops/conv2d-geometry.js';
export { conv2dMaxPool2dFilterGradient } from './ops/conv2d-max-pool2d-filter-gradient.js';
export * from './ops/conv2d-transpose.js';
export * from './ops/decay-weights.js';
export * from './ops/depthwise-conv2d.js';
export { type Dropout, dropout } from './ops/dropout.js';
export * from './ops/elu.js';
export * from './ops/exp.js';
export * from './ops/gaussian-noise.js';
export * from './ops/gelu.js';
export * from './ops/global-pool2d.js';
export * from './ops/group-norm.js';
export * from './ops/hard-negatives.js';
export * from './ops/hard-sigmoid.js';
export * from './ops/identity.js';
export * from './ops/in-top-k.js';
export * from './ops/layer-norm.js';
export * from './ops/leaky-relu.js';
export * from './ops/lion-update.js';
export * from './ops/local-response-norm.js';
export * from './ops/log.js';
export * from './ops/mat-mul.js';
export * from './ops/max-pool2d.js';
export * from './ops/maximum.js';
export * from './ops/mean.js';
export * from './ops/mean-squared-error.js';
export * from './ops/moments.js';
export * from './ops/momentum-update.js';
export * from './ops/moving-average.js';
export * from './ops/multiply.js';
export * from './ops/one-hot.js';
export * from './ops/pad2d.js';
export * from './ops/permute.js';
export type { PoolWindow, UnpoolWindow } from './ops/pool-geometry.js';
export * from './ops/prelu.js';
export type { Range } from './ops/range.js';
export * from './ops/relu.js';
export * from './ops/rescale.js';
export * from './ops/reshape.js';
export * from './ops/rmsprop-update.js';
export * from './ops/scale.js';
export * from './ops/sgd-update.js';
export * from './ops/sigmoid.js';
export * from './ops/sigmoid-cross-entropy.js';
export * from './ops/silu.js';
export * from './ops/softmax.js';
export * from './ops/softmax-cross-entropy.js';
export * from './ops/softplus.js';
export * from './ops/spatial-dropout.js';
export * from './ops/subtract.js';
export * from './ops/sum-of-squares.js';
export * from './ops/tanh.js';
export * from './ops/threshold-counts.js';
export * from './ops/transposed-window.js';
export * from './ops/upsample2d.js';
export { type WeightPenalty, weightPenalty, weightPenaltyGrad } from './ops/weight-penalty.js';
export { type Padding, type WindowOutput, windowOutput } from './ops/window.js';
export { isOutOfMemory } from './out-of-memory.js';
export { type Computation, type MemoryReport, makePlan, type Plan, type Target } from './plan.js';
export { type Executable, Program } from './program.js';
export { interpret, toNdArray } from './reference.js';
export * from './rng.js';
export { Session, type SessionOptions } from './session.js';
export * from './shape.js';
export * from './tensor.js';
export { type TrainingStep, trainingStep } from './training.js';
