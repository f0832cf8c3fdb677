import { constrainNonNegative, constrainNorm } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const constrainNonNegativeCase = defineCase(constrainNonNegative, {
  sizes: (draw) => ({ before: draw.between(0, 9), length: draw.length(), after: draw.between(0, 9) }),
  attributes: ({ before, length }) => ({ origin: 16 * before, shape: [length] }),
  inputs: ({ before, length, after }, contents) => ({
    parameters: contents.normal([16 * before + length + after]),
  }),
  tensorflow: ({ parameters }, { origin }, { length, after }) => {
    const [head, weight, tail] = tf.split(parameters, [origin, length, after]);
    return { newParameters: tf.concat([head!, tf.relu(weight!), tail!]) };
  },
  nonFinite: ['parameters'],
  ulps: 0,
});

export const constrainNormCase = defineCase(constrainNorm, {
  sizes: (draw) => ({
    before: draw.between(0, 3),
    outer: draw.oneOf([1, draw.between(1, 9)]),
    terms: draw.between(1, 400),
    inner: draw.oneOf([1, draw.between(1, 150)]),
    least: draw.oneOf([0, 1]),
    most: draw.oneOf([1, 2]),
    rate: draw.oneOf([1, 0.25]),
  }),
  attributes: ({ before, outer, terms, inner, least, most, rate }) => ({
    origin: 16 * before,
    shape: [outer, terms, inner],
    axes: [1],
    least,
    most,
    rate,
  }),
  inputs: ({ before, outer, terms, inner }, contents) => ({
    parameters: contents.normal([16 * before + outer * terms * inner]),
  }),
  tensorflow: ({ parameters }, { origin, shape, least, most, rate }, { outer, terms, inner }) => {
    const [head, flat] = tf.split(parameters, [origin, outer * terms * inner]);
    const weight = tf.reshape(flat!, [...shape]);
    const norm = tf.sqrt(tf.sum(tf.square(weight), 1, true));
    const wanted = tf.add(tf.mul(rate, tf.clipByValue(norm, least, most)), tf.mul(1 - rate, norm));
    const scaled = tf.mul(weight, tf.div(wanted, tf.add(norm, 1e-7)));
    return { newParameters: tf.concat([head!, tf.reshape(scaled, [outer * terms * inner])]) };
  },
});
