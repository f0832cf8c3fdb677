/**
 * Something to be timed, as plain data: it is sent to the process that does it, which may be written in another
 * language.
 */
export type Task =
  | NetworkTask
  | ResidualTask
  | ConvolutionTask
  | ProductTask
  | PoolingTask
  | SoftmaxTask
  | ElementTask
  | AdamTask
  | LimitTask;

/** Work of the reference network: 32×32×3 images in 10 classes. */
export interface NetworkTask {
  /**
   * `step`: one step of Adam on a batch. `fit`: an epoch of `trainer.fit` over `batches`
   * batches of bytes. `forward`: a batch in, its probabilities out. `predict`: the same by `model.predict`.
   */
  readonly kind: 'step' | 'fit' | 'forward' | 'predict';
  readonly batch: number;
  /** Batches that are gone through at once. */
  readonly batches: number;
}

/** One step of SGD with momentum of ResNet-20 on a batch of 32×32×3 images in 10 classes. */
export interface ResidualTask {
  readonly kind: 'resnet20Step';
  readonly batch: number;
}

export interface ConvolutionTask {
  readonly kind: 'conv2d' | 'conv2dInputGradient' | 'conv2dFilterGradient';
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly filters: number;
  readonly padding: 'same' | 'valid';
}

/** [m, k] · [k, n]. */
export interface ProductTask {
  readonly kind: 'matMul';
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Square windows that lie side by side. */
export interface PoolingTask {
  readonly kind: 'maxPool2d' | 'maxPool2dGradient' | 'avgPool2d';
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly size: number;
}

export interface SoftmaxTask {
  readonly kind: 'softmax';
  readonly rows: number;
  readonly width: number;
}

/** One number for each. */
export interface ElementTask {
  readonly kind: 'relu' | 'add' | 'exp';
  readonly length: number;
}

/** A step of the optimizer over `length` parameters. */
export interface AdamTask {
  readonly kind: 'adam';
  readonly length: number;
}

/**
 * What the machine can do at most: multiply-adds between registers, or copying one half of `bytes` of memory to the
 * other, `passes` times.
 */
export type LimitTask =
  | { readonly kind: 'multiplyAdd'; readonly steps: number }
  | { readonly kind: 'memory'; readonly bytes: number; readonly passes: number };

/** A task of the reference network, for one batch unless told otherwise. */
export function networkTask(kind: NetworkTask['kind'], batch: number, batches = 1): NetworkTask {
  return { kind, batch, batches };
}

/** Height and width of a convolution's output. */
export function convolvedSize({ height, width, kernel, stride, padding }: ConvolutionTask): [number, number] {
  const along = (size: number): number =>
    padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1;
  return [along(height), along(width)];
}

/** The sizes of a task, for a person. */
export function shapeOf(task: Task): string {
  switch (task.kind) {
    case 'step':
    case 'fit':
    case 'forward':
    case 'predict':
      return task.batches === 1 ? `batch ${task.batch}` : `${task.batches} batches of ${task.batch}`;
    case 'resnet20Step':
      return `batch ${task.batch}`;
    case 'conv2d':
    case 'conv2dInputGradient':
    case 'conv2dFilterGradient': {
      const { batch, height, width, channels, kernel, filters, stride, padding } = task;
      const pace = stride === 1 ? '' : `/${stride}`;
      return `${batch}×${height}×${width}×${channels}, ${kernel}×${kernel}${pace} ${padding} → ${filters}`;
    }
    case 'matMul':
      return `${task.m}×${task.k} · ${task.k}×${task.n}`;
    case 'maxPool2d':
    case 'maxPool2dGradient':
    case 'avgPool2d':
      return `${task.batch}×${task.height}×${task.width}×${task.channels}, ${task.size}×${task.size}`;
    case 'softmax':
      return `${task.rows}×${task.width}`;
    case 'relu':
    case 'add':
    case 'exp':
    case 'adam':
      return `${task.length}`;
    case 'multiplyAdd':
      return 'registers';
    case 'memory':
      return bytesText(task.bytes);
  }
}

/** Whether a task tells something of the machine only. */
export function isLimit(task: Task): task is LimitTask {
  return task.kind === 'multiplyAdd' || task.kind === 'memory';
}

function bytesText(bytes: number): string {
  return bytes < 2 ** 20 ? `${bytes / 2 ** 10} KiB` : `${bytes / 2 ** 20} MiB`;
}
