import { expectKnownOptions } from '@cnn/layers';
import type { Callback } from './callback.js';
import { EpochFiguresCallback } from './epoch-figures.js';
import { eventFileHead, type Scalar, scalarEvent } from './event-file.js';
import { checkSink, type Sink } from './sink.js';

/** Options of {@link tensorBoard}. */
export interface TensorBoardOptions {
  /** A file in a folder such as `logs/train`, whose name has `tfevents` in it. */
  train: Sink<Uint8Array>;
  /** The same for validation, such as in `logs/validation`. Default: its figures go to `train`. */
  validation?: Sink<Uint8Array>;
}

/**
 * Writes the figures of each epoch as event files of TensorBoard, with the tags of Keras: `epoch_loss`,
 * `epoch_accuracy`, `epoch_learning_rate`. Training and validation are two runs with the same tags, so that their
 * curves share a chart.
 * @throws ConfigError for an unknown option, and for sinks without a method `append`
 */
export function tensorBoard(options: TensorBoardOptions): Callback {
  checkSink('tensorBoard', options?.train);
  expectKnownOptions('tensorBoard', options, ['train', 'validation']);
  const { train, validation } = options;
  if (validation) checkSink('tensorBoard', validation);
  const begun = new Set<Sink<Uint8Array>>();
  const write = async (sink: Sink<Uint8Array>, epoch: number, scalars: readonly Scalar[]): Promise<void> => {
    if (scalars.length === 0) return;
    const wallTime = Date.now() / 1000;
    if (!begun.has(sink)) await sink.append(eventFileHead(wallTime));
    begun.add(sink);
    await sink.append(scalarEvent(wallTime, epoch, scalars));
  };
  return new EpochFiguresCallback('tensorBoard', async (epoch, figures) => {
    const all = Object.entries(figures).map(([name, value]) => ({ name, value }));
    const validated = ({ name }: { name: string }): boolean =>
      validation !== undefined && /^val[A-Z]/.test(name);
    const trained = all.filter((figure) => !validated(figure));
    await write(
      train,
      epoch,
      trained.map(({ name, value }) => ({ tag: tagOf(name), value })),
    );
    if (!validation) return;
    const others = all.filter(validated).map(({ name, value }) => ({ tag: tagOf(name.slice(3)), value }));
    await write(validation, epoch, others);
  });
}

/** `epoch_learning_rate` for `learningRate`. */
function tagOf(figure: string): string {
  return `epoch${figure.replace(/^[a-z]/, (first) => first.toUpperCase()).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
