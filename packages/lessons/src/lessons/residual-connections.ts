import {
  add,
  conv2d,
  dense,
  flatten,
  inputLayer,
  type Model,
  model,
  relu,
  type SymbolicTensor,
} from '@cnn/layers';
import { adam, type GradientNorms } from '@cnn/train';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';
import { defineLesson, type Laboratory } from '../lesson.js';
import { type Text, text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const BLOCKS = 12;
const EPOCHS = 6;

const kinds = ['plain', 'residual'] as const;
type Kind = (typeof kinds)[number];

const names: Readonly<Record<Kind, Text>> = {
  plain: text('plain', '残差接続なし'),
  residual: text('with residual connections', '残差接続あり'),
};

/** A convolution and twelve blocks of two, of the same layers whether or not their input is added to what they give. */
function network(kind: Kind, seed: number): Model {
  const convolution = (options: object = {}) =>
    conv2d({ filters: 8, kernelSize: 3, padding: 'same', ...options });
  const block = (x: SymbolicTensor): SymbolicTensor => {
    const inner = convolution().apply(relu().apply(convolution().apply(x)));
    return relu().apply(kind === 'residual' ? add().apply([x, inner]) : inner);
  };
  const inputs = inputLayer({ shape: [GLYPH_IMAGE, GLYPH_IMAGE, 1] });
  let x = relu().apply(convolution({ strides: 2 }).apply(inputs));
  for (let i = 0; i < BLOCKS; i++) x = block(x);
  const outputs = dense({ units: glyphCount, activation: 'softmax' }).apply(flatten().apply(x));
  return model({ inputs, outputs, seed });
}

async function observe(
  kind: Kind,
  laboratory: Laboratory,
): Promise<{ name: Text; norms: readonly number[]; losses: readonly number[] }> {
  const { seed } = laboratory;
  const data = drawGlyphs({ count: 256, seed, shift: 0, split: 'train' });
  const batch = { x: data.x.rows(0, 64), y: data.y.rows(0, 64) };
  return withTrainer(network(kind, seed), adam(), laboratory, async (trainer) => {
    const norms = ofConvolutions(await trainer.gradientNorms(batch));
    return { name: names[kind], norms, losses: await lossByEpoch(trainer, data, EPOCHS, laboratory) };
  });
}

function ofConvolutions({ layers }: GradientNorms): readonly number[] {
  return layers.filter(({ layer }) => layer.startsWith('conv2d')).map(({ weights }) => weights);
}

/** He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR 2016. */
export const residualConnections = defineLesson({
  name: 'residual-connections',
  title: text('Residual connections', '残差接続'),
  question: text(
    'What changes when each pair of layers adds to what it was given, instead of replacing it?',
    '2 層ごとに、入力を置き換えるのではなく入力に足し込むようにすると、何が変わるのでしょうか。',
  ),
  answer: text(
    'A sum hands its gradient on to both of its terms unchanged, so every block is reached by the error as it left the end. The same layers without the sums lose some of it, and of the image, in each. So networks can have a hundred layers and more; without the sums, more layers soon make them worse.',
    '足し算は、受け取った勾配をそのまま両方の項へ渡します。そのため、誤差の信号はどのブロックにも弱まらずに届きます。足し算のない同じ構成のネットワークでは、層を通るたびに誤差の信号も画像の情報も少しずつ失われます。残差接続があれば 100 層を超えるネットワークも学習できますが、なければ層を増やすほどかえって性能が落ちます。',
  ),
  measure: async (laboratory) => {
    const courses = [];
    for (const kind of kinds) courses.push(await observe(kind, laboratory));
    return [
      {
        kind: 'chart',
        title: text('Gradients before the first step', '学習前の勾配'),
        look: text(
          'Both networks have the same 25 convolutions, started from the same weights. The plain one loses the error on the way back to the first; the residual line stays level.',
          'どちらも同じ 25 個の畳み込み層からなり、重みの初期値も同じです。残差接続のないほうは入力側へさかのぼるうちに誤差の信号が失われますが、あるほうはほぼ一定のままです。',
        ),
        x: {
          name: text('convolution, from the image on', '畳み込み層（画像側から数えて）'),
          format: 'count',
          values: courses[0]!.norms.map((_, i) => i + 1),
        },
        y: {
          name: text("L2 norm of the weights' gradient", '重みの勾配の L2 ノルム'),
          format: 'scientific',
          logarithmic: true,
        },
        lines: courses.map(({ name, norms }) => ({ name, values: norms })),
      },
      {
        kind: 'chart',
        title: text('What each learns', 'それぞれの学習のようす'),
        look: text(
          'The plain network stays at ln 4 = 1.386, which guessing among four drawings costs; it is not too small, for it has the same layers as the other.',
          '残差接続のないネットワークの損失は、4 種類の図形を当てずっぽうで答えたときの ln 4 = 1.386 から動きません。層はもう一方と同じなので、規模が足りないわけではありません。',
        ),
        x: {
          name: text('epoch', 'エポック'),
          format: 'count',
          values: Array.from({ length: EPOCHS }, (_, i) => i + 1),
        },
        y: { name: text('loss', '損失'), format: 'decimal' },
        lines: courses.map(({ name, losses }) => ({ name, values: losses })),
      },
    ];
  },
});
