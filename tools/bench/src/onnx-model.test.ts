import { simpleCnn } from '@cnn/layers';
import { expect, test } from 'vitest';
import { isInstalled } from '../peers/load.ts';
import { loadOnnxRuntime, onnxClassifier } from './implementations/onnxruntime.ts';
import { normalNumbers } from './numbers.ts';

test.skipIf(!isInstalled('onnxruntime-web'))(
  'the ONNX Runtime makes of the file what the model makes of the images',
  async () => {
    const images = normalNumbers([3, 32, 32, 3]);
    const runtime = await loadOnnxRuntime('onnxruntime-web');
    runtime.env.wasm.numThreads = 1;
    const classify = await onnxClassifier(runtime, { executionProviders: ['wasm'] }, images);
    const theirs = [...(await classify())];
    const ours = [...(await simpleCnn().predict(images)).data];
    expect(theirs).toHaveLength(30);
    theirs.forEach((probability, i) => {
      expect(probability).toBeCloseTo(ours[i]!, 5);
    });
  },
);
