import { jaTroubles } from './ja-troubles.js';
import type { TroubleSentences } from './trouble.js';

/** Every word of the elements, in one language. */
export interface Messages {
  readonly hint: string;
  readonly choose: string;
  readonly loading: string;
  readonly picture: string;
  readonly classes: string;
  readonly noModel: string;
  readonly noImage: string;
  readonly train: string;
  readonly pause: string;
  readonly resume: string;
  readonly stop: string;
  readonly epochs: string;
  readonly learningRate: string;
  readonly samples: string;
  readonly loss: string;
  readonly accuracy: string;
  readonly testImages: string;
  readonly speed: string;
  readonly oneThread: string;
  readonly right: string;
  readonly wrong: string;
  readonly removed: string;
  readonly notInPage: string;
  unknownData(data: string, known: readonly string[]): string;
  unknownModel(model: string, known: readonly string[]): string;
  /** Of a number of things that should be whole and at least 1. */
  notWhole(attribute: string, given: number): string;
  notRate(given: number): string;
  /** For errors of the engine; those without a sentence speak for themselves. */
  readonly troubles: Partial<TroubleSentences>;
}

const en: Messages = {
  hint: 'Drop an image here, paste one, or',
  choose: 'Choose an image',
  loading: 'Loading the model…',
  picture: 'The image that was classified',
  classes: 'Classes and their probabilities',
  noModel: 'The element has no model; expected the address of a .safetensors file. Set its attribute src.',
  noImage: 'There was no image in what was given; expected a JPEG, PNG or WebP file. Choose another.',
  train: 'Train',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  epochs: 'Epochs',
  learningRate: 'Learning rate',
  samples: 'Images to learn from',
  loss: 'Loss',
  accuracy: 'Accuracy',
  testImages: 'Images it has not seen, and what it takes them for',
  speed: 'images/s',
  oneThread: 'One thread: the page is not cross-origin isolated.',
  right: 'right',
  wrong: 'wrong',
  removed: 'Training has ended, because the element was removed or changed. Train again.',
  notInPage: 'The element is not in the page; expected one that is. Put it there, for example by append.',
  unknownData: (data, known) =>
    `data is “${data}”; expected ${known.join(' or ')}. Change the attribute data.`,
  unknownModel: (model, known) =>
    `model is “${model}”; expected ${known.join(' or ')}. Change the attribute model.`,
  notWhole: (attribute, given) =>
    `${attribute} is ${orWords(given, 'not a number')}; expected a whole number, 1 or more. Enter another number.`,
  notRate: (given) =>
    `The learning rate is ${orWords(given, 'not a number')}; expected a number that is not negative. Enter another, such as 0.001.`,
  // They are thrown in English; this one speaks to programmers.
  troubles: {
    'thread-died': () => 'A thread stopped while it computed. Try again, or load the page again.',
  },
};

const ja: Messages = {
  hint: '画像をここにドロップするか、貼り付けてください。または',
  choose: '画像を選ぶ',
  loading: 'モデルを読み込み中…',
  picture: '分類された画像',
  classes: 'クラスと確率',
  noModel:
    'モデルが指定されていません。.safetensors ファイルのアドレスが必要です。src 属性を設定してください。',
  noImage: '画像が見つかりませんでした。JPEG、PNG、WebP のファイルが必要です。別のファイルを選んでください。',
  train: '学習する',
  pause: '一時停止',
  resume: '再開',
  stop: '停止',
  epochs: 'エポック数',
  learningRate: '学習率',
  samples: '学習する画像',
  loss: '損失',
  accuracy: '正解率',
  testImages: '初めて見る画像と、その予測',
  speed: '枚/秒',
  oneThread: 'スレッドは 1 つです。ページがクロスオリジン分離されていません。',
  right: '正解',
  wrong: '不正解',
  removed: '要素が取り除かれたか変更されたため、学習を終了しました。もう一度学習してください。',
  notInPage: '要素がページにありません。append などでページに入れてから使ってください。',
  unknownData: (data, known) =>
    `data 属性が「${data}」になっています。使えるのは ${known.join('、')} です。属性を変えてください。`,
  unknownModel: (model, known) =>
    `model 属性が「${model}」になっています。使えるのは ${known.join('、')} です。属性を変えてください。`,
  notWhole: (attribute, given) =>
    `${attribute} が ${orWords(given, '数字以外')} になっています。1 以上の整数を入力してください。`,
  notRate: (given) =>
    `学習率が ${orWords(given, '数字以外')} になっています。0 以上の数（0.001 など）を入力してください。`,
  troubles: jaTroubles,
};

/** The words for an element: by the nearest `lang`, its own or one around it; English unless that is Japanese. */
export function messagesFor(element: HTMLElement): Messages {
  // The property is there before the attribute is, which follows when the element is drawn.
  const language = element.lang || languageAround(element);
  return language.toLowerCase().startsWith('ja') ? ja : en;
}

/** A number, or words for what is none, such as an empty field. */
function orWords(number: number, words: string): number | string {
  return Number.isNaN(number) ? words : number;
}

function languageAround(element: Element): string {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang')!;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageAround(root.host) : '';
}
