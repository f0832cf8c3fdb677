import { conv2d, dense, flatten, type Sequential, sequential } from '@cnn/layers';
import { adam, type GradientNorms } from '@cnn/train';
import type { Chart } from '../exhibit.js';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';
import { defineLesson, type Laboratory } from '../lesson.js';
import { type Text, text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const DEPTH = 10;
const EPOCHS = 8;

const activations = ['sigmoid', 'tanh', 'relu'] as const;
type Activation = (typeof activations)[number];

const names: Readonly<Record<Activation, Text>> = {
  sigmoid: text('sigmoid', 'シグモイド'),
  tanh: text('tanh', 'tanh'),
  relu: text('ReLU', 'ReLU'),
};

/** Ten convolutions with an activation, each start of weights as its inventors recommend. */
function network(activation: Activation, seed: number): Sequential {
  const kernelInitializer = activation === 'relu' ? 'heNormal' : 'glorotUniform';
  const convolution = (options: object) =>
    conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation, kernelInitializer, ...options });
  return sequential(
    [
      convolution({ strides: 2, inputShape: [GLYPH_IMAGE, GLYPH_IMAGE, 1] }),
      ...Array.from({ length: DEPTH - 1 }, () => convolution({})),
      flatten(),
      dense({ units: glyphCount, activation: 'softmax' }),
    ],
    { seed },
  );
}

/** What is seen of a network. */
interface Course {
  readonly activation: Activation;
  readonly start: readonly number[];
  readonly later: readonly number[];
  readonly losses: readonly number[];
}

async function observe(activation: Activation, laboratory: Laboratory): Promise<Course> {
  const { seed } = laboratory;
  const data = drawGlyphs({ count: 256, seed, shift: 0, split: 'train' });
  const batch = { x: data.x.rows(0, 64), y: data.y.rows(0, 64) };
  return withTrainer(
    network(activation, seed),
    adam({ learningRate: 0.003 }),
    laboratory,
    async (trainer) => {
      const start = ofConvolutions(await trainer.gradientNorms(batch));
      const [first] = await lossByEpoch(trainer, data, 1, laboratory);
      const later = ofConvolutions(await trainer.gradientNorms(batch));
      const losses = [first!, ...(await lossByEpoch(trainer, data, EPOCHS - 1, laboratory))];
      return { activation, start, later, losses };
    },
  );
}

function ofConvolutions({ layers }: GradientNorms): readonly number[] {
  return layers.slice(0, DEPTH).map(({ weights }) => weights);
}

function byLayer(courses: readonly Course[], moment: 'start' | 'later', title: Text, look: Text): Chart {
  return {
    kind: 'chart',
    title,
    look,
    x: {
      name: text('convolution, from the image on', '畳み込み層（画像側から数えて）'),
      format: 'count',
      values: Array.from({ length: DEPTH }, (_, i) => i + 1),
    },
    y: {
      name: text("L2 norm of the weights' gradient", '重みの勾配の L2 ノルム'),
      format: 'scientific',
      logarithmic: true,
    },
    lines: courses.map((course) => ({ name: names[course.activation], values: course[moment] })),
  };
}

/**
 * Gradients that vanish on their way back through many layers, under activations that flatten out.
 * Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen", 1991; Glorot and Bengio, "Understanding the difficulty of
 * training deep feedforward neural networks", AISTATS 2010.
 */
export const vanishingGradients = defineLesson({
  name: 'vanishing-gradients',
  title: text('Vanishing gradients', '勾配消失'),
  question: text(
    'How much of the error reaches the first layers of a deep network, under sigmoid, tanh and ReLU?',
    '深いネットワークでは、誤差の信号はどれだけ入力側の層まで届くのでしょうか。シグモイド、tanh、ReLU で比べます。',
  ),
  answer: text(
    'Going back, a gradient is multiplied in each layer by the slope of the activation. That of the sigmoid is 0.25 at most, so ten layers leave next to nothing for the first ones, which then cannot learn, and what they cannot see the last ones cannot use. ReLU has slope 1 wherever it is active, tanh near 0.',
    '逆伝播では、層を一つさかのぼるたびに勾配へ活性化関数の傾きが掛かります。シグモイドの傾きは最大でも 0.25 なので、10 層もさかのぼると最初の層にはほとんど何も残らず、学習が進みません。入力側の層が特徴を取り出せなければ、出力側の層にも学ぶ材料がありません。ReLU は値が正であれば傾きが 1、tanh も 0 の近くでは傾きがほぼ 1 です。',
  ),
  measure: async (laboratory) => {
    const courses: Course[] = [];
    for (const activation of activations) courses.push(await observe(activation, laboratory));
    return [
      byLayer(
        courses,
        'start',
        text('Gradients before the first step', '学習前の勾配'),
        text(
          'The sigmoid line falls by powers of ten towards the first layer; the others stay level.',
          'シグモイドの線は入力側の層に向かって何桁も下がります。ほかの二つはほぼ一定のままです。',
        ),
      ),
      byLayer(
        courses,
        'later',
        text('Gradients after eight steps', '8 ステップ学習した後の勾配'),
        text(
          'Training does not mend it: a layer without gradient does not move.',
          '学習を始めても状況は変わりません。勾配の届かない層は動かないからです。',
        ),
      ),
      {
        kind: 'chart',
        title: text('What each learns', 'それぞれの学習のようす'),
        look: text(
          'Guessing among four drawings costs ln 4 = 1.386; the sigmoid network never gets below that.',
          '4 種類の図形を当てずっぽうで答えたときの損失は ln 4 = 1.386 です。シグモイドのネットワークはそこから下がりません。',
        ),
        x: {
          name: text('epoch', 'エポック'),
          format: 'count',
          values: Array.from({ length: EPOCHS }, (_, i) => i + 1),
        },
        y: { name: text('loss', '損失'), format: 'decimal' },
        lines: courses.map(({ activation, losses }) => ({ name: names[activation], values: losses })),
      },
    ];
  },
});
