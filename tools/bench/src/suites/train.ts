import type { Suite } from '../suite.ts';
import { networkTask } from '../task.ts';

/**
 * The reference network learns with Adam: a bare step, and what `trainer.fit` makes of it. ResNet-20, as deep as
 * it is narrow and with batch normalisation everywhere, learns with SGD.
 */
export const trainSuite: Suite = (small) => {
  const batch = small ? 1 : 32;
  return [
    { name: 'training step', task: networkTask('step', batch) },
    { name: 'trainer.fit', task: networkTask('fit', batch, small ? 2 : 20) },
    { name: 'ResNet-20, training step', task: { kind: 'resnet20Step', batch: small ? 2 : 128 } },
  ];
};
