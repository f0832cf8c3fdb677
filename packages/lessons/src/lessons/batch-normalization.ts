import {
  conv2d,
  dense,
  flatten,
  batchNormalization as normalize,
  relu,
  type Sequential,
  sequential,
} from '@cnn/layers';
import { sgd } from '@cnn/train';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';
import { defineLesson, type Laboratory } from '../lesson.js';
import { text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const DEPTH = 6;
const EPOCHS = 8;
const rates = [0.003, 0.03, 0.3];
/** The rate whose course is drawn. */
const SHOWN = 0.03;

const names = { without: text('without', 'なし'), with: text('with', 'あり') };
type Kind = keyof typeof names;

function network(kind: Kind, seed: number): Sequential {
  const block = (options: object) => [
    conv2d({ filters: 8, kernelSize: 3, padding: 'same', ...options }),
    // The averages follow quickly, because training is short.
    ...(kind === 'with' ? [normalize({ momentum: 0.9 })] : []),
    relu(),
  ];
  return sequential(
    [
      ...block({ strides: 2, inputShape: [GLYPH_IMAGE, GLYPH_IMAGE, 1] }),
      ...Array.from({ length: DEPTH - 1 }, () => block({})).flat(),
      flatten(),
      dense({ units: glyphCount, activation: 'softmax' }),
    ],
    { seed },
  );
}

function observe(kind: Kind, learningRate: number, laboratory: Laboratory): Promise<readonly number[]> {
  const { seed } = laboratory;
  const data = drawGlyphs({ count: 256, seed, shift: 0, split: 'train' });
  return withTrainer(network(kind, seed), sgd({ learningRate }), laboratory, (trainer) =>
    lossByEpoch(trainer, data, EPOCHS, laboratory),
  );
}

/**
 * Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", ICML
 * 2015; on why it helps, Santurkar et al., "How does batch normalization help optimization?", NeurIPS 2018.
 */
export const batchNormalization = defineLesson({
  name: 'batch-normalization',
  title: text('Batch normalisation', 'バッチ正規化'),
  question: text(
    'What is gained by giving every channel mean 0 and deviation 1 within each batch?',
    'バッチごとに各チャンネルの平均を 0、標準偏差を 1 に揃えると、何がよくなるのでしょうか。',
  ),
  answer: text(
    'Normalised, features neither fade nor grow with depth, whatever the weights before them, and so neither do gradients. Steps can be larger without harm, and how weights start matters less. Training is faster for it, and works over a wider range of learning rates.',
    '正規化すると、手前の重みがどうであっても、特徴の大きさは層を重ねるうちに縮んだり膨らんだりせず、勾配も同じように保たれます。そのため大きな歩幅で進んでも破綻しにくく、重みの初期値にも左右されにくくなります。学習は速くなり、うまくいく学習率の幅も広がります。',
  ),
  measure: async (laboratory) => {
    const kinds = Object.keys(names) as Kind[];
    const losses = new Map<string, readonly number[]>();
    for (const kind of kinds) {
      for (const rate of rates) losses.set(`${kind} ${rate}`, await observe(kind, rate, laboratory));
    }
    return [
      {
        kind: 'chart',
        title: text(`Loss at a learning rate of ${SHOWN}`, `学習率 ${SHOWN} での損失`),
        look: text(
          'The same six convolutions, the same start, the same steps: with normalisation in between, the loss is down at once.',
          '畳み込み 6 層も、初期値も、ステップ数も同じです。間に正規化を入れるだけで、損失がすぐに下がります。',
        ),
        x: {
          name: text('epoch', 'エポック'),
          format: 'count',
          values: Array.from({ length: EPOCHS }, (_, i) => i + 1),
        },
        y: { name: text('loss', '損失'), format: 'decimal' },
        lines: kinds.map((kind) => ({ name: names[kind], values: losses.get(`${kind} ${SHOWN}`)! })),
      },
      {
        kind: 'table',
        title: text('Loss in the last epoch, by learning rate', '学習率ごとの最後のエポックの損失'),
        look: text(
          'Without normalisation no rate gets far: small ones are slow, the large one breaks. With it, all of them learn. Guessing costs ln 4 = 1.386.',
          '正規化なしでは、どの学習率でもあまり進みません。小さければ遅く、大きければ破綻します。正規化があれば、どれでも学習できます。当てずっぽうの損失は ln 4 = 1.386 です。',
        ),
        columns: [
          { name: text('batch normalisation', 'バッチ正規化') },
          ...rates.map((rate) => ({ name: text(String(rate), String(rate)), format: 'decimal' as const })),
        ],
        rows: kinds.map((kind) => [
          names[kind],
          ...rates.map((rate) => losses.get(`${kind} ${rate}`)!.at(-1)!),
        ]),
      },
    ];
  },
});
