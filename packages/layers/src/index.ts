// What `predict` takes and gives, so that this package is enough for inference.
export { Session, type SessionOptions, Tensor, tensor } from '@cnn/tensor';
export type { ActivationName } from './activations.js';
export { BaseLayer, type LayerOptions, type WeightSpec } from './base-layer.js';
export {
  type Constraint,
  type ConstraintName,
  type MaxNormOptions,
  type MinMaxNormOptions,
  maxNorm,
  minMaxNorm,
  type NormConstraint,
  type NormOptions,
  nonNeg,
  unitNorm,
} from './constraints.js';
export { type ApplyContext, inferContext, trainContext } from './context.js';
export { type DescribeOptions, describe, type LayerDescription, type ModelDescription } from './describe.js';
export {
  constant,
  type FanMode,
  type Initializer,
  type InitializerName,
  type KnownInitializer,
  type MadeInitializer,
  type NormalInitializer,
  type NormalOptions,
  orthogonal,
  type PlainInitializer,
  type RandomUniformOptions,
  randomNormal,
  randomUniform,
  type ScaledDistribution,
  truncatedNormal,
  type VarianceScaling,
  type VarianceScalingOptions,
  varianceScaling,
} from './initializers.js';
export { InputLayer, type InputLayerOptions, inputLayer } from './input-layer.js';
export { KEY_INPUT, MODEL_INPUT } from './input-names.js';
export type { ClassOptions, ClassOutput } from './inspect/class-output.js';
export { type FeatureMap, type FeatureMapsOptions, featureMaps } from './inspect/feature-maps.js';
export { filters } from './inspect/filters.js';
export { type GradCam, type GradCamOptions, gradCam } from './inspect/grad-cam.js';
export {
  type Largest,
  type Neuron,
  type NeuronOptions,
  type NeuronWindow,
  neuron,
  type WeightedSum,
} from './inspect/neuron.js';
export { type Occlusion, type OcclusionOptions, occlusion } from './inspect/occlusion.js';
export type { LayerChoice } from './inspect/places.js';
export { type ReceptiveField, receptiveField, type Span } from './inspect/receptive-field.js';
export { type Saliency, saliency } from './inspect/saliency.js';
export { type ClassifierNotes, classifierNotes, noteClassifier } from './io/classifier-notes.js';
export { loadModel, modelContents, saveModel, TRAINING_NOTE } from './io/model-file.js';
export { modelFromJSON } from './io/model-from-keras.js';
export { readSafetensors, type Safetensors, writeSafetensors } from './io/safetensors.js';
export { Layer } from './layer.js';
export { Activation, type ActivationOptions, activation } from './layers/activation.js';
export { Add, add } from './layers/add.js';
export { Average, average } from './layers/average.js';
export { AveragePooling2D, averagePooling2d } from './layers/average-pooling2d.js';
export {
  BatchNormalization,
  type BatchNormalizationOptions,
  batchNormalization,
} from './layers/batch-normalization.js';
export type { Border, BorderOption } from './layers/border.js';
export type { ChannelNormalizationOptions } from './layers/channel-normalization.js';
export { Concatenate, type ConcatenateOptions, concatenate } from './layers/concatenate.js';
export { Conv2D, type Conv2DOptions, conv2d } from './layers/conv2d.js';
export { Conv2DTranspose, type Conv2DTransposeOptions, conv2dTranspose } from './layers/conv2d-transpose.js';
export type { Convolution2DOptions } from './layers/convolution2d.js';
export { Cropping2D, type Cropping2DOptions, cropping2d } from './layers/cropping2d.js';
export { Dense, type DenseOptions, dense } from './layers/dense.js';
export { DepthwiseConv2D, type DepthwiseConv2DOptions, depthwiseConv2d } from './layers/depthwise-conv2d.js';
export { Dropout, type DropoutOptions, dropout } from './layers/dropout.js';
export { ELU, type ELUOptions, elu } from './layers/elu.js';
export { Flatten, flatten } from './layers/flatten.js';
export { GaussianNoise, type GaussianNoiseOptions, gaussianNoise } from './layers/gaussian-noise.js';
export { GlobalAveragePooling2D, globalAveragePooling2d } from './layers/global-average-pooling2d.js';
export { GlobalMaxPooling2D, globalMaxPooling2d } from './layers/global-max-pooling2d.js';
export type { GlobalPooling2DOptions } from './layers/global-pooling2d.js';
export {
  GroupNormalization,
  type GroupNormalizationOptions,
  groupNormalization,
} from './layers/group-normalization.js';
export { LayerNormalization, layerNormalization } from './layers/layer-normalization.js';
export { LeakyReLU, type LeakyReLUOptions, leakyRelu } from './layers/leaky-relu.js';
export {
  LocalResponseNormalization,
  type LocalResponseNormalizationOptions,
  localResponseNormalization,
} from './layers/local-response-normalization.js';
export { MaxPooling2D, maxPooling2d } from './layers/max-pooling2d.js';
export { Maximum, maximum } from './layers/maximum.js';
export type { MergeOptions } from './layers/merge.js';
export { Minimum, minimum } from './layers/minimum.js';
export { Multiply, multiply } from './layers/multiply.js';
export { Normalization, type NormalizationOptions, normalization } from './layers/normalization.js';
export { Permute, type PermuteOptions, permute } from './layers/permute.js';
export type { Pooling2DOptions } from './layers/pooling2d.js';
export { PReLU, type PReLUOptions, prelu } from './layers/prelu.js';
export { ReLU, type ReLUOptions, relu } from './layers/relu.js';
export { Rescaling, type RescalingOptions, rescaling } from './layers/rescaling.js';
export { Reshape, type ReshapeOptions, reshape } from './layers/reshape.js';
export { SeparableConv2D, type SeparableConv2DOptions, separableConv2d } from './layers/separable-conv2d.js';
export { Softmax, softmax } from './layers/softmax.js';
export { SpatialDropout2D, spatialDropout2d } from './layers/spatial-dropout2d.js';
export { Subtract, subtract } from './layers/subtract.js';
export {
  type Interpolation,
  UpSampling2D,
  type UpSampling2DOptions,
  upSampling2d,
} from './layers/up-sampling2d.js';
export { ZeroPadding2D, type ZeroPadding2DOptions, zeroPadding2d } from './layers/zero-padding2d.js';
export { type AnyModel, type End, type Ends, Model, type ModelOptions, model } from './model.js';
export { alexnet } from './models/alexnet.js';
export { type ClassifierOptions, imageInput } from './models/classifier-options.js';
export { type ClassifierName, classifiers } from './models/classifiers.js';
export { type FcnOptions, fcn8s, fcn32s } from './models/fcn.js';
export { lenet5 } from './models/lenet5.js';
export { resnet18, resnet34 } from './models/resnet.js';
export {
  type ResnetCifarOptions,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
  resnet110,
} from './models/resnet-cifar.js';
export { resnet50 } from './models/resnet50.js';
export {
  type SegmenterName,
  type SegmenterOptions,
  segmenterFilters,
  segmenters,
} from './models/segmenters.js';
export { type SimpleCnnOptions, simpleCnn } from './models/simple-cnn.js';
export { type UnetOptions, unet } from './models/unet.js';
export { vgg16 } from './models/vgg16.js';
// Checks of options, for packages built on this one, so that their messages read alike.
export { expectKnownOptions, oneOf, show, truth, wholePositive } from './options.js';
// What keeps long computations from holding up all else, for packages built on this one.
export { Pause } from './pause.js';
export type { PredictOptions } from './predict.js';
export { l1, l1L2, l2, type Regularizer, type RegularizerName } from './regularizers.js';
export { Sequential, type SequentialOptions, sequential } from './sequential.js';
export type { Like, Structure } from './structure.js';
export type { SummaryOptions } from './summary.js';
export { type BatchShape, type LayerCall, SymbolicTensor } from './symbolic-tensor.js';
export { Weight } from './weight.js';
export type { WeightRules } from './weight-rules.js';
