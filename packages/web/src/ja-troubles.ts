import type { TroubleSentences } from './trouble.js';

/** What can go wrong, in Japanese. */
export const jaTroubles: TroubleSentences = {
  'worker-lost': ({ reason }) =>
    `計算をするワーカーが終了しました（${reason}）。もう一度試すか、ページを読み込み直してください。`,
  'no-address': ({ written, example }) =>
    `「${written}」はファイルのアドレスではありません。${example} や https://example.com/${example} のように書いてください。`,
  'image-closed': ({ address }) =>
    `画像 ${address} を読めません。アドレスを確かめてください。ほかのサイトにある場合は、サーバーがこのページからの読み込み（CORS）を許可している必要があります。`,
  'image-refused': ({ address, status }) =>
    `画像 ${address} の代わりに ${status} が返されました。JPEG、PNG、WebP のファイルが必要です。アドレスを確かめてください。`,
  'download-broken': ({ address }) => `${address} の読み込み中に接続が切れました。もう一度試してください。`,
  'image-empty': ({ width, height }) =>
    `画像の大きさが ${width} × ${height} ピクセルです。読み込みが終わってから渡してください。`,
  'image-foreign': () =>
    '画像がほかのサイトにあるため、ピクセルを読めません。このページを許可しているサーバーから、crossorigin 属性を付けて読み込んでください。',
  'image-broken': () => 'この画像を読めません。壊れていない JPEG、PNG、WebP のファイルを選んでください。',
  'model-closed': ({ address }) =>
    `モデル ${address} を読めません。アドレスを確かめてください。ほかのサイトにある場合は、サーバーがこのページからの読み込み（CORS）を許可している必要があります。`,
  'model-refused': ({ address, status }) =>
    `モデル ${address} の代わりに ${status} が返されました。.safetensors ファイルが必要です。アドレスを確かめてください。`,
  'model-broken': ({ address }) =>
    `モデル ${address} は壊れているか、モデルのファイルではありません。.safetensors ファイルをもう一度保存してください。`,
  'tells-no-classes': ({ address, shape }) =>
    `モデル ${address} の出力の形は ${shape} で、クラスごとに 1 つの数ではありません。画像のクラスを見分けるモデルを指定してください。`,
  'model-memory': ({ address }) =>
    `モデル ${address} は、ページが使えるメモリーを超えます。小さいモデルを指定してください。`,
  'images-memory': ({ images }) =>
    `学習する画像 ${images} 枚は、ページが使えるメモリーに入りません。images 属性を小さくしてください。`,
  memory: ({ batch, most }) =>
    most > 0
      ? `画像 ${batch} 枚ずつでは、ページが使えるメモリーを超えます。${most} 枚までにするか、小さいモデルを選んでください。`
      : 'このモデルは、画像 1 枚ずつでもページが使えるメモリーを超えます。小さいモデルを選んでください。',
  'memory-refused': ({ bytes }) =>
    `計算に必要な ${Math.ceil(bytes / 1e6)} MB のメモリーをブラウザーから得られません。小さいモデルを選ぶか、ほかのタブを閉じてください。`,
  'no-simd': () =>
    'このブラウザーは、計算に必要な WebAssembly SIMD に対応していません。ブラウザーを更新してください。Chrome・Edge 91、Firefox 89、Safari 16.4 以降が対応しています。',
  'thread-died': () => '計算中のスレッドが止まりました。もう一度試すか、ページを読み込み直してください。',
};
