import { saveModel, simpleCnn } from '@cnn/layers';

/** A file that is given to the page. */
export interface NamedBytes {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What `train` leaves below runs. */
export function cliRun(): NamedBytes[] {
  const model = simpleCnn({ seed: 42 });
  Object.assign(model.metadata, { model: 'simple-cnn', data: 'synthetic' });
  const epochs = [38.4, 66.9].map((percent, i) => ({
    epoch: i + 1,
    loss: 1.7 - i,
    accuracy: percent / 100,
    valLoss: 1.1 - i / 3,
    valAccuracy: percent / 100,
    seconds: 5.7,
    imagesPerSecond: 2269,
  }));
  const config = { model: 'simple-cnn', data: 'synthetic', limit: 300, epochs: 2, batchSize: 32, seed: 42 };
  const json = (name: string, contents: object): NamedBytes => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(contents)),
  });
  return [
    {
      name: 'model.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(saveModel(model)),
    },
    json('config.json', { ...config, validationSplit: 0.2, optimizer: 'adam', run: { threads: 2 } }),
    json('history.json', { epochs, test: { loss: 0.9, accuracy: 0.69 } }),
  ];
}
