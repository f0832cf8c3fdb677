export type { BatchTransform, BatchTransformRun, SampleBatch } from './batch-transform.js';
export type { Callback, CallbackState, FitPlan, Logs, RestPoint } from './callbacks/callback.js';
export { csvLogger } from './callbacks/csv-logger.js';
export { EarlyStopping, type EarlyStoppingOptions, earlyStopping } from './callbacks/early-stopping.js';
export { type ModelCheckpointOptions, modelCheckpoint } from './callbacks/model-checkpoint.js';
export type { MonitorMode } from './callbacks/monitor.js';
export { ndjsonLogger } from './callbacks/ndjson-logger.js';
export { type ReduceLROnPlateauOptions, reduceLROnPlateau } from './callbacks/reduce-lr-on-plateau.js';
export type { Sink } from './callbacks/sink.js';
export { type TensorBoardOptions, tensorBoard } from './callbacks/tensor-board.js';
export { type Divergence, TerminateOnNaN, terminateOnNaN } from './callbacks/terminate-on-nan.js';
export {
  type CompileOptions,
  compile,
  type OptimizerName,
} from './compile.js';
export type { ConfusionMatrix } from './confusion-matrix.js';
export { type TrainingData, trainingSize } from './data.js';
export type { FitOptions } from './fit-job.js';
export { Gate } from './gate.js';
export type { EachOutput, GoalOptions, LossName, LossOption, MetricOptions } from './goals.js';
export type { GradientNorms, LayerGradients } from './gradient-norms.js';
export type { History } from './history.js';
export type { LearningRate } from './learning-rate.js';
export { binaryCrossentropy } from './losses/binary-crossentropy.js';
export { type BinaryFocalOptions, binaryFocalCrossentropy } from './losses/binary-focal-crossentropy.js';
export { categoricalCrossentropy } from './losses/categorical-crossentropy.js';
export { categoricalFocalCrossentropy } from './losses/categorical-focal-crossentropy.js';
export type { CrossentropyOptions } from './losses/crossentropy.js';
export { dice, sparseDice } from './losses/dice.js';
export type { FocalOptions } from './losses/focal.js';
export { type HuberOptions, huber } from './losses/huber.js';
export type { IgnoreClassOptions } from './losses/ignored-class.js';
export type { Loss, LossValues } from './losses/loss.js';
export { meanAbsoluteError } from './losses/mean-absolute-error.js';
export { meanSquaredError } from './losses/mean-squared-error.js';
export {
  type SparseCrossentropyOptions,
  sparseCategoricalCrossentropy,
} from './losses/sparse-categorical-crossentropy.js';
export {
  type SparseFocalOptions,
  sparseCategoricalFocalCrossentropy,
} from './losses/sparse-categorical-focal-crossentropy.js';
export { type AccuracyOptions, accuracy } from './metrics/accuracy.js';
export { type AucOptions, auc } from './metrics/auc.js';
export type { ClassMetricOptions } from './metrics/class-metric.js';
export { type F1ScoreOptions, f1Score } from './metrics/f1-score.js';
export { type MeanIoUOptions, meanIoU } from './metrics/mean-iou.js';
export type { Figure, Metric } from './metrics/metric.js';
export type { MetricName } from './metrics/metrics.js';
export { type PrecisionOptions, precision, recall } from './metrics/precision.js';
export {
  type RootMeanSquaredErrorOptions,
  rootMeanSquaredError,
} from './metrics/root-mean-squared-error.js';
export { type TopKOptions, topK } from './metrics/top-k.js';
export type { NonFinite } from './non-finite.js';
export { type AdagradOptions, adagrad } from './optimizers/adagrad.js';
export { type AdamOptions, adam } from './optimizers/adam.js';
export { type AdamWOptions, adamW } from './optimizers/adamw.js';
export type { BaseOptions } from './optimizers/base-optimizer.js';
export type { GradientClippingOptions } from './optimizers/gradient-clipping.js';
export { type LionOptions, lion } from './optimizers/lion.js';
export type { Optimizer, OptimizerValues } from './optimizers/optimizer.js';
export { type RmspropOptions, rmsprop } from './optimizers/rmsprop.js';
export { type SgdOptions, sgd } from './optimizers/sgd.js';
export type { WeightAverageOptions } from './optimizers/weight-average.js';
export { isDecayed, type WeightDecayOptions } from './optimizers/weight-decay.js';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosine-decay.js';
export { type CosineDecayRestartsOptions, cosineDecayRestarts } from './schedules/cosine-decay-restarts.js';
export { type ExponentialDecayOptions, exponentialDecay } from './schedules/exponential-decay.js';
export { type OneCycleOptions, oneCycle } from './schedules/one-cycle.js';
export {
  type PiecewiseConstantDecayOptions,
  piecewiseConstantDecay,
} from './schedules/piecewise-constant-decay.js';
export { type PolynomialDecayOptions, polynomialDecay } from './schedules/polynomial-decay.js';
export { type RunPace, runLearningRate } from './schedules/run-learning-rate.js';
export { type RunCourse, type RunScheduleName, runSchedules } from './schedules/run-schedules.js';
export type { Schedule } from './schedules/schedule.js';
export { type StepDecayOptions, stepDecay } from './schedules/step-decay.js';
export { type WarmupOptions, warmup } from './schedules/warmup.js';
export { type ConfusionMatrixOptions, type EvaluateOptions, Trainer } from './trainer.js';
export type { ClassWeight } from './weighting.js';
