import { simpleCnn } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import { load } from '../../peers/load.ts';
import { normalNumbers } from '../numbers.ts';
import { onnxImages, onnxModel } from '../onnx-model.ts';
import type { Implementation } from './implementation.ts';

/** What is used of onnxruntime-common, the interface of both builds. */
export interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly InferenceSession: {
    create(model: Uint8Array, options: object): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => OnnxTensor;
}

interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
}

interface OnnxTensor {
  readonly data: Float32Array;
}

export async function loadOnnxRuntime(name: 'onnxruntime-web' | 'onnxruntime-node'): Promise<OnnxRuntime> {
  const module = (await load(name)) as OnnxRuntime & { default?: OnnxRuntime };
  return module.default ?? module;
}

/** Inference with a build of the ONNX Runtime. @param options of its sessions */
export function onnxImplementation(runtime: OnnxRuntime, options: object): Implementation {
  return {
    prepare: async (task) => {
      if (task.kind !== 'forward') return undefined;
      const classify = await onnxClassifier(runtime, options, normalNumbers([task.batch, 32, 32, 3]));
      return async () => {
        await classify();
      };
    },
  };
}

/** What gives the probabilities of images `[batch, height, width, channels]`, by the reference network. */
export async function onnxClassifier(
  { InferenceSession, Tensor }: OnnxRuntime,
  options: object,
  images: Tensor<'f32'>,
): Promise<() => Promise<Float32Array>> {
  const session = await InferenceSession.create(await onnxModel(simpleCnn(), images.shape[0]!), options);
  const { data, shape } = onnxImages(images);
  return async () => (await session.run({ x: new Tensor('float32', data, shape) }))['y']!.data;
}
