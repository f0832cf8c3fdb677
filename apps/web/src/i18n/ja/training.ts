import type { Messages } from '../messages.js';

/** A run under way, its curves, and runs that were kept, in Japanese. */
export const training: Pick<Messages, 'run' | 'curves' | 'gradients' | 'runs'> = {
  run: {
    heading: '今回の学習',
    train: '学習を始める',
    pause: '一時停止',
    resume: '再開',
    stop: '停止',
    preparing: '準備中…',
    phases: {
      preparing: '準備中',
      training: '学習中',
      validating: '検証中',
      testing: 'テスト中',
      paused: '一時停止中',
    },
    position: (epoch, epochs) => `エポック ${epoch} / ${epochs}`,
    validation: { accuracy: '検証の正解率', meanIoU: '検証の平均 IoU', meanAveragePrecision: '検証の mAP' },
    loss: '損失',
    speed: '画像 / 秒',
    left: '残り時間',
    progress: '学習の進み具合',
    rate: '学習率',
    newRate: '新しい学習率',
    newRateHint: '新しい値',
    setRate: '変更',
    fewSteps: (steps) =>
      `これでは ${steps} ステップだけで、あまり学べません。画像が少ないときは、エポック数を増やすか、バッチサイズを小さくしてください。`,
    look: '中を見る',
    done: {
      accuracy: (share) => `完了: テスト画像の ${share} に正解しました。`,
      meanIoU: (share) => `完了: テスト画像での平均 IoU は ${share} です。`,
      meanAveragePrecision: (share) => `完了: テスト画像での平均適合率（mAP）は ${share} です。`,
    },
  },

  curves: {
    heading: '学習曲線',
    loss: '損失',
    accuracy: '正解率',
    meanIoU: '平均 IoU',
    meanAveragePrecision: 'mAP',
    epoch: 'エポック',
    empty: {
      loss: 'ネットワークの誤りの大きさが、ここに刻々と描かれます。',
      accuracy: 'こちらには、正しく見分けた画像の割合が描かれます。',
      meanIoU: 'こちらには、見分けた領域が正しい領域とどれだけ重なるか（IoU の全クラス平均）が描かれます。',
      meanAveragePrecision:
        'こちらには、物体をどれだけ見つけ、間違いがどれだけ少ないか（全クラスの平均適合率）が描かれます。',
    },
    training: '学習',
    validation: '検証',
    describe: (title, runs) => `エポックごとの${title}。${runs}`,
    describeRun: (name, epochs, value) => `${name}: ${epochs} エポック後に ${value}。`,
    table: '数値を表で見る',
  },

  gradients: {
    heading: '層ごとの勾配',
    empty: '学習中に、各層がどれだけ強く変化を促されているかを表示します。',
    measuring: '計測中…',
    roomless: 'メモリが足りないため、このネットワークの勾配は学習中に計測できません。',
    now: (epochs) => `${epochs} エポック後`,
    before: (epochs) => `最初の計測（${epochs} エポック後）`,
    describe: (layers) => `層ごとの勾配の大きさ（画像側から）: ${layers}`,
    about:
      '棒は各層の重みの勾配の大きさで、左が画像側、右が答え側です。目盛り線が 1 つ上がると 10 倍です。高さがそろっていれば、すべての層が学習しています。左ほど低ければ、勾配が伝わるうちに消えており、最初の層がほとんど学習していません。バッチ正規化や残差接続が有効です。どんどん高くなるなら勾配爆発で、学習率を下げると収まります。画像に合ってくると全体が低くなります。数秒おきに、いつも同じ学習画像で計測します。',
  },

  runs: {
    heading: '学習の記録',
    empty: 'まだありません。学習の結果はこの端末に保存されます。',
    open: '記録を開く',
    openFolder: '記録のフォルダーを開く',
    openHint:
      'コマンドラインが作ったフォルダー、ここで保存した zip、または model.safetensors と history.json',
    show: (name) => `${name} をグラフに表示`,
    name: (model, data) => `${model} / ${data}`,
    epochs: (count) => `${count} エポック`,
    test: 'テスト',
    validation: '検証',
    states: { training: '学習中', finished: '完了', stopped: '中断', opened: '読み込み' },
    continue: '続ける',
    continueTitle: (name, epochs) =>
      `${name} を、わかる限りその記録の設定で、エポック ${epochs} までさらに学習`,
    save: '保存',
    saveWhole: 'すべてを zip で',
    saveTitle: (name) => `${name} のファイル`,
    remove: '削除',
    removeTitle: (name) => `${name} を削除`,
    confirmRemove: (name) => `${name} を重みごと削除しますか？ 元には戻せません。`,
    actions: (name) => `${name} の操作`,
  },
};
