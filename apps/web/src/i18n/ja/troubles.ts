import type { TroubleSentences } from '../troubles.js';

/** ネットワークと画像の目的。 */
const tasks = {
  classification: '画像のクラスを見分ける',
  segmentation: '画素ごとのクラスを見分ける',
  detection: '物体を見つける',
};

/** 保存できないもの。 */
const roomless = {
  data: '画像は今回は使えますが、次回のために保存できません',
  run: '学習の記録を保存できません',
  photos: '写真を保存できません',
};

/** What can go wrong, in Japanese. */
export const troubles: TroubleSentences = {
  'file-missing': ({ file }) =>
    `${file} が見つかりません。データセットのすべてのファイルを、元の名前のまま選んでください。`,
  'file-damaged': ({ file }) =>
    `${file} は壊れているか、途中で切れているか、名前と中身が違います。もう一度ダウンロードし、変更せずに選んでください。`,
  'images-broken': ({ count, total, files }) =>
    `${total} 枚のうち ${count} 枚の画像を読めません（${files.slice(0, 3).join('、')} など）。取り替えるか取り除いてください。JPEG、PNG、WebP を読めます。`,
  'picture-broken': () =>
    'この画像を読めません。壊れていない JPEG、PNG、WebP のファイルを選んでください。ほかの形式の画像は、別のアプリでこれらの形式に保存し直せます。',
  'classes-few': ({ classes }) =>
    `画像のフォルダーが${classes === 1 ? ' 1 つしか' : ''}ありません。クラスごとに 1 つ、2 つ以上のフォルダーが必要です。それらを含むフォルダーを選んでください。`,
  'address-wrong': ({ address, file }) =>
    `「${address}」はアドレスではありません。${file} のあるフォルダーのアドレスを https:// から入力してください。`,
  'address-closed': ({ url }) =>
    `${url} を読めません。接続がないか、サーバーがほかのサイトのページからの読み込み（CORS）を許可していません。ファイルを自分でダウンロードし、ここで選んでください。`,
  'address-refused': ({ url, status }) =>
    `${url} はファイルではなく ${status} を返しました。アドレスを確かめるか、ファイルを自分でダウンロードし、ここで選んでください。`,
  'download-broken': ({ url }) =>
    `${url} の読み込み中に接続が切れました。もう一度読み込むか、ファイルを自分でダウンロードし、ここで選んでください。`,
  'data-absent': () =>
    'この学習に使った画像がこの端末にありません。先にそのファイルを選ぶか、別の画像を選んでください。',
  'no-room': ({ what }) =>
    `ブラウザーがこのページに使わせる保存領域がもうないため、${roomless[what]}。不要な記録を削除するか、空き容量を増やしてください。`,
  'storage-closed': () =>
    'ブラウザーがこの端末の保存領域を開けません。以前の記録と画像は読めず、新しいものはページを離れると失われます。このページのほかのタブを閉じてから読み込み直してください。それでも開けないときは、ブラウザーの設定でこのページにデータの保存を許可してください。',
  'layer-refuses': ({ layer, shape }) =>
    `${layer} は前の層の出力 ${shape} を受け取れません。この層か前の層の設定を変えるか、この層を削除してください。`,
  'no-classifier': ({ shape, classes }) =>
    `最後の層の出力の形が ${shape} です。クラスごとに 1 つ、${classes} 個の数が必要です。Flatten か GlobalAveragePooling2D の層を追加してください。`,
  'tells-no-classes': ({ shape }) =>
    `この記録のネットワークの出力の形は ${shape} で、クラスごとに 1 つの数でも、画素ごとクラスごとに 1 つの数でも、物体の枠でもないため、中を見られません。別の記録を選んでください。`,
  memory: ({ batch, most }) =>
    most > 0
      ? `バッチサイズ ${batch} では、ページが使えるメモリーを超えます。バッチサイズを ${most} 以下にするか、小さいネットワークを選んでください。`
      : 'このネットワークは、画像 1 枚ずつでもページが使えるメモリーを超えます。小さいネットワークを選んでください。',
  'memory-refused': ({ bytes }) =>
    `学習に必要な ${Math.ceil(bytes / 1e6)} MB のメモリーをブラウザーから得られません。バッチサイズを小さくするか、小さいネットワークを選ぶか、ほかのタブを閉じてください。`,
  'no-simd': () =>
    'このブラウザーは、計算に必要な WebAssembly SIMD に対応していません。ブラウザーを更新してください。Chrome・Edge 91、Firefox 89、Safari 16.4 以降が対応しています。',
  'thread-died': () =>
    '計算中のスレッドが止まりました。もう一度試してください。学習は最後のエポックから続けられます。',
  'not-finite': ({ epoch, rate }) =>
    `エポック ${epoch} で損失が数でなくなりました。重みが大きく動きすぎています。学習率を ${rate} より小さくしてください。${epoch > 1 ? '前のエポックの重みは残っています。' : ''}`,
  'training-busy': () => '学習中です。停止してから、次の学習を始めてください。',
  'no-weights': () =>
    'この記録には重みがありません。model.safetensors と一緒に開くか、別の記録を選んでください。',
  'classes-differ': ({ run, data }) =>
    `この記録のネットワークは ${run} クラスを見分けますが、画像は ${data} クラスです。学習に使った画像を選んでください。`,
  'classes-renamed': ({ run, data }) =>
    `画像のクラスが、この記録が学習したものと違います（記録の「${run}」が画像では「${data}」です）。学習に使った画像を選んでください。`,
  'task-differs': ({ run, data }) =>
    `この記録のネットワークは${tasks[run]}もので、画像は${tasks[data]}ためのものです。学習に使った画像を選んでください。`,
  'run-missing': ({ files }) =>
    `${files.join('、')} の中に学習の記録がありません。記録のフォルダーか、model.safetensors または history.json を選んでください。`,
  'zip-damaged': ({ file }) =>
    `${file} は壊れているか、zip ファイルではありません。記録をもう一度保存するか、フォルダーを選んでください。`,
  'json-damaged': ({ file }) => `${file} は壊れていて読めません。記録のフォルダーから選び直してください。`,
  'history-damaged': ({ file }) =>
    `${file} にエポックごとの数値がありません。学習が書き出した history.json を選んでください。`,
};
