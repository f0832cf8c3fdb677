import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cifarBatch, writeCifar } from '../../test/fixtures.js';
import { Workplace } from '../../test/run-cli.js';

/** Whatever cannot be done is refused in one sentence, with exit code 2, and leaves everything as it was. */

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
  await writeCifar(place.path('whole'));
  await writeCifar(place.path('truncated'), { 'data_batch_3.bin': cifarBatch(20).subarray(0, 50_000) });
  await writeCifar(place.path('mislabelled'), {
    'test_batch.bin': cifarBatch(20, (n) => (n === 4 ? 11 : 0)),
  });
  await writeFile(place.path('note.txt'), 'kept');
  await writeFile(place.path('misspelt.yaml'), 'batch-sise: 3');
  await writeFile(place.path('wrong.json'), '{ "epochs": "3" }');
  await writeFile(place.path('typo.yaml'), 'model: resnet51');
  await writeFile(place.path('twice.yaml'), 'epochs: 1\nepochs: 2');
  await mkdir(place.path('full'));
  await writeFile(place.path('full/model.safetensors'), 'kept');
  await place.run(['train', '--data', 'synthetic', '--limit', '20', '--epochs', '1', '--out', 'trained']);
  await writeFile(
    place.path('damaged.safetensors'),
    (await readFile(place.path('trained/model.safetensors'))).subarray(0, 5000),
  );
});
afterAll(() => place.close());

const cases: readonly (readonly [args: string, sentence: RegExp])[] = [
  ['train --data cifar10 --data-dir missing', /folder .*missing .*does not exist/],
  ['train --data cifar10 --data-dir truncated', /data_batch_3\.bin in .*truncated has 50000 bytes/],
  [
    'train --data cifar10 --data-dir mislabelled',
    /test_batch\.bin .* has the label 11 in record 4; expected 0 to 9/,
  ],
  ['train --data mnist --data-dir whole', /There is no train-images-idx3-ubyte.* files of MNIST from/],
  [
    'train --data-dir full',
    /--data-dir was given without --data, which means cifar10\. For images of your own add --data folder, .*There is no data_batch_1\.bin/,
  ],
  [
    'train --model unet --data synthetic-masks --image-size 33 --limit 16',
    /unet cannot be built for images of 33 × 33 pixels; choose another --image-size or --model\. .*divisible by 16/,
  ],
  ['train --data cifar10', /could not be reached .*--data-dir.*--data synthetic/],
  ['train --data synthetic --data-dir whole', /--data-dir was given with synthetic/],
  [
    'train --data mnist --skip-broken',
    /--skip-broken is for --data folder, .*; of mnist no file can be left/,
  ],
  ['train --skip-broken', /of cifar10 no file can be left out, so leave out the option/],
  ['evaluate --weights trained --skip-broken', /--skip-broken is for .*; of synthetic no file can be/],
  ['train --model resnet51', /--model got 'resnet51'; expected simple-cnn/],
  ['train --model simple-cn', /did you mean simple-cnn\?/],
  ['train --data cifra10', /--data got 'cifra10'; .*did you mean cifar10\?/],
  ['train --optimizer adm', /--optimizer got 'adm'; expected adam, .*; did you mean adam\?/],
  ['train --augment flip,mosaic', /flip,mosaic was given with simple-cnn; mosaic puts parts of four images/],
  [
    'train --augment flip,mosaic:2',
    /got 'flip,mosaic:2'; .* The probability of mosaic is 2; it must be a number from 0 to 1/,
  ],
  ['train --data full', /for the images in the folder full give --data folder, .* and --data-dir full\./],
  ['train --variant turbo', /--variant got 'turbo'; expected simd or relaxed/],
  ['train --epoch 3', /no option --epoch, did you mean --epochs\?/],
  ['train --lr 0.1', /no option --lr, did you mean --learning-rate\?/],
  ['train --epochs', /--epochs .* without a value/],
  ['train --epochs 0', /--epochs got '0'; expected a whole number, 1 or larger/],
  ['train --epochs 2.5', /--epochs got '2\.5'; expected a whole number/],
  ['train --batch-size -1', /--batch-size got '-1'; expected a whole number, 1 or larger/],
  [
    'train --validation-split 1',
    /--validation-split got '1'; expected a number from 0 up to, but not including, 1/,
  ],
  ['train --learning-rate fast', /--learning-rate got 'fast'; expected a number above 0/],
  [
    'train --augment flip,zoomm',
    /--augment got 'flip,zoomm'; expected one or more of flip, crop\[:pixels\].* with commas .*; did you mean zoom\?$/m,
  ],
  ['train --augment flip:2', /--augment got 'flip:2'; .*, for example --augment flip,crop:4\.$/m],
  ['train --augment crop:0', /--augment got 'crop:0'/],
  ['train --threads 0', /--threads got '0'/],
  ['train --data synthetic --limit 20 --threads 1000', /1000 threads .*from 1 to \d+/],
  ['train --data synthetic --limit 1', /--validation-split 0\.2 leaves 0 of 1 image to train on/],
  ['train --data synthetic --limit 20 --out full', /--out got full, which exists and is not empty/],
  ['train --data synthetic --limit 20 --out note.txt', /--out got note\.txt, which is a file/],
  ['train --data synthetic --limit 20 --out note.txt/run', /note\.txt\/run cannot be made/],
  ['train --data synthetic --limit 20 --momentum 0.9', /--momentum got 0.9 for adam, .*--optimizer sgd/],
  ['train --optimizer lion --momentum 0.9', /--momentum got 0.9 for lion/],
  ['train --nesterov', /--nesterov was given with adam, .*--optimizer sgd/],
  ['train --optimizer sgd --nesterov', /--nesterov was given without a momentum, .*--momentum 0\.9/],
  ['train --weight-decay 0', /--weight-decay got '0'; expected a number above 0, .*--weight-decay 0\.0001/],
  ['train --clip-norm 1 --clip-value 1', /--clip-norm was given together with --clip-value; .* keep one/],
  ['train --schedule piecewise', /--schedule piecewise needs .*--milestones 80,120/],
  ['train --milestones 3', /--milestones was given with the schedule constant, .*--schedule piecewise/],
  [
    'train --schedule piecewise --milestones 3,2',
    /--milestones got '3,2'; expected whole numbers, .* rising/,
  ],
  [
    'train --schedule piecewise --milestones 5 --warmup 5',
    /--milestones begins with epoch 5, .*Choose a later/,
  ],
  [
    'train --reduce-lr-on-plateau --schedule cosine',
    /--reduce-lr-on-plateau was given with the schedule cosine/,
  ],
  ['train --reduce-lr-on-plateau 0', /--reduce-lr-on-plateau got '0'; expected a whole number, 1 or larger/],
  ['train --early-stopping', /--early-stopping .* without a value/],
  ['train --accumulate 0', /--accumulate got '0'/],
  ['train --ema 1', /--ema got '1'; expected a number from 0 up to, but not including, 1/],
  ['train --log csv,tensorbord', /--log got 'csv,tensorbord'; .* between them; did you mean tensorboard\?/],
  ['train --log csv,xml', /--log got 'csv,xml'; .* for example --log csv,ndjson,tensorboard\./],
  ['train --log csv,tsv', /--log got 'csv,tsv'; expected one or more of csv, ndjson, tensorboard/],
  ['train --schedule cosin', /--schedule got 'cosin'; expected constant.* did you mean cosine\?/],
  ['train --config missing.yaml', /missing\.yaml cannot be read: no such file or directory \(ENOENT\)/],
  [
    'train --config full',
    /full cannot be read: it is a folder \(EISDIR\); expected a file of options .*such as config\.json of a run/,
  ],
  [
    'train --config misspelt.yaml',
    /no option 'batch-sise', which misspelt\.yaml sets; did you mean batchSize\?/,
  ],
  [
    'train --config wrong.json',
    /epochs in wrong\.json got "3"; expected a whole number, 1 or larger, for example epochs: 10\./,
  ],
  [
    'train --config typo.yaml',
    /model in typo\.yaml got "resnet51"; expected simple-cnn.*did you mean resnet5/,
  ],
  ['train --config twice.yaml', /twice\.yaml is neither YAML nor JSON \(Map keys must be unique at line 2/],
  ['train --config note.txt', /note\.txt holds no options by name/],
  [
    'train --model vgg16 --data synthetic --limit 5000 --batch-size 4000',
    /Batches of 4000 samples need \d\.\d\d GiB of memory; WebAssembly has 4\.00 GiB .* batch size of 2\d{3} or less/,
  ],
  ['train everything', /'everything' is one argument too many: train takes options, which/],
  [
    'summary resnet20',
    /'resnet20' is one argument too many: summary .*; did you mean --model resnet20\?; see/,
  ],
  ['train mnist', /'mnist' is one argument too many: train .*; did you mean --data mnist\?; see/],
  [
    'evaluate trained',
    /--weights <run\|file> is missing, but evaluate needs it; did you mean --weights trained\?; see/,
  ],
  ['trian', /no command 'trian', did you mean train\?/],
  ['evaluate', /--weights .*is missing/],
  ['evaluate --weights missing', /there is no file at missing/],
  ['evaluate --weights whole', /there is no model\.safetensors in the folder whole;/],
  ['evaluate --weights note.txt', /note\.txt cannot be loaded: /],
  ['evaluate --weights damaged.safetensors', /damaged\.safetensors cannot be loaded: /],
  ['evaluate --weights trained --data cifar10 --data-dir digits', /folder .*digits .*does not exist/],
  [
    'summary --weights trained --image-size 64',
    /--weights was given together with --image-size; a saved model knows its layers and shapes/,
  ],
  [
    'summary --model lenet5 --filters 4',
    /--filters was given with lenet5, whose width is fixed; .*--model unet/,
  ],
  [
    'summary --model unet --image-size 33',
    /unet cannot be built for images of 33 × 33 pixels; choose another --image-size or --model\. .*divisible by 16/,
  ],
  ['summary --weights trained --model simple-cnn', /--weights was given together with --model/],
  ['datasets --fetch minst', /--fetch got 'minst'; .*did you mean mnist\?/],
];

describe('bad input', () => {
  it.each(cases)('%s', async (args, sentence) => {
    const before = await contents();
    const { code, stdout, stderr } = await place.run(args.split(' '));
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^error: .*[.?]\n$/);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(await contents()).toEqual(before);
  });

  it('a mirror that is no address', async () => {
    const { code, stderr } = await place.run(['train', '--data', 'mnist'], {
      CNN_MIRROR: 'example.org/data',
    });
    expect(stderr).toMatch(
      /^error: CNN_MIRROR is 'example\.org\/data'; expected an address that begins with/,
    );
    expect(code).toBe(2);
  });

  it.runIf(process.platform === 'linux')('a folder where none can be made', async () => {
    const args = 'train --data synthetic --limit 20 --out /proc/none/run'.split(' ');
    const { code, stderr } = await place.run(args);
    expect(stderr).toMatch(
      /folder \/proc\/none\/run cannot be made: no such file or directory \(ENOENT\); choose a place/,
    );
    expect(code).toBe(2);
  });

  it('shows where an error was thrown with CNN_DEBUG', async () => {
    const { stderr } = await place.run(['train', '--epochs', '0'], { CNN_DEBUG: '1' });
    expect(stderr).toMatch(/\n {4}at /);
  });
});

/** All files with their sizes. A download that could not begin leaves an empty folder in the cache. */
async function contents(): Promise<string[]> {
  const files = (await readdir(place.folder, { recursive: true })).filter(
    (name) => !name.startsWith('cache'),
  );
  const texts = [place.path('note.txt'), place.path('full/model.safetensors')];
  return [...files.sort(), ...(await Promise.all(texts.map((path) => readFile(path, 'utf8'))))];
}
