import { dense, featureMaps, flatten, type InitializerName, type Sequential, sequential } from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { adam } from '@cnn/train';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';
import { defineLesson, type Laboratory } from '../lesson.js';
import { type Text, text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const DEPTH = 15;
const UNITS = 64;
const EPOCHS = 5;

interface Start {
  readonly name: Text;
  readonly initializer: InitializerName;
  /** What the initializer's weights are multiplied by. */
  readonly scale: number;
}

const starts: readonly Start[] = [
  { name: text('zeros', 'すべて 0'), initializer: 'zeros', scale: 1 },
  { name: text('He, halved', 'He の半分'), initializer: 'heNormal', scale: 0.5 },
  { name: text('Glorot', 'Glorot'), initializer: 'glorotNormal', scale: 1 },
  { name: text('He', 'He'), initializer: 'heNormal', scale: 1 },
  { name: text('He, doubled', 'He の 2 倍'), initializer: 'heNormal', scale: 2 },
];

function network({ initializer, scale }: Start, seed: number): Sequential {
  const made = sequential(
    [
      flatten({ inputShape: [GLYPH_IMAGE, GLYPH_IMAGE, 1] }),
      ...Array.from({ length: DEPTH }, () =>
        dense({ units: UNITS, activation: 'relu', kernelInitializer: initializer }),
      ),
      dense({ units: glyphCount, activation: 'softmax', kernelInitializer: initializer }),
    ],
    { seed },
  );
  made.setWeights(
    made.getWeights().map(
      ({ shape, data }) =>
        new Tensor(
          'f32',
          shape,
          data.map((weight) => scale * weight),
        ),
    ),
  );
  return made;
}

/** Root mean square of what each ReLU layer gives. */
async function sizes(tested: Sequential, images: Tensor<'f32'>, { session }: Laboratory): Promise<number[]> {
  const maps = await featureMaps(tested, images, { layers: tested.layers.slice(1, -1), session });
  return maps.map(({ output: { data } }) =>
    Math.sqrt(data.reduce((sum, each) => sum + each ** 2, 0) / data.length),
  );
}

async function observe(
  start: Start,
  laboratory: Laboratory,
): Promise<{ start: Start; features: readonly number[]; loss: number; accuracy: number }> {
  const { seed } = laboratory;
  const data = drawGlyphs({ count: 256, seed, shift: 0, split: 'train' });
  const tested = network(start, seed);
  const features = await sizes(tested, data.x.rows(0, 64), laboratory);
  return withTrainer(tested, adam(), laboratory, async (trainer) => {
    await lossByEpoch(trainer, data, EPOCHS, laboratory);
    const { loss, accuracy } = await trainer.evaluate(data);
    return { start, features, loss: loss!, accuracy: accuracy! };
  });
}

/**
 * He, Zhang, Ren and Sun, "Delving deep into rectifiers: surpassing human-level performance on ImageNet classification",
 * ICCV 2015.
 */
export const initialization = defineLesson({
  name: 'initialization',
  title: text('How weights start', '重みの初期値'),
  question: text(
    'Does it matter how large the weights are at first, when training changes them anyway?',
    '学習すれば変わるのに、重みの初期値の大きさは問題になるのでしょうか。',
  ),
  answer: text(
    'Each layer multiplies the size of what passes through it by about the same factor, forwards and backwards, so a factor off 1 becomes enormous or nothing over many layers. He et al. chose the deviation √(2 / inputs) because ReLU halves the mean square, and with it the size stays. From zeros no kernel ever moves: every unit of a layer is like its neighbours, and no gradient gets through.',
    '各層は、通り抜ける値の大きさに、順方向でも逆方向でもほぼ同じ倍率を掛けます。倍率が 1 からずれていると、層を重ねるうちに値は途方もなく大きくなるか、消えてしまいます。He らが標準偏差を √(2 / 入力数) としたのは、ReLU が二乗平均を半分にする分を補い、大きさを保つためです。すべて 0 から始めると、同じ層のユニットが互いにまったく同じになり、勾配も通らないため、カーネルは 0 のまま動きません。',
  ),
  measure: async (laboratory) => {
    const courses = [];
    for (const start of starts) courses.push(await observe(start, laboratory));
    return [
      {
        kind: 'chart',
        title: text('Size of the features, layer by layer', '層ごとの特徴の大きさ'),
        look: text(
          "He's start keeps the size over all layers. Half of it and Glorot's, which is made for tanh, lose a constant factor in each; twice of it doubles. Zeros give no features at all and have no line.",
          'He の初期値では、どの層でも大きさが保たれます。その半分や、tanh 向けの Glorot の初期値では、層ごとに一定の割合で小さくなり、2 倍では層ごとに倍になります。すべて 0 では特徴がまったく出ないので、線がありません。',
        ),
        x: {
          name: text('layer', '層'),
          format: 'count',
          values: Array.from({ length: DEPTH }, (_, i) => i + 1),
        },
        y: { name: text('root mean square', '二乗平均平方根'), format: 'scientific', logarithmic: true },
        lines: courses
          .filter(({ features }) => features.every((size) => size > 0))
          .map(({ start, features }) => ({ name: start.name, values: features })),
      },
      {
        kind: 'table',
        title: text('What is learned from each', 'それぞれの学習結果'),
        look: text(
          `After ${EPOCHS} epochs. Guessing costs ln 4 = 1.386 and is right in 25 %.`,
          `${EPOCHS} エポック学習した後の値です。当てずっぽうなら損失は ln 4 = 1.386、正解率は 25 % です。`,
        ),
        columns: [
          { name: text('start', '初期値') },
          { name: text('size after the last layer', '最後の層の後の大きさ'), format: 'scientific' },
          { name: text('loss', '損失'), format: 'decimal' },
          { name: text('accuracy', '正解率'), format: 'percent' },
        ],
        rows: courses.map(({ start, features, loss, accuracy }) => [
          start.name,
          features.at(-1)!,
          loss,
          accuracy,
        ]),
      },
    ];
  },
});
