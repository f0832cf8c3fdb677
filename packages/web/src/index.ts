export { type ClassifyEvent, CnnClassifier } from './classifier.js';
export { defineElements } from './elements.js';
export type { EpochFigures, TrainedFigures } from './engine/playground-protocol.js';
export type { Guess, ModelFacts } from './engine/saved-classifier.js';
export type { ImageSource } from './image-source.js';
export { CnnPlayground } from './playground.js';
