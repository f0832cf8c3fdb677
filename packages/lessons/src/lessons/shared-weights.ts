import {
  conv2d,
  dense,
  flatten,
  globalMaxPooling2d,
  maxPooling2d,
  type Sequential,
  sequential,
} from '@cnn/layers';
import { adam } from '@cnn/train';
import { drawGlyphs, GLYPH_IMAGE, glyphCount, LARGEST_SHIFT } from '../glyphs.js';
import { defineLesson, type Laboratory } from '../lesson.js';
import { type Text, text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const EPOCHS = 15;
const shifts = Array.from({ length: LARGEST_SHIFT + 1 }, (_, i) => i);

interface Kind {
  readonly name: Text;
  readonly network: (seed: number) => Sequential;
}

const inputShape = [GLYPH_IMAGE, GLYPH_IMAGE, 1];
const classify = () => dense({ units: glyphCount, activation: 'softmax' });
const convolution = (filters: number, options: object = {}) =>
  conv2d({ filters, kernelSize: 3, activation: 'relu', ...options });

const kinds: readonly Kind[] = [
  {
    name: text('convolutional', '畳み込み'),
    network: (seed) =>
      sequential([convolution(8, { inputShape }), convolution(16), globalMaxPooling2d(), classify()], {
        seed,
      }),
  },
  {
    name: text('convolutional, with 2×2 pooling', '畳み込み（2×2 プーリングあり）'),
    network: (seed) =>
      sequential(
        [convolution(8, { inputShape }), maxPooling2d(), convolution(16), globalMaxPooling2d(), classify()],
        { seed },
      ),
  },
  {
    name: text('dense', '全結合'),
    network: (seed) =>
      sequential([flatten({ inputShape }), dense({ units: 64, activation: 'relu' }), classify()], { seed }),
  },
];

interface Course {
  readonly name: Text;
  readonly parameters: number;
  readonly accuracies: readonly number[];
}

async function observe({ name, network }: Kind, laboratory: Laboratory): Promise<Course> {
  const { seed } = laboratory;
  const model = network(seed);
  const data = drawGlyphs({ count: 256, seed, shift: 0, split: 'train' });
  return withTrainer(model, adam({ learningRate: 0.01 }), laboratory, async (trainer) => {
    await lossByEpoch(trainer, data, EPOCHS, laboratory);
    const accuracies: number[] = [];
    for (const shift of shifts) {
      const moved = drawGlyphs({ count: 200, seed, shift, split: 'test' });
      accuracies.push((await trainer.evaluate(moved))['accuracy']!);
    }
    return { name, parameters: model.countParams(), accuracies };
  });
}

/**
 * LeCun et al., "Backpropagation applied to handwritten zip code recognition", 1989. On what strides cost: Zhang, "Making
 * convolutional networks shift-invariant again", ICML 2019.
 */
export const sharedWeights = defineLesson({
  name: 'shared-weights',
  title: text('Shared weights', '重みの共有'),
  question: text(
    'Networks have seen drawings in the middle of images only. Which of them know the drawings elsewhere?',
    '画像の中央にある図形だけで学習したネットワークのうち、別の場所にある図形も見分けられるのはどれでしょうか。',
  ),
  answer: text(
    'A convolution uses the same few weights at each place, so what it learns in one it knows in all. A dense layer has weights of its own for each pixel: there are more of them, and those for pixels that were always background have learned nothing. Pooling by steps of two looks the same at shifts by two only, which is why networks are trained on moved images all the same.',
    '畳み込みはどの場所でも同じ少数の重みを使うので、ある場所で学んだことがすべての場所で通用します。全結合層はピクセルごとに別々の重みを持つため、重みの数が多いうえ、学習中いつも背景だったピクセルの重みは何も学んでいません。2 ピクセルおきのプーリングで結果が変わらないのは 2 の倍数のずれだけです。そのため実際には、畳み込みネットワークもずらした画像を加えて学習させます。',
  ),
  measure: async (laboratory) => {
    const courses: Course[] = [];
    for (const kind of kinds) courses.push(await observe(kind, laboratory));
    return [
      {
        kind: 'table',
        title: text('Weights, and what they know', '重みの数と正解率'),
        look: text(
          'All are right where they were trained. The dense network has twelve times as many weights and knows least elsewhere.',
          '学習した位置ではどれも正解します。全結合ネットワークは重みが 12 倍あるのに、別の位置では最も当たりません。',
        ),
        columns: [
          { name: text('network', 'ネットワーク') },
          { name: text('weights', '重みの数'), format: 'count' },
          { name: text('in the middle', '中央'), format: 'percent' },
          { name: text('3 pixels away', '3 ピクセルずれ'), format: 'percent' },
        ],
        rows: courses.map(({ name, parameters, accuracies }) => [
          name,
          parameters,
          accuracies[0]!,
          accuracies[3]!,
        ]),
      },
      {
        kind: 'chart',
        title: text('Accuracy on moved drawings', 'ずらした図形に対する正解率'),
        look: text(
          'Guessing gives 25 %. The line with 2×2 pooling goes up and down: it tends to be better at even shifts, which move its windows onto each other.',
          '当てずっぽうなら 25 % です。2×2 プーリングありの線は上下に揺れます。ずれが偶数なら窓がちょうど重なるので、正解率が高くなりやすいのです。',
        ),
        x: {
          name: text('pixels away from the middle', '中央からのずれ（ピクセル）'),
          format: 'count',
          values: shifts,
        },
        y: { name: text('accuracy', '正解率'), format: 'percent' },
        lines: courses.map(({ name, accuracies }) => ({ name, values: accuracies })),
      },
    ];
  },
});
