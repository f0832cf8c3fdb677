import { hardNegatives } from '@cnn/tensor';
import { defineCase } from '../case.ts';

export const hardNegativesCase = defineCase(hardNegatives, {
  sizes: (draw) => ({
    rows: draw.between(1, 9),
    places: draw.oneOf([1, 5, 64, 500, 8732]),
    ratio: draw.between(1, 4),
  }),
  attributes: ({ ratio }) => ({ ratio }),
  inputs: ({ rows, places }, contents) => {
    const positives = contents.uniform([rows, places], 0, 1);
    positives.data.forEach((value, i) => {
      positives.data[i] = value < 0.05 ? value : 0;
    });
    return { losses: contents.uniform([rows, places], 0, 9), positives };
  },
  nonFinite: ['losses'],
  ulps: 0,
});
