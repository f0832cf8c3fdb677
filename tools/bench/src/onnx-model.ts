import { fileURLToPath } from 'node:url';
import type { Model } from '@cnn/layers';
import { type Shape, Tensor } from '@cnn/tensor';
import protobuf from 'protobufjs';
import { permute } from './permute.ts';

/** Of tensors. */
const FLOAT = 1;
/** Of attributes. */
const INTS = 7;

/** Channels before rows and columns, as ONNX has them. */
const IMAGES = [0, 3, 1, 2];
const FILTERS = [3, 2, 0, 1];

/**
 * The reference network as a file in the ONNX format: `x [batch, 3, 32, 32]` → `y [batch, 10]`.
 * @param model what `simpleCnn()` makes; the file has its weights
 */
export async function onnxModel(model: Model, batch: number): Promise<Uint8Array> {
  const format = await protobuf.load(fileURLToPath(new URL('./onnx.proto', import.meta.url)));
  const type = format.lookupType('onnx.ModelProto');
  return type.encode(type.fromObject(modelProto(model, batch))).finish();
}

/** Images `[batch, height, width, channels]` as the file's network takes them. */
export function onnxImages(x: Tensor<'f32'>): Tensor<'f32'> {
  return permute(x, IMAGES);
}

function modelProto(model: Model, batch: number): object {
  const [k1, b1, k2, b2, w3, b3, w4, b4] = model.getWeights();
  // What is flattened has its channels elsewhere.
  const [inputs, units] = w3!.shape as [number, number];
  const channels = k2!.shape[3]!;
  const side = Math.sqrt(inputs / channels);
  const byPixel = new Tensor('f32', [side, side, channels, units], w3!.data);
  const byChannel = new Tensor('f32', w3!.shape, permute(byPixel, [2, 0, 1, 3]).data);
  return {
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: model.name,
      input: [valueInfo('x', [batch, 3, 32, 32])],
      output: [valueInfo('y', [batch, 10])],
      initializer: [
        tensorProto('k1', permute(k1!, FILTERS)),
        tensorProto('b1', b1!),
        tensorProto('k2', permute(k2!, FILTERS)),
        tensorProto('b2', b2!),
        tensorProto('w3', byChannel),
        tensorProto('b3', b3!),
        tensorProto('w4', w4!),
        tensorProto('b4', b4!),
      ],
      node: [
        node('Conv', ['x', 'k1', 'b1'], 'c1', { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
        node('Relu', ['c1'], 'r1'),
        node('MaxPool', ['r1'], 'p1', { kernel_shape: [2, 2], strides: [2, 2] }),
        node('Conv', ['p1', 'k2', 'b2'], 'c2', { kernel_shape: [3, 3] }),
        node('Relu', ['c2'], 'r2'),
        node('MaxPool', ['r2'], 'p2', { kernel_shape: [2, 2], strides: [2, 2] }),
        node('Flatten', ['p2'], 'flat'),
        node('Gemm', ['flat', 'w3', 'b3'], 'd3'),
        node('Relu', ['d3'], 'r3'),
        node('Gemm', ['r3', 'w4', 'b4'], 'd4'),
        node('Softmax', ['d4'], 'y'),
      ],
    },
  };
}

function node(
  opType: string,
  input: readonly string[],
  output: string,
  attributes: Readonly<Record<string, readonly number[]>> = {},
): object {
  const attribute = Object.entries(attributes).map(([name, ints]) => ({ name, ints, type: INTS }));
  return { opType, input, output: [output], attribute };
}

function valueInfo(name: string, shape: Shape): object {
  const dim = shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}

function tensorProto(name: string, { shape, data }: Tensor<'f32'>): object {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: shape, dataType: FLOAT, rawData };
}
