import { conv2d, dense, flatten, type Sequential, sequential } from '@cnn/layers';
import { sgd } from '@cnn/train';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';
import { defineLesson } from '../lesson.js';
import { text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const EPOCHS = 12;
const rates = [0.001, 0.01, 0.1, 1];

function network(seed: number): Sequential {
  return sequential(
    [
      conv2d({
        filters: 8,
        kernelSize: 3,
        strides: 2,
        activation: 'relu',
        inputShape: [GLYPH_IMAGE, GLYPH_IMAGE, 1],
      }),
      flatten(),
      dense({ units: 32, activation: 'relu' }),
      dense({ units: glyphCount, activation: 'softmax' }),
    ],
    { seed },
  );
}

/** Bottou, Curtis and Nocedal, "Optimization methods for large-scale machine learning", SIAM Review 2018. */
export const learningRate = defineLesson({
  name: 'learning-rate',
  title: text('The learning rate', '学習率'),
  question: text(
    'How far should a step go along the gradient?',
    '勾配に沿って、1 ステップでどれだけ進めばよいのでしょうか。',
  ),
  answer: text(
    'A gradient says which way the loss falls at this very place, not how far. Short steps are safe and slow. Long ones leave the region for which the gradient holds: the loss jumps, and ReLUs that end up on the wrong side stay silent for good. The best rate lies not far below the one that breaks, which is why schedules begin high, or warm up to it, and go down.',
    '勾配が教えてくれるのは、いまいる場所で損失が下がる向きだけで、どこまで下がり続けるかは分かりません。小さな歩幅は安全ですが、時間がかかります。歩幅が大きすぎると、その勾配が通用する範囲を飛び出してしまい、損失が跳ね上がります。負の側に追いやられた ReLU は、そのまま反応しなくなることもあります。最もよい学習率は、破綻する値の少し手前にあります。学習率を大きな値から（あるいは徐々に上げてから）下げていくのは、このためです。',
  ),
  measure: async (laboratory) => {
    const { seed } = laboratory;
    const data = drawGlyphs({ count: 256, seed, shift: 0, split: 'train' });
    const courses = [];
    for (const learningRate of rates) {
      const course = await withTrainer(network(seed), sgd({ learningRate }), laboratory, async (trainer) => {
        const losses = await lossByEpoch(trainer, data, EPOCHS, laboratory);
        const { loss, accuracy } = await trainer.evaluate(data);
        return {
          rate: text(String(learningRate), String(learningRate)),
          losses,
          loss: loss!,
          accuracy: accuracy!,
        };
      });
      courses.push(course);
    }
    return [
      {
        kind: 'chart',
        title: text('Loss under four rates', '4 種類の学習率での損失'),
        look: text(
          'From rate to rate ten times as much. Two crawl, one arrives, and the largest is thrown about and does not. Guessing costs ln 4 = 1.386.',
          '学習率を 10 倍ずつ変えています。二つはなかなか進まず、一つはうまく下がります。最も大きいものは跳ね回るばかりで、下がりきりません。当てずっぽうの損失は ln 4 = 1.386 です。',
        ),
        x: {
          name: text('epoch', 'エポック'),
          format: 'count',
          values: Array.from({ length: EPOCHS }, (_, i) => i + 1),
        },
        y: { name: text('loss', '損失'), format: 'decimal' },
        lines: courses.map(({ rate, losses }) => ({ name: rate, values: losses })),
      },
      {
        kind: 'table',
        title: text('Where they end', '学習後の結果'),
        look: text(
          'After the last epoch, on the images that were trained on.',
          '最後のエポックの後、学習に使った画像での値です。',
        ),
        columns: [
          { name: text('learning rate', '学習率') },
          { name: text('loss', '損失'), format: 'decimal' },
          { name: text('accuracy', '正解率'), format: 'percent' },
        ],
        rows: courses.map(({ rate, loss, accuracy }) => [rate, loss, accuracy]),
      },
    ];
  },
});
