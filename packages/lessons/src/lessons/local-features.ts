import {
  conv2d,
  dense,
  filters,
  flatten,
  globalMaxPooling2d,
  l2,
  type Model,
  reshape,
  type Sequential,
  sequential,
} from '@cnn/layers';
import { Tensor } from '@cnn/tensor';
import { adam } from '@cnn/train';
import type { Gallery, Table } from '../exhibit.js';
import { drawGlyphs, GLYPH_IMAGE, glyphCount } from '../glyphs.js';
import { defineLesson, type Laboratory } from '../lesson.js';
import { picture, signedPicture } from '../pictures.js';
import { relativeChange } from '../relative-change.js';
import { text } from '../text.js';
import { lossByEpoch, withTrainer } from '../with-trainer.js';

const SIDE = 16;
const EPOCHS = 25;

/** To the right and down. */
type Move = readonly [right: number, down: number];

const moves: readonly Move[] = [
  [0, 0],
  [1, 0],
  [3, 0],
  [0, 4],
  [5, 4],
];

/** A bright square on black, `[1, 16, 16, 1]`. */
function square([right, down]: Move): Tensor<'f32'> {
  const data = new Float32Array(SIDE * SIDE);
  for (let y = 3; y < 8; y++) data.fill(1, (y + down) * SIDE + 3 + right, (y + down) * SIDE + 8 + right);
  return new Tensor('f32', [1, SIDE, SIDE, 1], data);
}

/** A filter that answers where it is brighter on the right than on the left. */
function edgeFilter(): Sequential {
  const network = sequential([
    conv2d({ filters: 1, kernelSize: 3, useBias: false, padding: 'same', inputShape: [SIDE, SIDE, 1] }),
  ]);
  network.setWeights([new Tensor('f32', [3, 3, 1, 1], Float32Array.of(-1, 0, 1, -1, 0, 1, -1, 0, 1))]);
  return network;
}

/** A dense layer of as many outputs, with weights at random. */
function denseLayer(seed: number): Sequential {
  const inputShape = [SIDE, SIDE, 1];
  return sequential(
    [flatten({ inputShape }), dense({ units: SIDE * SIDE }), reshape({ targetShape: inputShape })],
    { seed },
  );
}

/** A map moved like the image; zeros come in, which is what lies outside of the square. */
function moved({ data }: Tensor<'f32'>, [right, down]: Move): Tensor<'f32'> {
  const result = new Float32Array(data.length);
  for (let y = down; y < SIDE; y++) {
    for (let x = right; x < SIDE; x++) result[y * SIDE + x] = data[(y - down) * SIDE + x - right]!;
  }
  return new Tensor('f32', [1, SIDE, SIDE, 1], result);
}

/** What a network gives for the square at each place. */
function responses(network: Model, { session }: Laboratory): Promise<Tensor<'f32'>[]> {
  return Promise.all(moves.map((move) => network.predict(square(move), { session })));
}

async function equivariance(laboratory: Laboratory): Promise<[Gallery, Table]> {
  const edges = await responses(edgeFilter(), laboratory);
  const others = await responses(denseLayer(laboratory.seed), laboratory);
  const rows = moves.map((move, i) => {
    const { data } = edges[i]!;
    const best = data.indexOf(Math.max(...data));
    const change = (all: readonly Tensor<'f32'>[]): number => relativeChange(moved(all[0]!, move), all[i]!);
    return [...move, data[best]!, best % SIDE, Math.floor(best / SIDE), change(edges), change(others)];
  });
  const flat = (map: Tensor<'f32'>): Tensor<'f32'> => map.reshape([SIDE, SIDE]);
  const last = moves.length - 1;
  return [
    {
      kind: 'gallery',
      title: text('A filter that finds edges', 'エッジを見つけるフィルター'),
      look: text(
        'The filter answers brightly at the left edge of the square, darkly at the right one, and not at all elsewhere; wherever the square is.',
        'フィルターは正方形の左のエッジで明るく、右のエッジで暗く反応し、ほかの場所では反応しません。正方形がどこにあっても同じです。',
      ),
      pictures: [
        picture(text('square', '正方形'), flat(square(moves[0]!))),
        signedPicture(text('answer', '反応'), flat(edges[0]!)),
        picture(text('moved', '動かした正方形'), flat(square(moves[last]!))),
        signedPicture(text('answer', '反応'), flat(edges[last]!)),
      ],
    },
    {
      kind: 'table',
      title: text('Moving the image moves the answer', '画像が動けば反応も動く'),
      look: text(
        'The strongest answer stays as strong and moves along. The last two columns compare the answer to the moved image with the moved answer: for the filter they are the same; for a dense layer with weights at random they have nothing to do with each other.',
        '最も強い反応は、強さを変えずに画像と一緒に動きます。最後の 2 列は「動かした画像への反応」と「反応を動かしたもの」の差です。フィルターでは完全に一致しますが、重みがランダムな全結合層ではまったく別物になります。',
      ),
      columns: [
        { name: text('right', '右へ') },
        { name: text('down', '下へ') },
        { name: text('strongest answer', '最も強い反応'), format: 'decimal' },
        { name: text('its column', '反応の列') },
        { name: text('its row', '反応の行') },
        { name: text('difference, filter', '差（フィルター）'), format: 'percent' },
        { name: text('difference, dense', '差（全結合）'), format: 'percent' },
      ],
      rows,
    },
  ];
}

async function learnedFilters(laboratory: Laboratory): Promise<[Gallery, Table]> {
  const { seed } = laboratory;
  const features = conv2d({
    filters: 8,
    kernelSize: 5,
    activation: 'relu',
    // What no drawing needs fades, so that what it needs can be seen.
    kernelRegularizer: l2(0.003),
    inputShape: [GLYPH_IMAGE, GLYPH_IMAGE, 1],
  });
  const network = sequential(
    [features, globalMaxPooling2d(), dense({ units: glyphCount, activation: 'softmax' })],
    { seed },
  );
  const before = filters(features);
  const data = drawGlyphs({ count: 256, seed, shift: 'any', split: 'train' });
  const test = drawGlyphs({ count: 200, seed, shift: 'any', split: 'test' });
  const accuracies = await withTrainer(network, adam({ learningRate: 0.02 }), laboratory, async (trainer) => {
    const start = await trainer.evaluate(test);
    await lossByEpoch(trainer, data, EPOCHS, laboratory);
    return [start, await trainer.evaluate(test)].map(({ accuracy }) => accuracy!);
  });
  const after = filters(features);
  const pictures = (all: Tensor<'f32'>, en: string, ja: string) =>
    Array.from({ length: all.shape[0]! }, (_, i) =>
      picture(text(`${en} ${i + 1}`, `${ja} ${i + 1}`), all.rows(i, i + 1).reshape([5, 5])),
    );
  return [
    {
      kind: 'gallery',
      title: text('Filters that a network has learned', 'ネットワークが学習したフィルター'),
      look: text(
        'Nobody told the network what to look for. From noise, its filters have become bright strokes on dark: bars, crossing lines, pieces of the drawings that it tells apart.',
        '何を探すべきかは誰も教えていません。ランダムなノイズだったフィルターが、横縞や交わる線など、見分けるべき図形の一部に変わりました。',
      ),
      pictures: [...pictures(before, 'before', '学習前'), ...pictures(after, 'after', '学習後')],
    },
    {
      kind: 'table',
      title: text('What they are good for', 'その働き'),
      look: text(
        'Eight such filters, each applied everywhere, tell four drawings apart at any place.',
        'このフィルター 8 個をあらゆる場所に当てはめるだけで、4 種類の図形をどこにあっても見分けられます。',
      ),
      columns: [
        { name: text('accuracy on new images', '新しい画像での正解率') },
        { name: text('before', '学習前'), format: 'percent' },
        { name: text('after', '学習後'), format: 'percent' },
      ],
      rows: [[text('8 filters of 5×5', '5×5 のフィルター 8 個'), ...accuracies]],
    },
  ];
}

/** Fukushima, "Neocognitron", 1980; LeCun et al., "Gradient-based learning applied to document recognition", 1998. */
export const localFeatures = defineLesson({
  name: 'local-features',
  title: text('Local features', '局所的な特徴'),
  question: text(
    'What does a filter find, and does it matter where it is?',
    'フィルターは何を見つけるのでしょうか。場所によって違いはあるのでしょうか。',
  ),
  answer: text(
    'A filter answers to a small pattern, such as an edge, and does so at each place alike: move the image, and its answers move along. Where something is and what it is come apart, and what is learned from one place holds for all. Which patterns are worth finding is learned from the data.',
    'フィルターはエッジのような小さなパターンに反応し、その反応はどの場所でも同じです。画像を動かせば、反応も一緒に動きます。つまり「何があるか」と「どこにあるか」が分けて表され、ある場所で学んだことがほかのすべての場所でも役立ちます。どんなパターンを見つけるべきかは、データから学習されます。',
  ),
  measure: async (laboratory) => [...(await equivariance(laboratory)), ...(await learnedFilters(laboratory))],
});
