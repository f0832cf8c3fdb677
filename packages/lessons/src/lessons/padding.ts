import { type Conv2D, conv2d, dense, describe, flatten, saliency, sequential } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { defineLesson, type Laboratory } from '../lesson.js';
import { scaledPicture } from '../pictures.js';
import { type Text, text } from '../text.js';

const SIDE = 32;
const SMALL = 11;

interface Kind {
  readonly name: Text;
  readonly padding: 'valid' | 'same';
  readonly strides: number;
}

const kinds: readonly Kind[] = [
  { name: text('valid, stride 1', 'valid、ストライド 1'), padding: 'valid', strides: 1 },
  { name: text('same, stride 1', 'same、ストライド 1'), padding: 'same', strides: 1 },
  { name: text('valid, stride 2', 'valid、ストライド 2'), padding: 'valid', strides: 2 },
  { name: text('same, stride 2', 'same、ストライド 2'), padding: 'same', strides: 2 },
];

/** Convolutions of 3×3 whose weights are all 1, so that every way from a pixel to an output counts the same. */
function convolutions({ padding, strides }: Kind, side: number, depth: number): Conv2D[] {
  return Array.from({ length: depth }, (_, i) =>
    conv2d({
      filters: 1,
      kernelSize: 3,
      padding,
      strides,
      kernelInitializer: 'ones',
      ...(i === 0 ? { inputShape: [side, side, 1] } : {}),
    }),
  );
}

/** Rows, and as many columns, after each of four convolutions. */
function sides(kind: Kind): readonly number[] {
  const { layers } = describe(sequential(convolutions(kind, SIDE, 4)));
  return layers.map(({ outputShape }) => outputShape[1]!);
}

/** By how much each pixel changes the sum of all outputs, which is the number of ways from it to them, `[side, side]`. */
async function influence(kind: Kind, { session }: Laboratory): Promise<Tensor<'f32'>> {
  const depth = kind.strides === 1 ? 3 : 2;
  const sum = dense({ units: 1, kernelInitializer: 'ones' });
  const network = sequential([...convolutions(kind, SMALL, depth), flatten(), sum]);
  const image = new Tensor('f32', [SMALL, SMALL, 1], new Float32Array(SMALL * SMALL));
  return (await saliency(network, image, { classIndex: 0, session })).map;
}

/** Of a pixel in the middle of the map, in the middle of an edge, and in a corner, as shares of the largest. */
function shares({ data }: Tensor<'f32'>): readonly number[] {
  const largest = data.reduce((most, each) => Math.max(most, each));
  const middle = (SMALL - 1) / 2;
  return [middle * SMALL + middle, middle, 0].map((pixel) => data[pixel]! / largest);
}

/** Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016. */
export const padding = defineLesson({
  name: 'padding',
  title: text('Padding and strides', 'パディングとストライド'),
  question: text(
    'What do padding and strides do to the size of images, and to what the pixels at the border count for?',
    'パディングとストライドは、画像の大きさと、端のピクセルの影響力をどう変えるのでしょうか。',
  ),
  answer: text(
    'Without padding each convolution of 3×3 takes a row or column off each side, and a pixel in the corner is seen by one window only, one in the middle by nine. Padding with zeros keeps the size, so that networks can be deep, and gives the border more to say, if not as much as the middle. Strides divide the size, and the work with it.',
    'パディングがなければ、3×3 の畳み込みを通すたびに上下左右が 1 ピクセルずつ削られます。しかも、中央のピクセルは 9 個の窓に入るのに、角のピクセルは 1 個の窓にしか入りません。ゼロでパディングすると大きさが保たれるので、ネットワークを深くできます。端の影響力も、中央には及ばないものの大きくなります。ストライドを 2 にすれば一辺はおよそ半分になり、計算量もそれだけ減ります。',
  ),
  measure: async (laboratory) => {
    const maps: Tensor<'f32'>[] = [];
    for (const kind of kinds) maps.push(await influence(kind, laboratory));
    return [
      {
        kind: 'table',
        title: text('Sizes', '大きさの変化'),
        look: text(
          `The side of images of ${SIDE}×${SIDE} after one to four convolutions of 3×3. Unpadded ones run out of image, and of depth, after few strides.`,
          `一辺 ${SIDE} ピクセルの画像に 3×3 の畳み込みを 1〜4 回かけた後の一辺の長さです。パディングなしでストライドを使うと、すぐに画像がなくなり、層を重ねられなくなります。`,
        ),
        columns: [
          { name: text('convolutions', '畳み込み') },
          ...[1, 2, 3, 4].map((layer) => ({
            name: text(`after ${layer}`, `${layer} 回目の後`),
            format: 'count' as const,
          })),
        ],
        rows: kinds.map((kind) => [kind.name, ...sides(kind)]),
      },
      {
        kind: 'table',
        title: text('What pixels count for', 'ピクセルの影響力'),
        look: text(
          'The ways from a pixel through the windows to the outputs, as a share of those of the pixel that has most. The corner gains most by padding.',
          'あるピクセルから窓をたどって出力に至る経路の数を、最も多いピクセルに対する割合で示します。パディングで最も得をするのは角です。',
        ),
        columns: [
          { name: text('convolutions', '畳み込み') },
          { name: text('middle', '中央'), format: 'percent' },
          { name: text('edge', '辺'), format: 'percent' },
          { name: text('corner', '角'), format: 'percent' },
        ],
        rows: kinds.map(({ name }, i) => [name, ...shares(maps[i]!)]),
      },
      {
        kind: 'gallery',
        title: text('The same as pictures', '影響力の地図'),
        look: text(
          'The brighter a pixel, the more it counts for. Strides leave a grid: some pixels are in more windows than their neighbours.',
          '明るいピクセルほど影響力があります。ストライドを使うと格子模様が現れます。隣より多くの窓に入るピクセルがあるためです。',
        ),
        pictures: kinds.map(({ name }, i) => scaledPicture(name, maps[i]!)),
      },
    ];
  },
});
