import type { Messages } from '../messages.js';

/** The view that explains networks, in Japanese. */
export const study: Pick<Messages, 'study'> = {
  study: {
    heading: '理解する',
    lede: 'ネットワークはなぜうまくいくのか。部品を動かして確かめ、数秒の実験では、その場でネットワークを学習させながら測ります。',
    lessons: 'レッスン',
    play: '動かしてみる',
    measure: '測ってみる',
    demonstrations: {
      convolution: '畳み込みを一歩ずつ',
      sharing: 'どこでも同じフィルター',
      window: 'パディングとストライド',
      shift: '最大値と平均値のプーリング',
      slopes: '活性化関数とその傾き',
      flow: '勾配消失をその場で見る',
    },
    run: '実験する',
    again: 'もう一度実験する',
    running: '測定中…',
    answer: 'わかること',
  },
};
