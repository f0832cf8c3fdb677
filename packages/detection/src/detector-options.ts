import type { ClassifierOptions } from '@cnn/layers';

/** What the networks that find objects have in common: what those have that tell classes apart. */
export type DetectorOptions = ClassifierOptions;
