import type { BaseLayer } from '../base-layer.js';
import { Activation } from '../layers/activation.js';
import { Add } from '../layers/add.js';
import { Average } from '../layers/average.js';
import { AveragePooling2D } from '../layers/average-pooling2d.js';
import { BatchNormalization } from '../layers/batch-normalization.js';
import { Concatenate } from '../layers/concatenate.js';
import { Conv2D } from '../layers/conv2d.js';
import { Conv2DTranspose } from '../layers/conv2d-transpose.js';
import { Cropping2D } from '../layers/cropping2d.js';
import { Dense } from '../layers/dense.js';
import { DepthwiseConv2D } from '../layers/depthwise-conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { ELU } from '../layers/elu.js';
import { Flatten } from '../layers/flatten.js';
import { GaussianNoise } from '../layers/gaussian-noise.js';
import { GlobalAveragePooling2D } from '../layers/global-average-pooling2d.js';
import { GlobalMaxPooling2D } from '../layers/global-max-pooling2d.js';
import { GroupNormalization } from '../layers/group-normalization.js';
import { LayerNormalization } from '../layers/layer-normalization.js';
import { LeakyReLU } from '../layers/leaky-relu.js';
import { LocalResponseNormalization } from '../layers/local-response-normalization.js';
import { MaxPooling2D } from '../layers/max-pooling2d.js';
import { Maximum } from '../layers/maximum.js';
import { Minimum } from '../layers/minimum.js';
import { Multiply } from '../layers/multiply.js';
import { Normalization } from '../layers/normalization.js';
import { Permute } from '../layers/permute.js';
import { PReLU } from '../layers/prelu.js';
import { ReLU } from '../layers/relu.js';
import { Rescaling } from '../layers/rescaling.js';
import { Reshape } from '../layers/reshape.js';
import { SeparableConv2D } from '../layers/separable-conv2d.js';
import { Softmax } from '../layers/softmax.js';
import { SpatialDropout2D } from '../layers/spatial-dropout2d.js';
import { Subtract } from '../layers/subtract.js';
import { UpSampling2D } from '../layers/up-sampling2d.js';
import { ZeroPadding2D } from '../layers/zero-padding2d.js';

/** A layer from options of unknown origin, which its constructor checks. */
export type LayerClass = new (options: never) => BaseLayer;

/** The classes that a stored model may name. */
export const layerClasses: Readonly<Record<string, LayerClass>> = {
  Activation,
  Add,
  Average,
  AveragePooling2D,
  BatchNormalization,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  Cropping2D,
  Dense,
  DepthwiseConv2D,
  Dropout,
  ELU,
  Flatten,
  GaussianNoise,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  GroupNormalization,
  LayerNormalization,
  LeakyReLU,
  LocalResponseNormalization,
  MaxPooling2D,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  PReLU,
  Permute,
  ReLU,
  Rescaling,
  Reshape,
  SeparableConv2D,
  Softmax,
  SpatialDropout2D,
  Subtract,
  UpSampling2D,
  ZeroPadding2D,
};
