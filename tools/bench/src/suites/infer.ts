import type { Suite } from '../suite.ts';
import { networkTask } from '../task.ts';

/** The reference network recognises: many images together and one at a time, bare and by `model.predict`. */
export const inferSuite: Suite = (small) => {
  const batch = small ? 2 : 32;
  return [
    { name: 'inference', task: networkTask('forward', batch) },
    { name: 'inference', task: networkTask('forward', 1) },
    { name: 'model.predict', task: networkTask('predict', batch, small ? 2 : 10) },
    { name: 'model.predict', task: networkTask('predict', 1) },
  ];
};
