import type { Task } from '../../engine/protocol/task.js';
import type { Messages } from '../messages.js';

/** What networks are for. */
const abilities: Readonly<Record<Task, string>> = {
  classification: '画像のクラスを見分ける',
  segmentation: '画素ごとのクラスを見分ける',
  detection: '物体を見つける',
};

/** The network and its layers, in Japanese. */
export const model: Pick<Messages, 'model' | 'layerFields'> = {
  model: {
    takeBatch: (size) => `バッチサイズを ${size} にする`,
    heading: 'モデル',
    choose: 'ネットワーク',
    about: {
      'simple-cnn': 'Simple CNN（基準のネットワーク）',
      lenet5: 'LeNet-5（1998 年）',
      resnet20: 'ResNet-20',
      resnet32: 'ResNet-32',
      resnet44: 'ResNet-44',
      resnet56: 'ResNet-56',
      resnet110: 'ResNet-110',
      vgg16: 'VGG-16',
      alexnet: 'AlexNet（2012 年）',
      resnet18: 'ResNet-18',
      resnet34: 'ResNet-34',
      resnet50: 'ResNet-50',
      unet: 'U-Net（2015 年）',
      fcn8s: 'FCN-8s（2015 年）',
      fcn32s: 'FCN-32s（2015 年）',
      yolo: 'YOLO（1 つの格子）',
      ssd: 'SSD（大きさの違う格子）',
    },
    replaced: (before, task, now) =>
      `${before} は${abilities[task]}ことができないため、${now} に替えました。${before} 向けの画像を選ぶと、元のまま戻ります。`,
    edited: '編集済み',
    totals: 'モデルの大きさ',
    parameters: 'パラメーター',
    operations: '演算（画像 1 枚あたり）',
    memory: '学習に使うメモリー',
    layers: '層',
    input: '入力',
    output: 'クラスごとに 1 つ',
    branches: 'このネットワークは枝分かれするため、層をリストとして編集することはできません。',
    add: '層を追加',
    addKind: '追加する層の種類',
    moveUp: '上へ',
    moveDown: '下へ',
    remove: '削除',
    reset: '編集をすべて取り消す',
    options: (layer) => `${layer} の設定`,
    noOptions: 'この層には、ここで変えられる設定はありません。',
    building: '構築中…',
  },

  layerFields: {
    filters: 'フィルター数',
    kernel_size: 'カーネルの大きさ',
    strides: 'ストライド',
    padding: 'パディング',
    activation: '活性化関数',
    pool_size: 'プーリングの大きさ',
    rate: '割合',
    units: 'ユニット数',
    depth_multiplier: '深さの倍率',
    momentum: 'モメンタム',
  },
};
