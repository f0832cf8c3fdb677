import * as datasets from '@cnn/datasets';
import * as layers from '@cnn/layers';
import * as train from '@cnn/train';

/** All that the packages export, by name. */
export const exported = new Map<string, unknown>(
  [layers, train, datasets].flatMap((all) => Object.entries(all)),
);

const model = layers.sequential([layers.dense({ units: 1, inputShape: [1] })]);
export const trainer = await train.compile(model, { optimizer: 'sgd', loss: 'meanSquaredError', threads: 1 });
export const data = { x: layers.tensor([1, 2], [2, 1]), y: layers.tensor([1, 2], [2, 1]) };

/** Things that have methods, by what the page calls them. */
export const objects: Readonly<Record<string, object>> = { model, trainer, layer: layers.flatten() };

/** How those take options that do not take them first. */
const calls: Readonly<Record<string, (options: never) => unknown>> = {
  compile: (options) => train.compile(model, options),
  activation: (options) => layers.activation('relu', options),
  'model.summary': (options) => model.summary(options),
  'trainer.fit': (options) => trainer.fit(data, options),
  'trainer.evaluate': (options) => trainer.evaluate(data, options),
  'model.predict': (options) => model.predict(data.x, options),
};

/** The options that something has: what it says itself when it is given another. */
export async function optionsOf(name: string): Promise<readonly string[]> {
  const call = calls[name] ?? (exported.get(name) as (options: never) => unknown);
  try {
    await call({ noSuchOption: 1 } as never);
  } catch (error) {
    const list = /its options are ([\w, ]+)\./.exec((error as Error).message)?.[1];
    if (list !== undefined) return list.split(', ');
  }
  return [];
}
