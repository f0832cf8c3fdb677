import { batchNormalization, conv2d, leakyRelu, type SymbolicTensor } from '@cnn/layers';

/** A convolution as YOLO's framework has it: batch-normalised, and a tenth of what is negative goes through. */
export function darknet(x: SymbolicTensor, filters: number, kernelSize = 3): SymbolicTensor {
  const options = {
    filters,
    kernelSize,
    padding: 'same',
    useBias: false,
    kernelInitializer: 'heNormal',
  } as const;
  const normal = batchNormalization({ momentum: 0.9 }).apply(conv2d(options).apply(x));
  return leakyRelu({ negativeSlope: 0.1 }).apply(normal);
}
