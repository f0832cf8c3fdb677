import type { Messages } from '../messages.js';

/** What is around the views, and the head of the first, in Japanese. */
export const shell: Pick<
  Messages,
  'skip' | 'language' | 'theme' | 'views' | 'engine' | 'otherTrouble' | 'train'
> = {
  skip: '本文へ移動',

  language: '言語',

  theme: { label: '表示', system: 'システムに合わせる', light: 'ライト', dark: 'ダーク' },

  views: { label: '画面', train: '学習', look: '中を見る', understand: '理解する' },

  engine: {
    starting: '起動中…',
    ready: (threads) => `${threads} スレッド`,
    variant: (variant) => (variant === 'relaxed' ? 'Relaxed SIMD' : 'SIMD'),
    notIsolated:
      'このページはクロスオリジン分離されていないため、1 スレッドで計算します。Cross-Origin-Opener-Policy: same-origin と Cross-Origin-Embedder-Policy: require-corp のヘッダーを付けて配信すると、すべてのプロセッサーを使います。',
    lost: (reason) =>
      `計算用ワーカーが終了しました（${reason}）。保存済みのものは失われていません。学習の記録は最後のエポックの時点まで残っています。`,
    silent: '計算用ワーカーがしばらく応答していません。長いステップを計算中かもしれません。',
    restart: 'ワーカーを再起動',
  },

  otherTrouble: (message) => `うまくいきませんでした。理由（英語）: ${message}`,

  train: {
    heading: 'ネットワークを学習させる',
    lede: '画像とモデルを選び、学習の様子を見てみましょう。計算はすべてこの端末で行われ、何も送信されません。',
  },
};
