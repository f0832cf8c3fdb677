/** The view that explains networks, in English. */
export const study = {
  study: {
    heading: 'Understand',
    lede: 'Why networks work: parts to play with, and experiments of a few seconds, measured here on networks that are trained while you wait.',
    lessons: 'Lessons',
    play: 'Play with it',
    measure: 'Measure it',
    demonstrations: {
      convolution: 'Convolution, step by step',
      sharing: 'One filter for all places',
      window: 'Padding and stride',
      shift: 'Max and average pooling',
      slopes: 'Activations and their slopes',
      flow: 'Vanishing gradients, live',
    },
    run: 'Run the experiment',
    again: 'Run it again',
    running: 'Measuring …',
    answer: 'What follows',
  },
};
