/** Name of the graph input that takes a batch. */
export const MODEL_INPUT = 'x';

/** Name of the graph input that takes the random words of a training step. */
export const KEY_INPUT = 'key';
