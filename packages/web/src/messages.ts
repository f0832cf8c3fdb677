/** Every word of the elements, in one language. */
export interface Messages {
  readonly hint: string;
  readonly choose: string;
  readonly loading: string;
  readonly picture: string;
  readonly classes: string;
  readonly noModel: string;
  readonly noImage: string;
}

const en: Messages = {
  hint: 'Drop an image here, paste one, or',
  choose: 'Choose an image',
  loading: 'Loading the model…',
  picture: 'The image that was classified',
  classes: 'Classes and their probabilities',
  noModel: 'The element has no model; expected the address of a .safetensors file. Set its attribute src.',
  noImage: 'There was no image in what was given; expected a JPEG, PNG or WebP file. Choose another.',
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
};

/** The words for an element: by the nearest `lang`, its own or one around it; English unless that is Japanese. */
export function messagesFor(element: Element): Messages {
  return languageAround(element).toLowerCase().startsWith('ja') ? ja : en;
}

function languageAround(element: Element): string {
  const nearest = element.closest('[lang]');
  if (nearest) return nearest.getAttribute('lang')!;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageAround(root.host) : '';
}
