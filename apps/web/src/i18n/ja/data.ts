import type { Messages } from '../messages.js';

/** Images to train on, in Japanese. */
export const data: Pick<Messages, 'data' | 'camera'> = {
  data: {
    heading: '画像',
    choose: 'データセット',
    tasks: {
      classification: '画像のクラスを見分ける',
      segmentation: '画素ごとのクラスを見分ける',
      detection: '物体を見つける',
    },
    names: {
      synthetic: '図形（内蔵）',
      'synthetic-masks': '図形とマスク（内蔵）',
      'synthetic-boxes': '図形と枠（内蔵）',
      mnist: 'MNIST（手書き数字）',
      'fashion-mnist': 'Fashion-MNIST（衣類）',
      cifar10: 'CIFAR-10（写真）',
      cifar100: 'CIFAR-100（写真）',
      images: '自分の画像',
      camera: 'カメラで撮る写真',
    },
    counts: (train, test) => `学習用 ${train} 枚 · テスト用 ${test} 枚`,
    about: (shape, classes) => `${shape}、${classes} クラス`,
    samples: (classes) => `画像の例: ${classes}`,
    loading: '読み込み中…',
    loaded: (share) => `読み込み中 ${share}`,
    drop: {
      mnist: 'MNIST の 4 つのファイル（train-images-idx3-ubyte.gz など）をここにドロップ',
      'fashion-mnist': 'Fashion-MNIST の 4 つのファイル（train-images-idx3-ubyte.gz など）をここにドロップ',
      cifar10: 'cifar-10-binary.tar.gz、またはその中の 6 つの .bin ファイルをここにドロップ',
      cifar100: 'cifar-100-binary.tar.gz、またはその中の train.bin と test.bin をここにドロップ',
      images: 'クラスごとの画像フォルダー（cats、dogs など）を含むフォルダーをここにドロップ',
    },
    pickFiles: 'ファイルを選ぶ',
    pickFolder: 'フォルダーを選ぶ',
    officialSite: '入手先',
    url: 'またはコピーのアドレス',
    urlHint: 'https://example.org/mnist/',
    fetch: '読み込む',
    size: '画像の大きさ',
    sizeOption: (size) => `${size} × ${size}`,
    replace: '別のファイルを選ぶ',
  },

  camera: {
    about:
      '「手」と「手なし」のように 2 つ以上のクラスに名前を付け、それぞれ何枚か撮りましょう。写真はこの端末に残ります。',
    on: 'カメラをオンにする',
    off: 'オフにする',
    view: 'カメラの映像',
    asking: 'カメラの使用を許可するか、ブラウザーが尋ねています。',
    refusals: {
      refused:
        'カメラを使えません。ブラウザーのアドレスバーでこのページに許可してから、もう一度オンにしてください。',
      missing: 'カメラが見つかりません。接続してもう一度オンにするか、画像ファイルを選んでください。',
      busy: 'カメラがほかで使われています。それを終了してから、もう一度オンにしてください。',
      insecure: 'カメラは https:// のページか、この端末上のページでしか使えません。そちらで開いてください。',
    },
    className: 'クラスの名前',
    classHint: '例: 猫',
    addClass: 'クラスを追加',
    removeClass: (name) => `${name} を削除`,
    confirmRemove: (name, count) => `${name} を ${count} 枚の写真ごと削除しますか？`,
    hold: '押している間、撮影',
    holdOf: (name) => `押している間、${name} を撮影`,
    count: (count) => `${count} 枚`,
    removePhoto: (number, name) => `${name} の ${number} 枚目を削除`,
    missing: '2 つ以上のクラスに、写真が 2 枚ずつ以上必要です。10 枚ずつ以上あると、よりよく学べます。',
    use: 'この写真を使う',
    more: '写真を追加で撮る',
  },
};
