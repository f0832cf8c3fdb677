import type { Variant } from '@cnn/kernels';
import { Session } from '@cnn/tensor';
import { networkRun } from './cnn-network.ts';
import { opRun } from './cnn-ops.ts';
import type { Implementation, Setting } from './implementation.ts';

/** This project. */
export async function implementation({ variant, threads }: Setting): Promise<Implementation> {
  const session = await Session.create({ variant: variant as Variant, threads });
  let release = (): void => {};
  return {
    prepare: async (task) => {
      release();
      release = () => {};
      switch (task.kind) {
        case 'multiplyAdd':
        case 'memory':
          return undefined;
        case 'step':
        case 'fit':
        case 'forward':
        case 'predict': {
          const prepared = await networkRun(session, task);
          release = prepared.release;
          return prepared.run;
        }
        default: {
          const prepared = opRun(session, task);
          release = prepared.release;
          return prepared.run;
        }
      }
    },
  };
}
