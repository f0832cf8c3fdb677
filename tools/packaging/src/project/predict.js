import { loadModel, simpleCnn } from '@cnn/layers';
import { Session, Tensor } from '@cnn/tensor';

/** Four images of bytes, the same everywhere. */
function images() {
  const pixels = Uint8Array.from({ length: 4 * 32 * 32 * 3 }, (_, i) => (i * i * 31 + i * 7) >>> 3);
  return new Tensor('u8', [4, 32, 32, 3], pixels);
}

/**
 * What a model in a file makes of the images: computed with the same bits on every machine, and as fast as this
 * one can. The reference model that is built here and given the file's weights must agree with it.
 */
export async function predict(file, options) {
  const saved = loadModel(file);
  const built = simpleCnn();
  built.setWeights(saved.getWeights());
  const exact = await Session.create({ ...options, deterministic: true });
  const fast = await Session.create(options);
  const results = {
    parameters: built.countParams(),
    exact: [...(await saved.predict(images(), { session: exact })).data],
    built: [...(await built.predict(images(), { session: exact })).data],
    fast: [...(await saved.predict(images(), { session: fast })).data],
    variant: fast.variant,
  };
  await exact.close();
  await fast.close();
  return results;
}
