import { text } from '@cnn/lessons';

/** What the demonstrations say; apart from the page's other sentences, because they are loaded when they are wanted. */
export const words = {
  convolution: {
    about: text(
      'A filter is a small grid of weights. At each place it multiplies the pixels below it by its weights and adds the products up: that sum is one pixel of the output. Change the weights, and see what the filter answers to.',
      'フィルターは重みを並べた小さなマス目です。それぞれの位置で、重なったピクセルに重みを掛け、その積を足し合わせます。その和が出力の 1 ピクセルになります。重みを変えて、フィルターが何に反応するか確かめてください。',
    ),
    picture: text('Picture', '画像'),
    pictures: {
      ring: text('Ring', '輪'),
      house: text('House', '家'),
      stripes: text('Stripes', 'しま模様'),
    },
    sample: (number: number) => text(`Image ${number} of the chosen data`, `選択中のデータの画像 ${number}`),
    filter: text('Filter', 'フィルター'),
    filters: {
      identity: text('Identity', '恒等'),
      vertical: text('Vertical edges', '縦のエッジ'),
      horizontal: text('Horizontal edges', '横のエッジ'),
      blur: text('Blur', 'ぼかし'),
      sharpen: text('Sharpen', 'シャープ'),
      emboss: text('Emboss', 'エンボス'),
    },
    own: text('Your own', '自分の重み'),
    size: text('Size', 'サイズ'),
    play: text('Play', '再生'),
    pause: text('Pause', '一時停止'),
    step: text('Step', '1 つ進む'),
    restart: text('Start over', '最初から'),
    finish: text('To the end', '最後まで'),
    input: text('Input', '入力'),
    output: text('Output', '出力'),
    move: text(
      'Point at the output, or use the arrow keys on it, to move the window.',
      '出力にポインターを合わせるか、出力の上で矢印キーを押すと、窓が動きます。',
    ),
    window: text('Pixels in the window', '窓の中のピクセル'),
    weights: text('Weights', '重み'),
    weight: (row: number, column: number) =>
      text(`Weight, row ${row}, column ${column}`, `重み、${row} 行 ${column} 列`),
    products: text('Products', '積'),
    sum: text('Sum', '和'),
    at: (row: number, column: number, sum: string) =>
      text(`Row ${row}, column ${column}: ${sum}`, `${row} 行 ${column} 列: ${sum}`),
    differences: text(
      'These weights add up to 0, so an even area gives 0, shown as mid grey; lighter is positive, darker negative.',
      '重みの合計が 0 なので、明るさが一様なところでは 0 になり、中間の灰色で表します。明るいほど正、暗いほど負です。',
    ),
    brightness: text(
      'Answers below 0 are shown as black, those above 1 as white.',
      '0 より小さい値は黒、1 より大きい値は白で表します。',
    ),
  },
  sharing: {
    about: text(
      'Both networks were made for this drawing in the middle of the image: a filter, which goes everywhere with the same few weights, and a unit of a dense layer, which has a weight of its own for each pixel. Move the drawing, and see who still knows it.',
      'どちらも画像の中央にあるこの図形に合わせて作りました。フィルターは同じ少数の重みでどこでも計算し、全結合層のユニットはピクセルごとに別の重みを持ちます。図形を動かして、どちらがまだ見分けられるか確かめてください。',
    ),
    drawing: text('Drawing', '図形'),
    glyphs: {
      plus: text('Plus', 'プラス'),
      square: text('Square', '四角'),
      cross: text('Cross', 'バツ'),
      bars: text('Bars', '横線'),
    },
    side: text('Image size', '画像の大きさ'),
    board: text('Place of the drawing', '図形の位置'),
    move: text(
      'Point at the picture, or use the arrow keys on it, to move the drawing.',
      '画像にポインターを合わせるか、画像の上で矢印キーを押すと、図形が動きます。',
    ),
    convolution: text('Convolution: answers', '畳み込み: 反応'),
    answers: text('What the filter answers at each place', 'それぞれの位置でのフィルターの反応'),
    strongest: text('strongest answer, where the drawing is', '最も強い反応（図形の位置）'),
    dense: text('Dense unit: weights', '全結合のユニット: 重み'),
    unitWeights: text('The weights of the unit, one for each pixel', 'ユニットの重み（ピクセルごとに 1 つ）'),
    answer: text('its answer to the whole image', '画像全体に対する反応'),
    weights: (count: string) => text(`${count} weights`, `重み ${count} 個`),
    said: (row: number, column: number, filter: string, unit: string) =>
      text(
        `Row ${row}, column ${column}: the filter answers ${filter}, the dense unit ${unit}`,
        `${row} 行 ${column} 列: フィルターの反応は ${filter}、全結合のユニットの反応は ${unit}`,
      ),
    look: text(
      'The filter finds the drawing wherever it is, and its answer moves along: what it learned in one place it knows in all. The dense unit knows one place only, and needs more weights the larger the image is.',
      'フィルターは図形がどこにあっても見つけ、反応の位置も一緒に動きます。一か所で学んだことがすべての場所で通用するのです。全結合のユニットが知っているのは一か所だけで、しかも画像が大きいほど多くの重みが必要です。',
    ),
  },
  padding: {
    about: text(
      'How large the output is follows from the input, the filter, the stride, the dilation and the padding. “Same” puts zeros around the input, “valid” none.',
      '出力の大きさは、入力、フィルター、ストライド、ダイレーション、パディングで決まります。same は入力の周りに 0 を補い、valid は補いません。',
    ),
    size: text('Input size', '入力のサイズ'),
    kernel: text('Filter size', 'フィルターのサイズ'),
    stride: text('Stride', 'ストライド'),
    dilation: text('Dilation', 'ダイレーション'),
    padding: text('Padding', 'パディング'),
    input: (size: number) => text(`Input, ${size} × ${size}`, `入力 ${size} × ${size}`),
    output: (size: number) => text(`Output, ${size} × ${size}`, `出力 ${size} × ${size}`),
    move: text(
      'Point at an output, or use the arrow keys, to see which pixels it is made of.',
      '出力のマスにポインターを合わせるか、矢印キーを押すと、どのピクセルから計算されるかがわかります。',
    ),
    extent: text('The filter spans', 'フィルターの広がり'),
    along: text('Output along each side', '出力の一辺'),
    added: text('Zeros before and after', '前後に補う 0 の数'),
    unseen: (count: number) =>
      text(
        count === 1
          ? 'One row and one column of the input are seen by no window.'
          : `${count} rows and ${count} columns of the input are seen by no window.`,
        `入力のうち ${count} 行と ${count} 列は、どの窓からも見られません。`,
      ),
    allSeen: text(
      'Every pixel of the input is seen by some window.',
      '入力のどのピクセルも、いずれかの窓から見られています。',
    ),
    unfit: (extent: number, size: number) =>
      text(
        `The filter spans ${extent} pixels, which do not fit into ${size} without padding. Make it smaller, or choose “same”.`,
        `フィルターの広がりは ${extent} ピクセルで、パディングなしでは ${size} ピクセルに収まりません。小さくするか、same を選んでください。`,
      ),
    outputAt: (row: number, column: number, rows: string, columns: string) =>
      text(
        `Output row ${row}, column ${column}: input rows ${rows}, columns ${columns}`,
        `出力の ${row} 行 ${column} 列: 入力の ${rows} 行、${columns} 列`,
      ),
  },
  pooling: {
    about: text(
      'Move the picture to the right, and see how much of each output changes, without pooling and with two kinds of it.',
      '画像を右へずらして、プーリングなしと 2 種類のプーリングで、出力がどれだけ変わるかを比べてください。',
    ),
    shift: text('Shift in pixels', 'ずれ（ピクセル）'),
    size: text('Pooling window', 'プーリングの窓'),
    kinds: {
      none: text('No pooling', 'プーリングなし'),
      max: text('Maximum', '最大値'),
      average: text('Average', '平均値'),
    },
    changed: text('changed', '変化'),
    look: text(
      'The change is the distance between the outputs before and after the shift, as a share of the size of the former. The maximum says that something bright is in a window, the average how bright the window is as a whole. Neither undoes a shift that leads into other windows.',
      '変化は、ずらす前と後の出力の距離を、ずらす前の出力の大きさに対する割合で表したものです。最大値は窓の中に明るいものがあること、平均値は窓全体の明るさを表します。どちらも、別の窓に移るほどのずれは打ち消せません。',
    ),
  },
  slopes: {
    about: text(
      'On its way back, a gradient is multiplied in each layer by the slope of the activation. Move x, and see what many layers make of that slope.',
      '逆伝播では、層を一つさかのぼるたびに勾配へ活性化関数の傾きが掛かります。x を動かして、層を重ねると傾きがどうなるかを見てください。',
    ),
    names: { relu: text('ReLU', 'ReLU'), sigmoid: text('Sigmoid', 'シグモイド'), tanh: text('tanh', 'tanh') },
    layers: text('Layers', '層の数'),
    function: text('Function', '関数'),
    value: text('Value', '値'),
    slope: text('Slope', '傾き'),
    through: (layers: number) =>
      text(
        layers === 1 ? 'Left after 1 layer' : `Left after ${layers} layers`,
        `${layers} 層を通った後に残る割合`,
      ),
    values: text('Values', '値'),
    slopes: text('Slopes', '傾き'),
    look: text(
      'The sigmoid is never steeper than 0.25. Both sigmoid and tanh flatten out on either side; ReLU keeps slope 1 wherever x is positive, and passes nothing on where it is not.',
      'シグモイドの傾きは最大でも 0.25 です。シグモイドと tanh は両側で平らになります。ReLU の傾きは、x が正ならつねに 1、そうでなければ 0 で、勾配を通しません。',
    ),
  },
  flow: {
    about: text(
      'Three deep networks learn the same images, here and now. The bars show how much gradient reaches the weights of each convolution, the first one on the left, on a scale of powers of ten.',
      '三つの深いネットワークが、この場で同じ画像を学習します。棒は、それぞれの畳み込み層の重みに届く勾配の大きさを、入力側の層を左にして対数目盛で示します。',
    ),
    depth: text('Convolutions', '畳み込み層の数'),
    start: text('Start', '開始'),
    stop: text('Stop', '停止'),
    kinds: {
      sigmoid: text('Sigmoid', 'シグモイド'),
      relu: text('ReLU', 'ReLU'),
      residual: text('ReLU with residual connections', 'ReLU と残差接続'),
    },
    state: (step: number, loss: string) =>
      text(`step ${step} · loss ${loss}`, `ステップ ${step} · 損失 ${loss}`),
    first: text('first', '最初の層'),
    last: text('last', '最後の層'),
    bars: (name: string, first: string, last: string) =>
      text(
        `Gradients of ${name}: ${first} in the first layer, ${last} in the last`,
        `${name} の勾配: 最初の層で ${first}、最後の層で ${last}`,
      ),
    look: text(
      'From the lower edge to the upper one it is fourteen powers of ten, two from line to line. Guessing among four drawings costs ln 4 = 1.386: a network whose first layers get no gradient stays there.',
      '下端から上端までは 14 桁で、線と線の間は 2 桁です。4 種類の図形を当てずっぽうで答えたときの損失は ln 4 = 1.386 で、最初の層に勾配が届かないネットワークはそこから動きません。',
    ),
  },
} as const;
