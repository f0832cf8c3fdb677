import { type DataName, dataNames, type Run } from '../engine/protocol.js';
import { type LookState, store } from './app-state.js';
import { ask, sentenceOf } from './engine-actions.js';

/** Takes up a run to look inside of, with the test images of its data. */
export async function lookAt(run: Run): Promise<void> {
  const data = dataOf(run);
  change({ run: run.id, data, image: store.state.look.image, images: store.state.look.images });
  try {
    const images = await ask((engine) => engine.testImages(data));
    if (store.state.look.run !== run.id) return;
    const known = store.state.look.image < (images?.samples.labels.length ?? 0);
    const image = known ? store.state.look.image : 0;
    change({ run: run.id, data, image, images, missing: images === undefined });
    if (images) await inspect();
  } catch (error) {
    change({ ...store.state.look, error: sentenceOf(error) });
  }
}

export async function lookAtImage(image: number): Promise<void> {
  change({ ...store.state.look, image });
  await inspect();
}

/** Asks anew, because the weights have changed for instance. */
export async function inspect(): Promise<void> {
  const { run, data, image } = store.state.look;
  if (run === undefined || data === undefined) return;
  // The answer to an earlier question must not take the place of a later one's.
  const current = (): boolean => store.state.look.run === run && store.state.look.image === image;
  try {
    const report = await ask((engine) => engine.inspect(run, data, image));
    if (!current()) return;
    change({ ...store.state.look, report, occlusion: undefined, error: undefined });
    const occlusion = await ask((engine) => engine.occlude(run, data, image));
    if (store.state.look.report === report) change({ ...store.state.look, occlusion });
  } catch (error) {
    if (current()) change({ ...store.state.look, report: undefined, error: sentenceOf(error) });
  }
}

function change(look: LookState): void {
  store.update({ look });
}

/** That the run learned from, where the page knows it; else what is chosen now. */
function dataOf({ config }: Run): DataName {
  return dataNames.find((name) => name === config.data) ?? store.state.data.name;
}
