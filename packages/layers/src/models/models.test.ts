import { tensor } from '@cnn/tensor';
import { describe, expect, it } from 'vitest';
import { checkModel } from '../../test/check-layer.js';
import { bilinearKernel } from '../bilinear-kernel.js';
import { loadModel, saveModel } from '../io/model-file.js';
import { Convolution2D } from '../layers/convolution2d.js';
import type { AnyModel } from '../model.js';
import { alexnet } from './alexnet.js';
import { classifiers } from './classifiers.js';
import { fcn8s, fcn32s } from './fcn.js';
import { lenet5 } from './lenet5.js';
import { resnet18, resnet34 } from './resnet.js';
import { resnet20, resnet32, resnet44, resnet56, resnet110 } from './resnet-cifar.js';
import { resnet50 } from './resnet50.js';
import { simpleCnn } from './simple-cnn.js';
import { unet } from './unet.js';
import { vgg16 } from './vgg16.js';

const small = { inputShape: [32, 32, 3], classes: 10 };

function counted(model: AnyModel): { trainable: number; averages: number } {
  const [trainable, averages] = [true, false].map((kind) =>
    model.weights.filter((weight) => weight.trainable === kind).reduce((sum, { size }) => sum + size, 0),
  );
  return { trainable: trainable!, averages: averages! };
}

describe('parameters', () => {
  it.each([
    // He et al.: 0.27, 0.46, 0.66, 0.85 and 1.7 million.
    { what: 'resnet20()', make: () => resnet20(), trainable: 269_722, averages: 1376 },
    { what: 'resnet32()', make: () => resnet32(), trainable: 464_154, averages: 2272 },
    { what: 'resnet44()', make: () => resnet44(), trainable: 658_586, averages: 3168 },
    { what: 'resnet56()', make: () => resnet56(), trainable: 853_018, averages: 4064 },
    { what: 'resnet110()', make: () => resnet110(), trainable: 1_727_962, averages: 8096 },
    // The counts of torchvision.
    { what: 'resnet18()', make: () => resnet18(), trainable: 11_689_512, averages: 9600 },
    { what: 'resnet34()', make: () => resnet34(), trainable: 21_797_672, averages: 17_024 },
    // The counts of keras.applications.
    { what: 'resnet50()', make: () => resnet50(), trainable: 25_636_712 - 53_120, averages: 53_120 },
    { what: 'vgg16()', make: () => vgg16(), trainable: 138_357_544, averages: 0 },
    // The paper's 60 million.
    { what: 'alexnet()', make: () => alexnet(), trainable: 60_965_224, averages: 0 },
    { what: 'lenet5()', make: () => lenet5(), trainable: 61_706, averages: 0 },
    {
      what: 'lenet5({ inputShape: [28, 28, 1] })',
      make: () => lenet5({ inputShape: [28, 28, 1] }),
      trainable: 61_706,
      averages: 0,
    },
    { what: 'unet()', make: () => unet(), trainable: 31_030_658, averages: 0 },
    { what: 'fcn32s()', make: () => fcn32s(), trainable: 134_346_581, averages: 0 },
    { what: 'fcn8s()', make: () => fcn8s(), trainable: 134_376_863, averages: 0 },
    { what: 'resnet18(small)', make: () => resnet18(small), trainable: 11_173_962, averages: 9600 },
    { what: 'resnet50(small)', make: () => resnet50(small), trainable: 23_547_402, averages: 53_120 },
    { what: 'vgg16(small)', make: () => vgg16(small), trainable: 14_986_698, averages: 8448 },
    { what: 'alexnet(small)', make: () => alexnet(small), trainable: 5_726_602, averages: 0 },
  ])('$what: $trainable', ({ make, trainable, averages }) => {
    expect(counted(make())).toEqual({ trainable, averages });
  });
});

describe('normalization', () => {
  const moments = { mean: [0.4, 0.5, 0.6], variance: [0.04, 0.09, 0.16] };
  const x = tensor(
    Float32Array.from({ length: 2 * 32 * 32 * 3 }, (_, i) => (i % 101) / 100),
    [2, 32, 32, 3],
  );

  it.each([
    { what: 'simpleCnn', make: simpleCnn },
    { what: 'lenet5', make: lenet5 },
    { what: 'resnet20', make: resnet20 },
  ])('comes first in $what, and is saved with it', async ({ make }) => {
    const plain = make(small);
    const normalising = make({ ...small, normalization: moments });
    expect(normalising.layers[0]!.getConfig()).toMatchObject(moments);
    expect(normalising.layers.slice(1).map(({ name }) => name)).toEqual(plain.layers.map(({ name }) => name));
    plain.setWeights(normalising.getWeights());
    const scaled = x.data.map((value, i) => (value - moments.mean[i % 3]!) / [0.2, 0.3, 0.4][i % 3]!);
    const expected = await plain.predict(tensor(scaled, x.shape));
    const got = await loadModel(saveModel(normalising)).predict(x);
    got.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.data[i]!, 4);
    });
  });

  it.each([
    { what: 'resnet18', make: resnet18 },
    { what: 'resnet50', make: resnet50 },
    { what: 'vgg16', make: vgg16 },
    { what: 'alexnet', make: alexnet },
  ])('comes first in $what', ({ make }) => {
    const [first, second] = make({ ...small, normalization: moments }).layers;
    expect(first!.getConfig()).toMatchObject(moments);
    expect(second!.className).toBe('Conv2D');
  });
});

describe('shapes', () => {
  it.each([
    { what: 'resnet110()', make: () => resnet110(), output: [null, 10] },
    { what: 'resnet50()', make: () => resnet50(), output: [null, 1000] },
    {
      what: 'resnet18({ ...small, classes: 7 })',
      make: () => resnet18({ ...small, classes: 7 }),
      output: [null, 7],
    },
    { what: 'alexnet()', make: () => alexnet(), output: [null, 1000] },
    { what: 'unet()', make: () => unet(), output: [null, 388, 388, 2] },
    {
      what: 'unet({ ...small, padding: "same" })',
      make: () => unet({ ...small, padding: 'same' }),
      output: [null, 32, 32, 10],
    },
    {
      what: 'fcn8s({ ...small, units: 64 })',
      make: () => fcn8s({ ...small, units: 64 }),
      output: [null, 32, 32, 10],
    },
    {
      what: 'fcn32s({ inputShape: [64, 96, 3] })',
      make: () => fcn32s({ inputShape: [64, 96, 3] }),
      output: [null, 64, 96, 21],
    },
  ])('$what: $output', ({ make, output }) => {
    expect(make().outputShape).toEqual(output);
  });

  it('halves nothing that cannot be halved', () => {
    expect(() => unet({ inputShape: [40, 48, 1], padding: 'same' })).toThrow('divisible by 16');
    expect(() => fcn8s({ inputShape: [224, 240, 3] })).toThrow('fcn8s was given images of 224 × 240');
  });
});

describe('structures', () => {
  it('have local response normalisation after the first two convolutions of AlexNet', () => {
    const kinds = alexnet(small).layers.map((layer) => layer.className);
    const start = ['Conv2D', 'LocalResponseNormalization', 'MaxPooling2D'];
    expect(kinds.slice(0, 7)).toEqual([...start, ...start, 'Conv2D']);
    expect(kinds.filter((kind) => kind === 'LocalResponseNormalization')).toHaveLength(2);
  });

  it.each([
    ['unet', unet, 18],
    ['fcn8s', fcn8s, 13],
  ] as const)(
    'have batch normalisation after each 3×3 convolution of %s where it is asked for',
    (_, make, convolutions) => {
      const normalisations = (batchNormalization: boolean) => {
        const { layers } = make({ inputShape: [32, 32, 3], filters: 4, padding: 'same', batchNormalization });
        return layers.filter(({ className }) => className === 'BatchNormalization').length;
      };
      expect(normalisations(true)).toBe(convolutions);
      expect(normalisations(false)).toBe(0);
    },
  );

  it('let FCN-8s be as narrow as small images allow', () => {
    const narrow = fcn8s({ inputShape: [32, 32, 3], classes: 5, filters: 4 });
    const widths = narrow.layers.flatMap((layer) => layer.getConfig()['filters'] ?? []);
    expect(widths.slice(0, 15)).toEqual([4, 4, 8, 8, 16, 16, 16, 32, 32, 32, 32, 32, 32, 256, 256]);
  });

  it('start the transposed convolutions of FCN-8s as bilinear interpolation', () => {
    const { layers } = fcn8s({ inputShape: [32, 32, 3], classes: 5, filters: 4 });
    const transposed = layers.filter((layer) => layer.className === 'Conv2DTranspose');
    expect(transposed).toHaveLength(2);
    for (const { weights } of transposed) {
      expect([...weights[0]!.value.data]).toEqual([...bilinearKernel([4, 4, 5, 5])]);
    }
  });
});

/** What of a network Keras has no counterpart of. */
function missingInKeras({ layers }: AnyModel): string[] {
  const found = layers.flatMap((layer) => {
    const { kernel_initializer: start, padding, ...window } = layer.getConfig();
    const [strides, dilations] = [window['strides'], window['dilation_rate']].map((each) =>
      Math.max(...([each ?? 1].flat() as number[])),
    );
    return [
      ...(layer.className === 'LocalResponseNormalization' ? ['response normalisation'] : []),
      ...(start === 'bilinear' ? ['bilinear'] : []),
      ...(layer instanceof Convolution2D && typeof padding !== 'string' ? ['padding in cells'] : []),
      ...(strides! > 1 && dilations! > 1 ? ['strides with a dilation'] : []),
    ];
  });
  return [...new Set(found)];
}

describe('for Keras', () => {
  it.each(Object.entries({ ...classifiers, unet, fcn8s, fcn32s }))(
    '%s has what the README says',
    (name, make) => {
      const missing = { alexnet: ['response normalisation'], fcn8s: ['bilinear'] }[name] ?? [];
      expect(missingInKeras(make())).toEqual(missing);
      expect(missingInKeras(make({ ...small, ...(name === 'unet' ? { padding: 'same' } : {}) }))).toEqual(
        missing,
      );
    },
  );
});

describe('what they compute', () => {
  const tiny = { inputShape: [32, 32, 1], classes: 3 };

  it.each([
    { what: 'lenet5(tiny)', make: () => lenet5(tiny) },
    {
      what: 'resnet20({ inputShape: [8, 8, 3], classes: 3 })',
      make: () => resnet20({ inputShape: [8, 8, 3], classes: 3 }),
    },
    {
      what: 'unet({ ...tiny, padding: "same", filters: 2 })',
      make: () => unet({ ...tiny, padding: 'same', filters: 2 }),
    },
  ])('is what the references compute, and comes back from a file: $what', ({ make }) => checkModel(make()));
});
