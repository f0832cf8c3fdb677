import { MEMORY_LIMIT } from '@cnn/tensor';
import { expect, describe as group, it } from 'vitest';
import { describe } from './describe.js';
import { inputLayer } from './input-layer.js';
import { activation } from './layers/activation.js';
import { add } from './layers/add.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { flatten } from './layers/flatten.js';
import { model } from './model.js';
import { simpleCnn } from './models/simple-cnn.js';
import { vgg16 } from './models/vgg16.js';
import { sequential } from './sequential.js';

group('describe', () => {
  it('counts parameters and operations of the reference network', () => {
    const { layers, parameters, flops } = describe(simpleCnn());
    const conv1 = 2 * 32 * 32 * 27 * 32;
    const conv2 = 2 * 14 * 14 * 288 * 64;
    const dense = 2 * 3136 * 128;
    const scores = 2 * 128 * 10;
    expect(layers.map((layer) => layer.flops)).toEqual([conv1, 0, conv2, 0, 0, dense, scores]);
    expect(layers.map((layer) => layer.parameters)).toEqual([896, 0, 18496, 0, 0, 401536, 1290]);
    expect(parameters).toEqual({ total: 422218, trainable: 422218 });
    const forward = conv1 + conv2 + dense + scores;
    // The first layer needs no gradient of its inputs.
    expect(flops).toEqual({ forward, training: 3 * forward - conv1 });
  });

  it('knows the memory of training before it runs', () => {
    const small = describe(simpleCnn(), { batchSize: 1 }).memory;
    const large = describe(simpleCnn(), { batchSize: 64 }).memory;
    expect(small.parameters).toBeGreaterThanOrEqual(4 * 422218);
    expect(small.parameters).toBeLessThan(4 * 422218 + 8 * 64);
    expect([small.gradients, small.slots]).toEqual([small.parameters, 2 * small.parameters]);
    expect([large.parameters, large.slots]).toEqual([small.parameters, small.slots]);
    expect(large.activations).toBeGreaterThan(small.activations);
    // At least the first convolution's pooled outputs and the images have to be there together.
    expect(large.activations).toBeGreaterThan(64 * (16 * 16 * 32 * 4 + 32 * 32 * 3));
    expect(large.total).toBe(
      large.parameters + large.gradients + large.slots + large.constants + large.activations,
    );
  });

  it('knows the largest batch that there is room for', () => {
    const model = vgg16({ inputShape: [224, 224, 3], classes: 1000 });
    const { largestBatchSize } = describe(model);
    expect(describe(model, { batchSize: largestBatchSize }).memory.total).toBeLessThanOrEqual(MEMORY_LIMIT);
    expect(describe(model, { batchSize: largestBatchSize + 1 }).memory.total).toBeGreaterThan(MEMORY_LIMIT);
  });

  it('describes a model that cannot learn', () => {
    const { parameters, flops, memory } = describe(
      sequential([flatten({ inputShape: [2, 2] }), activation('relu')]),
    );
    expect([parameters.total, flops.training, memory.parameters, memory.slots]).toEqual([0, 0, 0, 0]);
  });

  it('refuses batches of no size', () => {
    expect(() => describe(simpleCnn(), { batchSize: 0 })).toThrow('The batchSize of a summary is 0');
    expect(() => simpleCnn().summary({ printFn: () => {} } as never)).toThrow(
      "summary has no option 'printFn'",
    );
    expect(() => describe(simpleCnn(), { batchsize: 1 } as never)).toThrow("Did you mean 'batchSize'?");
  });
});

group('summary', () => {
  it('is a table with the layers and the totals', () => {
    const printed: string[] = [];
    const text = simpleCnn().summary({ print: (line) => printed.push(line) });
    expect(printed).toEqual([text]);
    expect(text.split('\n').slice(0, 11)).toEqual([
      'Model: simple_cnn',
      '───────────────────────────────────────────────────────────────────────────────',
      'Layer                           Output shape        Parameters  FLOPs per input',
      '───────────────────────────────────────────────────────────────────────────────',
      'conv2d (Conv2D)                 [null, 32, 32, 32]         896           1.77 M',
      'max_pooling2d (MaxPooling2D)    [null, 16, 16, 32]           0                –',
      'conv2d_1 (Conv2D)               [null, 14, 14, 64]      18,496           7.23 M',
      'max_pooling2d_1 (MaxPooling2D)  [null, 7, 7, 64]             0                –',
      'flatten (Flatten)               [null, 3136]                 0                –',
      'dense (Dense)                   [null, 128]            401,536            803 k',
      'dense_1 (Dense)                 [null, 10]               1,290           2.56 k',
    ]);
    expect(text).toContain('Parameters: 422,218 trainable\n');
    expect(text).toContain('FLOPs per input: 9.80 M forward, 27.6 M to train\n');
    expect(text).toMatch(/Memory to train with Adam, batches of 32: \d+(\.\d+)? MiB\n/);
    expect(text).toContain('parameters 1.61 MiB, gradients 1.61 MiB, optimizer 3.22 MiB');
    expect(text).toMatch(
      /\n {2}of the 4\.00 GiB of WebAssembly memory, which has room for batches of up to \d+,\d+$/,
    );
  });

  it('tells when there is no room for the batch', () => {
    const vgg = vgg16({ inputShape: [224, 224, 3], classes: 1000 });
    expect(vgg.summary({ batchSize: 64 })).toMatch(
      /batches of 64: \d+\.\d\d GiB\n.*\n {2}which is more than the 4\.00 GiB of WebAssembly memory; there is room for batches of up to \d+$/,
    );
    const wide = sequential([dense({ units: 40_000, inputShape: [10_000] })]);
    expect(wide.summary()).toMatch(/which is more than .*, even for batches of 1$/);
  });

  it('shows what layers are connected to where they do not follow each other', () => {
    const lines = residual().summary().split('\n');
    expect(lines).toContain(
      'add (Add)                 [null, 8, 8, 4]           0                –  conv2d, conv2d_1',
    );
    expect(lines[2]).toMatch(/^Layer .* Connected to$/);
    expect(lines[4]).toMatch(/^input_layer \(InputLayer\) /);
  });

  it.each([52, 60, 70, 80, 100])('has lines of at most %i characters', (lineLength) => {
    for (const model of [simpleCnn(), smallVgg, residual()]) {
      const longest = Math.max(
        ...model
          .summary({ lineLength })
          .split('\n')
          .map(({ length }) => length),
      );
      expect(longest).toBeLessThanOrEqual(lineLength);
    }
  });

  it('lets words and classes go first, and tells connections below their layers', () => {
    expect(residual().summary({ lineLength: 75 }).split('\n')[2]).toMatch(
      /^Layer +Output shape +Params +FLOPs +Connected to$/,
    );
    expect(residual().summary({ lineLength: 60 }).split('\n').slice(2, 9)).toEqual([
      'Layer        Output shape     Params   FLOPs',
      '────────────────────────────────────────────',
      'input_layer  [null, 8, 8, 3]       0       –',
      'conv2d       [null, 8, 8, 4]      16  1.54 k',
      'conv2d_1     [null, 8, 8, 4]      20  2.05 k',
      'add          [null, 8, 8, 4]       0       –',
      '  from conv2d, conv2d_1',
    ]);
    expect(smallVgg.summary({ lineLength: 60 })).toContain('\nbatch_norm…ization_1  [null, 32, 32, 64] ');
  });

  it('refuses lines of no length', () => {
    expect(() => simpleCnn().summary({ lineLength: 0 })).toThrow('The lineLength of a summary is 0');
  });
});

const smallVgg = vgg16({ inputShape: [32, 32, 3], classes: 10 });

function residual() {
  const before = inputLayer({ shape: [8, 8, 3] });
  const first = conv2d({ filters: 4, kernelSize: 1 }).apply(before);
  const second = conv2d({ filters: 4, kernelSize: 1 }).apply(first);
  const sum = add().apply([first, second]);
  return model({ inputs: before, outputs: flatten().apply(sum) });
}
