import type { LabelledBox } from '@cnn/datasets';

/** An object that a network has found. */
export interface Detection extends LabelledBox {
  /** How sure the network is, 0…1. */
  readonly score: number;
}
