import { adamUpdate, momentumUpdate, sgdUpdate, tensor } from '@cnn/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { defineCase } from '../case.ts';

export const sgdUpdateCase = defineCase(sgdUpdate, {
  sizes: (draw) => ({ length: draw.length() }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    rate: contents.uniform([1], 0.01, 0.5),
  }),
  tensorflow: ({ parameters, gradients, rate }) => ({
    newParameters: tf.sub(parameters, tf.mul(rate, gradients)),
  }),
  magnitude: () => 1,
  nonFinite: ['gradients'],
});

export const momentumUpdateCase = defineCase(momentumUpdate, {
  sizes: (draw) => ({ length: draw.length(), nesterov: draw.oneOf([false, true]) }),
  attributes: ({ nesterov }) => ({ momentum: 0.9, nesterov }),
  inputs: ({ length }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    velocity: contents.normal([length]),
    rate: contents.uniform([1], 0.01, 0.5),
  }),
  tensorflow: ({ parameters, gradients, velocity, rate }, { momentum, nesterov }) => {
    const step = tf.mul(rate, gradients);
    const newVelocity = tf.sub(tf.mul(velocity, momentum), step);
    const change = nesterov ? tf.sub(tf.mul(newVelocity, momentum), step) : newVelocity;
    return { newParameters: tf.add(parameters, change), newVelocity };
  },
  magnitude: () => 1,
  nonFinite: ['gradients'],
});

export const adamUpdateCase = defineCase(adamUpdate, {
  sizes: (draw) => ({ length: draw.length(), decay: draw.oneOf([0, 0.01]) }),
  attributes: () => ({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
  inputs: ({ length, decay }, contents) => ({
    parameters: contents.normal([length]),
    gradients: contents.normal([length]),
    m: contents.normal([length]),
    v: contents.uniform([length], 0, 2),
    rates: tensor([0.02, decay], [2]),
  }),
  tensorflow: ({ parameters, gradients, m, v, rates }, { beta1, beta2, epsilon }) => {
    const [alpha, decay] = tf.unstack(rates) as [tf.Tensor, tf.Tensor];
    const newM = tf.add(m, tf.mul(tf.sub(gradients, m), 1 - beta1));
    const newV = tf.add(v, tf.mul(tf.sub(tf.square(gradients), v), 1 - beta2));
    const step = tf.div(tf.mul(alpha, newM), tf.add(tf.sqrt(newV), epsilon));
    return { newParameters: tf.sub(tf.sub(parameters, tf.mul(decay, parameters)), step), newM, newV };
  },
  magnitude: () => 1,
});
