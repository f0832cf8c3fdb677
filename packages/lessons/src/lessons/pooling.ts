import { synthetic } from '@cnn/datasets';
import { averagePooling2d, conv2d, type Layer, maxPooling2d, type Sequential, sequential } from '@cnn/layers';
import { type Shape, sizeOf, Tensor } from '@cnn/tensor';
import { defineLesson } from '../lesson.js';
import { relativeChange } from '../relative-change.js';
import { type Text, text } from '../text.js';

const IMAGES = 16;
const SIZE = 24;
const shifts = [0, 1, 2, 3];

interface Kind {
  readonly name: Text;
  readonly pooling: () => readonly Layer[];
}

const kinds: readonly Kind[] = [
  { name: text('no pooling', 'プーリングなし'), pooling: () => [] },
  { name: text('max, 2×2', '最大値 2×2'), pooling: () => [maxPooling2d()] },
  { name: text('average, 2×2', '平均値 2×2'), pooling: () => [averagePooling2d()] },
  { name: text('max, 4×4', '最大値 4×4'), pooling: () => [maxPooling2d({ poolSize: 4 })] },
  { name: text('average, 4×4', '平均値 4×4'), pooling: () => [averagePooling2d({ poolSize: 4 })] },
];

/** The same convolution with each pooling after it. */
function network({ pooling }: Kind, seed: number): Sequential {
  const convolution = conv2d({
    filters: 16,
    kernelSize: 3,
    activation: 'relu',
    kernelInitializer: 'heNormal',
    inputShape: [SIZE, SIZE, 3],
  });
  return sequential([convolution, ...pooling()], { seed });
}

/** Windows of larger images, so that what moves in on one side is as real as what moves out on the other. */
function windows({ data, shape }: Tensor<'u8'>, left: number): Tensor<'u8'> {
  const [count, height, width, channels] = shape as unknown as [number, number, number, number];
  const top = (height - SIZE) / 2;
  const cut = new Uint8Array(count * SIZE * SIZE * channels);
  for (let image = 0, at = 0; image < count; image++) {
    for (let y = 0; y < SIZE; y++, at += SIZE * channels) {
      const begin = ((image * height + top + y) * width + left) * channels;
      cut.set(data.subarray(begin, begin + SIZE * channels), at);
    }
  }
  return new Tensor('u8', [count, SIZE, SIZE, channels], cut);
}

/** Scherer, Müller and Behnke, "Evaluation of pooling operations in convolutional architectures", ICANN 2010. */
export const pooling = defineLesson({
  name: 'pooling',
  title: text('Pooling and small shifts', 'プーリングと小さなずれ'),
  question: text(
    'How much do the features of an image change when it moves by a few pixels?',
    '画像が数ピクセルずれると、特徴はどれだけ変わるのでしょうか。',
  ),
  answer: text(
    'A pooled feature says that something is in a window, not at which pixel of it, so that a small move changes little; the larger the window, the less. The price is that where exactly it was is gone. A shift by whole windows moves pooled features as it moves others: pooling tolerates small shifts, it does not undo large ones.',
    'プーリングした特徴は、何かが窓の中に「ある」ことだけを表し、窓のどのピクセルにあるかは表しません。そのため少しずれてもあまり変わらず、窓が大きいほど変化は小さくなります。その代わり、正確な位置の情報は失われます。また、窓の幅以上にずれれば、プーリングした特徴も一緒にずれます。プーリングは小さなずれを吸収しますが、大きなずれまで打ち消すわけではありません。',
  ),
  measure: async ({ seed, session }) => {
    const margin = 2 * Math.max(...shifts);
    const { x } = synthetic({ seed, trainCount: IMAGES, testCount: 1, size: SIZE + margin }).train;
    const lines: { readonly name: Text; readonly values: readonly number[] }[] = [];
    const sizes: number[] = [];
    for (const kind of kinds) {
      const tested = network(kind, seed);
      const [unmoved, ...moved] = await Promise.all(
        shifts.map((shift) => tested.predict(windows(x, margin / 2 + shift), { session })),
      );
      lines.push({
        name: kind.name,
        values: [unmoved!, ...moved].map((each) => relativeChange(unmoved!, each)),
      });
      sizes.push(sizeOf(tested.outputShape.slice(1) as Shape));
    }
    return [
      {
        kind: 'chart',
        title: text('Change of the features', '特徴の変化'),
        look: text(
          `The distance between the features of ${IMAGES} images and of the same images moved, as a share of the former. At each shift, all pooled lines lie below the one without pooling, and larger windows lower.`,
          `画像 ${IMAGES} 枚について、ずらす前と後の特徴の距離を、ずらす前の特徴の大きさに対する割合で示します。どのずれでもプーリングありの線はなしの線より下にあり、窓が大きいほど低くなります。`,
        ),
        x: { name: text('pixels moved', 'ずれ（ピクセル）'), format: 'count', values: shifts },
        y: { name: text('change', '変化'), format: 'percent' },
        lines,
      },
      {
        kind: 'table',
        title: text('What is left of an image', '画像から残るもの'),
        look: text(
          'Tolerance is paid for in detail: pooling keeps a quarter or a sixteenth of the numbers. It also makes the layers after it cheaper.',
          'ずれに強くなる分、細部は失われます。残る数は 4 分の 1、あるいは 16 分の 1 ですが、その後の層の計算もそれだけ軽くなります。',
        ),
        columns: [
          { name: text('after the convolution', '畳み込みの後') },
          { name: text('numbers', '数値の個数'), format: 'count' },
          { name: text('change at 1 pixel', '1 ピクセルのずれでの変化'), format: 'percent' },
        ],
        rows: kinds.map(({ name }, i) => [name, sizes[i]!, lines[i]!.values[1]!]),
      },
    ];
  },
});
