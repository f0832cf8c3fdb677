import type { Entry, Suite } from '../suite.ts';
import type { ConvolutionTask, Task } from '../task.ts';

/** Each kernel on its own, in the sizes that well-known networks have, and the limits of the machine. */
export const kernelsSuite: Suite = (small) => [
  ...limits(small),
  ...(small ? smallLayers() : layers).flatMap(([name, sizes]) => passes(name, sizes)),
  ...products.map(([name, m, k, n]): Entry => ({ name, task: { kind: 'matMul', m, k, n } })),
  ...poolings(small ? 1 : 32),
  ...elements(small),
];

/** Bytes that are copied at a time, so that asking for it does not count. */
const COPIED = 2 ** 28;

/** Memory sizes: what fits into the second level of most caches, into the third, and into neither. */
function limits(small: boolean): Entry[] {
  const sizes = [2 ** 17, 2 ** 20, 2 ** 24, 2 ** 28].slice(0, small ? 2 : undefined);
  return [
    { name: 'multiply-add', task: { kind: 'multiplyAdd', steps: small ? 2 ** 12 : 2 ** 22 } },
    ...sizes.map(
      (bytes): Entry => ({
        name: 'memory',
        task: { kind: 'memory', bytes, passes: small ? 1 : COPIED / bytes },
      }),
    ),
  ];
}

type Sizes = Omit<ConvolutionTask, 'kind'>;
type Layer = readonly [name: string, sizes: Sizes];

/** Square images, filters and strides; padding as in the network. */
function convolution(
  batch: number,
  size: number,
  channels: number,
  filters: number,
  { kernel = 3, stride = 1, padding = 'same' as 'same' | 'valid' } = {},
): Sizes {
  return { batch, height: size, width: size, channels, kernel, stride, filters, padding };
}

/** Convolutional layers of networks; those of images of 224 × 224 in small batches. */
const layers: readonly Layer[] = [
  ['reference conv1', convolution(32, 32, 3, 32)],
  ['reference conv2', convolution(32, 16, 32, 64, { padding: 'valid' })],
  ['VGG-16 conv1_1', convolution(1, 224, 3, 64)],
  ['VGG-16 conv1_2', convolution(1, 224, 64, 64)],
  ['VGG-16 conv2_2', convolution(1, 112, 128, 128)],
  ['VGG-16 conv3_2', convolution(1, 56, 256, 256)],
  ['VGG-16 conv4_2', convolution(1, 28, 512, 512)],
  ['VGG-16 conv5_2', convolution(1, 14, 512, 512)],
  ['ResNet-20 stage 1', convolution(32, 32, 16, 16)],
  ['ResNet-20 stage 2, first', convolution(32, 32, 16, 32, { stride: 2 })],
  ['ResNet-20 stage 2', convolution(32, 16, 32, 32)],
  ['ResNet-20 stage 3', convolution(32, 8, 64, 64)],
  ['ResNet-50 stem', convolution(4, 224, 3, 64, { kernel: 7, stride: 2 })],
  ['ResNet-50 stage 2, 3×3', convolution(4, 56, 64, 64)],
  ['ResNet-50 stage 2, expand', convolution(4, 56, 64, 256, { kernel: 1 })],
  ['ResNet-50 stage 3, 3×3 strided', convolution(4, 56, 128, 128, { stride: 2 })],
  ['ResNet-50 stage 3, shortcut', convolution(4, 56, 256, 512, { kernel: 1, stride: 2 })],
  ['ResNet-50 stage 3, reduce', convolution(4, 28, 512, 128, { kernel: 1 })],
  ['ResNet-50 stage 5, reduce', convolution(4, 7, 2048, 512, { kernel: 1 })],
];

/** A tiny layer for each kind of window. */
function smallLayers(): Layer[] {
  const kinds = new Map(layers.map((layer) => [`${layer[1].kernel}/${layer[1].stride}`, layer]));
  return [...kinds.values()].map(([name, sizes]) => {
    const { channels, filters } = sizes;
    const tiny = {
      batch: 1,
      height: 8,
      width: 8,
      channels: Math.min(channels, 4),
      filters: Math.min(filters, 8),
    };
    return [name, { ...sizes, ...tiny }];
  });
}

/** The first layer of a network needs no gradient of its images. */
function passes(name: string, sizes: Sizes): Entry[] {
  const entry = (pass: string, kind: ConvolutionTask['kind']): Entry => ({
    name: `${name}: ${pass}`,
    task: { kind, ...sizes },
  });
  return [
    entry('forward', 'conv2d'),
    ...(sizes.channels === 3 ? [] : [entry('input gradient', 'conv2dInputGradient')]),
    entry('filter gradient', 'conv2dFilterGradient'),
  ];
}

const products: readonly (readonly [name: string, m: number, k: number, n: number])[] = [
  ['square product', 512, 512, 512],
  ['dense, batch 32', 32, 2304, 128],
  ['dense, batch 1', 1, 2304, 128],
];

function poolings(batch: number): Entry[] {
  const sizes = { batch, height: 32, width: 32, channels: 32, size: 2 };
  return (['maxPool2d', 'maxPool2dGradient', 'avgPool2d'] as const).map((kind) => ({
    name: { maxPool2d: 'max pooling', maxPool2dGradient: 'max pooling: gradient', avgPool2d: 'mean pooling' }[
      kind
    ],
    task: { kind, ...sizes },
  }));
}

/** Vectors that fit into a core's cache, and such that do not fit into any. */
function elements(small: boolean): Entry[] {
  const lengths = small ? [2 ** 10] : [2 ** 14, 2 ** 23];
  const tasks = lengths.flatMap((length): Task[] => [
    { kind: 'relu', length },
    { kind: 'add', length },
    { kind: 'exp', length },
    { kind: 'softmax', rows: length / 16, width: 16 },
  ]);
  // The parameters of the reference network, and of ResNet-50.
  const parameters = small ? [2 ** 10] : [422_218, 25_557_032];
  const updates = parameters.map((length): Task => ({ kind: 'adam', length }));
  return [...tasks, ...updates].map((task) => ({ name: task.kind, task }));
}
