import { type Cells2d, pad2d } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const pad2dCase = defineCase(pad2d, {
  sizes: (draw) => ({
    batch: draw.between(1, 3),
    height: draw.between(5, 40),
    width: draw.between(5, 40),
    channels: draw.oneOf([1, 3, 4, 5, 32]),
    top: draw.between(-2, 3),
    bottom: draw.between(-2, 3),
    left: draw.between(-2, 3),
    right: draw.between(-2, 3),
  }),
  attributes: ({ top, bottom, left, right }): Cells2d => [
    [top, bottom],
    [left, right],
  ],
  inputs: ({ batch, height, width, channels }, contents) => ({
    x: contents.normal([batch, height, width, channels]),
  }),
  tensorflow: ({ x }, [[top, bottom], [left, right]]) => {
    const zeros = (cells: number): number => Math.max(0, cells);
    const padded = tf.pad(x, [
      [0, 0],
      [zeros(top), zeros(bottom)],
      [zeros(left), zeros(right)],
      [0, 0],
    ]);
    const [batch, height, width, channels] = padded.shape as [number, number, number, number];
    const [cutTop, cutBottom, cutLeft, cutRight] = [-top, -bottom, -left, -right].map(zeros) as [
      number,
      number,
      number,
      number,
    ];
    const size = [batch, height - cutTop - cutBottom, width - cutLeft - cutRight, channels];
    return { y: tf.slice(padded, [0, cutTop, cutLeft, 0], size) };
  },
  nonFinite: ['x'],
  ulps: 0,
});
