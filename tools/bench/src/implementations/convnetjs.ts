import { load } from '../../peers/load.ts';
import { classNumbers, normalNumbers } from '../numbers.ts';
import type { NetworkTask } from '../task.ts';
import type { MakeImplementation, Run } from './implementation.ts';

/** What is used of ConvNetJS. Its types are none. */
interface ConvNetJS {
  readonly Net: new () => Net;
  readonly Vol: new (width: number, height: number, depth: number, value: number) => Volume;
  readonly Trainer: new (net: Net, options: object) => { train(x: Volume, label: number): unknown };
}

interface Net {
  makeLayers(layers: readonly object[]): void;
  forward(x: Volume, training: boolean): Volume;
}

interface Volume {
  readonly w: Float64Array;
}

/** ConvNetJS, plain JavaScript in double precision. It takes one image at a time. */
export const implementation: MakeImplementation = async () => {
  const { default: library } = (await load('convnetjs')) as { default: ConvNetJS };
  return {
    prepare: async (task) => {
      if (task.kind === 'step') return step(library, task);
      if (task.kind === 'forward') return forward(library, task);
      return undefined;
    },
  };
};

function network({ Net }: ConvNetJS): Net {
  const net = new Net();
  net.makeLayers([
    { type: 'input', out_sx: 32, out_sy: 32, out_depth: 3 },
    { type: 'conv', sx: 3, filters: 32, stride: 1, pad: 1, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'conv', sx: 3, filters: 64, stride: 1, pad: 0, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'fc', num_neurons: 128, activation: 'relu' },
    { type: 'softmax', num_classes: 10 },
  ]);
  return net;
}

/** It has no Adam in its published version; Adadelta keeps as many means. */
function step(library: ConvNetJS, { batch }: NetworkTask): Run {
  const trainer = new library.Trainer(network(library), { method: 'adadelta', batch_size: batch });
  const images = volumes(library, batch);
  const labels = classNumbers(batch).data;
  return () => images.forEach((image, i) => void trainer.train(image, labels[i]!));
}

function forward(library: ConvNetJS, { batch }: NetworkTask): Run {
  const net = network(library);
  const images = volumes(library, batch);
  return () => images.forEach((image) => void net.forward(image, false));
}

function volumes({ Vol }: ConvNetJS, batch: number): Volume[] {
  const { data } = normalNumbers([batch, 32, 32, 3]);
  const size = data.length / batch;
  return Array.from({ length: batch }, (_, i) => {
    const volume = new Vol(32, 32, 3, 0);
    volume.w.set(data.subarray(i * size, (i + 1) * size));
    return volume;
  });
}
