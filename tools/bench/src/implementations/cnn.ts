import type { Variant } from '@cnn/kernels';
import { Session } from '@cnn/tensor';
import { networkRun, type Prepared } from './cnn-network.ts';
import { opRun } from './cnn-ops.ts';
import type { Implementation, Run, Setting } from './implementation.ts';

/** This project. */
export async function implementation({ variant, threads }: Setting): Promise<Implementation> {
  const session = await Session.create({ variant: variant as Variant, threads });
  let release = (): void => {};
  const use = (prepared: Prepared): Run => {
    release = prepared.release;
    return prepared.run;
  };
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
        case 'predict':
        case 'resnet20Step':
          return use(await networkRun(session, task));
        default:
          return use(opRun(session, task));
      }
    },
  };
}
