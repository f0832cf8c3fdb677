import { describe, expect, it } from 'vitest';
import { checkLayer } from '../test/check-layer.js';
import { maxNorm, minMaxNorm, nonNeg, unitNorm } from './constraints.js';
import { modelFromJSON } from './io/model-from-keras.js';
import { conv2d } from './layers/conv2d.js';
import { dense } from './layers/dense.js';
import { depthwiseConv2d } from './layers/depthwise-conv2d.js';
import { separableConv2d } from './layers/separable-conv2d.js';
import { l1, l1L2, l2 } from './regularizers.js';
import { sequential } from './sequential.js';

const axis = [0, 1, 2];

describe('regularizers and constraints', () => {
  it('are kept in the config of whole layers', async () => {
    await checkLayer(
      (options) => dense({ units: 3, kernelRegularizer: l2(1e-4), biasConstraint: nonNeg(), ...options }),
      [4],
    );
    const rules = { kernelRegularizer: l1L2({ l1: 1e-5, l2: 1e-4 }), kernelConstraint: maxNorm({ axis }) };
    await checkLayer((options) => conv2d({ filters: 3, kernelSize: 2, ...rules, ...options }), [4, 4, 2]);
    const depthwiseConstraint = unitNorm({ axis: [0, 1] });
    await checkLayer(
      (options) => depthwiseConv2d({ kernelSize: 2, depthwiseConstraint, ...options }),
      [4, 4, 2],
    );
    await checkLayer(
      (options) =>
        separableConv2d({
          filters: 2,
          kernelSize: 2,
          pointwiseRegularizer: 'l1',
          biasRegularizer: l1(1e-3),
          ...options,
        }),
      [4, 4, 2],
    );
  });

  it('are written as Keras writes them, and read as well by name', () => {
    const layer = dense({
      units: 1,
      kernelRegularizer: l2(0.1),
      kernelConstraint: minMaxNorm({ rate: 0.5 }),
      inputShape: [2],
    });
    expect(layer.getConfig()).toMatchObject({
      kernel_regularizer: { module: 'keras.regularizers', class_name: 'L2', config: { l2: 0.1 } },
      kernel_constraint: {
        class_name: 'MinMaxNorm',
        config: { min_value: 0, max_value: 1, rate: 0.5, axis: 0 },
      },
      bias_regularizer: null,
      bias_constraint: null,
    });
    const text = JSON.stringify(sequential([layer]));
    const named = text.replace(/"bias_regularizer":null/, '"bias_regularizer":"l1"');
    const other = text.replace(/"bias_constraint":null/, '"bias_constraint":"max_norm"');
    expect(modelFromJSON(named).weights[1]!.regularizer).toEqual(l1());
    expect(modelFromJSON(other).weights[1]!.constraint).toEqual(maxNorm());
    expect(() => modelFromJSON(text.replace('"class_name":"L2"', '"class_name":"Orthogonal"'))).toThrow(
      'The kernelRegularizer of dense (Dense) is {"className":"Orthogonal"',
    );
  });

  it('refuse what means nothing', () => {
    expect(() => l2(-1)).toThrow('The l2 of a regularizer is -1');
    expect(() => l1L2({ l1: Number.NaN })).toThrow('The l1 of a regularizer');
    expect(() => l1L2({ L2: 1e-4 } as never)).toThrow("l1L2 has no option 'L2'; its options are l1, l2.");
    expect(() => dense({ units: 1, kernelRegularizer: 1e-4 as never })).toThrow(
      'Pass l2(1e-4), for instance',
    );
    expect(() => dense({ units: 1, kernelConstraint: 'max' as never })).toThrow(
      'The kernelConstraint of Dense',
    );
    expect(() => maxNorm({ maxValue: -1 })).toThrow('A MaxNorm has the norms 0 to -1');
    expect(() => maxNorm({ maxvalue: 3 } as never)).toThrow("Did you mean 'maxValue'?");
    expect(() =>
      sequential([dense({ units: 1, kernelConstraint: maxNorm({ axis: 2 }), inputShape: [2] })]),
    ).toThrow(
      'The kernelConstraint of dense (Dense) has the axis 2; it must name neighbouring axes of [2,1]',
    );
  });
});
