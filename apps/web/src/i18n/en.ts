import type { TroubleSentences } from './troubles.js';

/** Every sentence and word of the page, in English. Other languages have the same keys. */
export const en = {
  skip: 'Skip to content',
  language: 'Language',
  theme: { label: 'Appearance', system: 'System', light: 'Light', dark: 'Dark' },
  views: { label: 'Views', train: 'Train', look: 'Look inside', understand: 'Understand' },

  engine: {
    starting: 'Starting …',
    ready: (threads: number) => (threads === 1 ? '1 thread' : `${threads} threads`),
    variant: (variant: string): string => (variant === 'relaxed' ? 'relaxed SIMD' : 'SIMD'),
    notIsolated:
      'This page is not cross-origin isolated, so it computes on one thread. Served with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp, it uses all processors.',
    lost: (reason: string) =>
      `The worker that computes has ended (${reason}). Nothing saved is lost: runs are kept as they were after their last epoch.`,
    silent: 'The worker that computes has not answered for a while. It may still be at a long step.',
    restart: 'Restart the worker',
  },

  troubles: {
    'file-missing': ({ file }) =>
      `There is no ${file} among the files. Choose all files of the data set, with their original names.`,
    'file-damaged': ({ file }) =>
      `${file} is damaged, incomplete, or another file than its name says. Download it again, and choose it unchanged.`,
    'images-broken': ({ count, total, files }) =>
      `${count} of ${total} pictures cannot be read, such as ${files.slice(0, 3).join(', ')}. Replace or remove them; JPEG, PNG and WebP can be read.`,
    'picture-broken': () =>
      'This picture cannot be read. Choose a whole JPEG, PNG or WebP file; other programs can save a picture as one.',
    'classes-few': ({ classes }) =>
      `There ${classes === 1 ? 'is one folder' : 'is no folder'} of pictures; two or more are needed, one for each class. Choose the folder that has these folders in it.`,
    'address-wrong': ({ address, file }) =>
      `“${address}” is no address. Expected that of a folder with ${file} in it, beginning with https://.`,
    'address-closed': ({ url }) =>
      `${url} cannot be read: there is no connection, or the server does not let other sites’ pages read from it (CORS). Download the files yourself, and choose them here.`,
    'address-refused': ({ url, status }) =>
      `${url} answered ${status} instead of the file. Check the address, or download the files yourself and choose them here.`,
    'data-absent': () =>
      'The images that this run learned from are not on this device. Choose their files first, or other images.',
    'no-room': ({ what }) =>
      `${roomless[what]} because this browser gives the page no more room on this device. Delete runs that you do not need, or free some space.`,
    'layer-refuses': ({ layer, shape }) =>
      `${layer} cannot take what the layer before it gives, ${shape}. Change its options or those of the layers before, or remove it.`,
    'no-classifier': ({ shape, classes }) =>
      `The layers end in the shape ${shape}; expected ${classes} numbers, one for each class. Add a Flatten or GlobalAveragePooling2D layer.`,
    memory: ({ batch, most }) =>
      most > 0
        ? `Batches of ${batch} images need more memory than a page can have. Choose a batch size of ${most} or less, or a smaller network.`
        : 'This network needs more memory than a page can have, even for one image at a time. Choose a smaller network.',
    'memory-refused': ({ bytes }) =>
      `The browser does not give the ${Math.ceil(bytes / 1e6)} MB of memory that training needs. Choose a smaller batch size or network, or close other tabs.`,
    'no-simd': () =>
      'This browser cannot do WebAssembly SIMD, which the page computes with. Update it; Chrome or Edge 91, Firefox 89 and Safari 16.4 can, and newer ones.',
    'thread-died': () =>
      'A thread stopped while it computed. Nothing saved is lost: go on with the run from its last epoch.',
    'not-finite': ({ epoch, rate }) =>
      `The loss is not a number any more in epoch ${epoch}: weights were moved too far. Try a smaller learning rate than ${rate}; the run keeps the weights of the epoch before.`,
    'training-busy': () => 'A training is under way. Stop it first, then start another.',
    'no-weights': () => 'This run has no weights. Open it with its model.safetensors, or choose another run.',
    'classes-differ': ({ run, data }) =>
      `The run’s network tells ${run} classes apart, and the images are of ${data}. Choose the images that the run learned from.`,
    'run-missing': ({ files }) =>
      `${files.join(', ')}: no run among these. Choose a run’s folder, or its model.safetensors or history.json.`,
    'json-damaged': ({ file }) =>
      `${file} cannot be read; it is damaged. Choose it again from the run’s folder.`,
    'history-damaged': ({ file }) =>
      `${file} has no list of epochs with their figures. Choose the history.json that a training wrote.`,
  } satisfies TroubleSentences as TroubleSentences,
  otherTrouble: (message: string) => message,

  train: {
    heading: 'Train a network',
    lede: 'Choose images and a model, and watch it learn. Everything is computed on this device; nothing is uploaded.',
  },

  data: {
    heading: 'Images',
    choose: 'Data set',
    names: {
      synthetic: 'Shapes, built in',
      mnist: 'MNIST, handwritten digits',
      'fashion-mnist': 'Fashion-MNIST, clothes',
      cifar10: 'CIFAR-10, photographs',
      cifar100: 'CIFAR-100, photographs',
      images: 'Your own pictures',
      camera: 'Photos from your camera',
    },
    counts: (train: string, test: string) => `${train} to train · ${test} to test`,
    about: (shape: string, classes: number) => `${shape}, ${classes} classes`,
    samples: (classes: string) => `Some of the images: ${classes}`,
    loading: 'Loading …',
    loaded: (share: string) => `Loading, ${share}`,
    drop: {
      mnist: 'Drop the four files of MNIST here: train-images-idx3-ubyte.gz and so on',
      'fashion-mnist': 'Drop the four files of Fashion-MNIST here: train-images-idx3-ubyte.gz and so on',
      cifar10: 'Drop cifar-10-binary.tar.gz here, or the six .bin files that are in it',
      cifar100: 'Drop cifar-100-binary.tar.gz here, or train.bin and test.bin that are in it',
      images: 'Drop a folder here that has a folder of pictures for each class, such as cats and dogs',
    },
    pickFiles: 'Choose files',
    pickFolder: 'Choose a folder',
    officialSite: 'Where to get them',
    url: 'Or the address of a copy',
    urlHint: 'https://example.org/mnist/',
    fetch: 'Load',
    size: 'Size of an image',
    sizeOption: (size: number) => `${size} × ${size}`,
    replace: 'Choose other files',
  },

  camera: {
    about:
      'Name at least two classes, such as “hand” and “no hand”, and take some photos of each. They stay on this device.',
    on: 'Turn on the camera',
    off: 'Turn it off',
    view: 'What the camera sees',
    asking: 'The browser asks whether the page may use the camera.',
    refusals: {
      refused:
        'The camera may not be used. Allow it for this page in the browser’s address bar, and turn it on again.',
      missing: 'No camera was found. Connect one, and turn it on again; or choose picture files instead.',
      busy: 'The camera is in use by something else. Close that, and turn it on again.',
      insecure:
        'Browsers give the camera only to pages with https:// or on this machine. Open the page there.',
    },
    className: 'Name of a class',
    classHint: 'such as cat',
    addClass: 'Add a class',
    removeClass: (name: string) => `Delete ${name}`,
    confirmRemove: (name: string, count: number) => `Delete ${name}, with its ${count} photos?`,
    hold: 'Hold to take photos',
    holdOf: (name: string) => `Hold to take photos of ${name}`,
    count: (count: number) => (count === 1 ? '1 photo' : `${count} photos`),
    removePhoto: (number: number, name: string) => `Delete photo ${number} of ${name}`,
    missing: 'Two classes with two photos each are needed at least; ten or more of each are better.',
    use: 'Use these photos',
    more: 'Take more photos',
  },

  model: {
    heading: 'Model',
    takeBatch: (size: number) => `Take batches of ${size}`,
    choose: 'Network',
    about: {
      'simple-cnn': 'Simple CNN, the reference network',
      lenet5: 'LeNet-5, 1998',
      resnet20: 'ResNet-20',
      resnet32: 'ResNet-32',
      resnet44: 'ResNet-44',
      resnet56: 'ResNet-56',
      resnet110: 'ResNet-110',
      vgg16: 'VGG-16',
      alexnet: 'AlexNet, 2012',
      resnet18: 'ResNet-18',
      resnet34: 'ResNet-34',
      resnet50: 'ResNet-50',
    },
    edited: 'edited',
    totals: 'Size of the model',
    parameters: 'parameters',
    operations: 'operations per image',
    memory: 'of memory to train',
    layers: 'Layers',
    input: 'Input',
    output: 'one for each class',
    branches: 'This network branches, so its layers cannot be edited as a list.',
    add: 'Add a layer',
    addKind: 'Kind of the new layer',
    moveUp: 'Move up',
    moveDown: 'Move down',
    remove: 'Remove',
    reset: 'Undo all edits',
    options: (layer: string) => `Options of ${layer}`,
    noOptions: 'This layer has no options to set here.',
    building: 'Building …',
  },

  layerFields: {
    filters: 'Filters',
    kernel_size: 'Kernel size',
    strides: 'Strides',
    padding: 'Padding',
    activation: 'Activation',
    pool_size: 'Pool size',
    rate: 'Rate',
    units: 'Units',
    depth_multiplier: 'Depth multiplier',
    momentum: 'Momentum',
  },

  settings: {
    heading: 'Training',
    epochs: 'Epochs',
    batchSize: 'Batch size',
    optimizer: 'Optimizer',
    learningRate: 'Learning rate',
    validationSplit: 'Validation share',
    seed: 'Seed',
    optimizers: {
      adam: 'Adam',
      adamw: 'AdamW',
      sgd: 'SGD',
      rmsprop: 'RMSprop',
      adagrad: 'Adagrad',
      lion: 'Lion',
    },
    schedule: 'Schedule',
    schedules: {
      constant: 'Constant',
      step: 'Step',
      exponential: 'Exponential',
      cosine: 'Cosine',
      'one-cycle': 'One cycle',
    },
    more: 'More settings',
    reset: 'Usual settings',
    momentum: 'Momentum',
    nesterov: 'Look ahead along the momentum (Nesterov)',
    weightDecay: 'Weight decay',
    warmup: 'Warm-up epochs',
    labelSmoothing: 'Label smoothing',
    normalize: 'Normalise images by mean and deviation',
    limit: 'Use only the first',
    all: 'all',
    only: (count: string) => `${count} images`,
    augment: 'Augmentation',
    augments: {
      flip: 'Flip',
      'crop:4': 'Shift',
      rotate: 'Rotate',
      zoom: 'Zoom',
      light: 'Light',
      cutout: 'Cutout',
      mixup: 'Mixup',
      cutmix: 'CutMix',
    },
    preview: 'Above, images as they are; below, as training may see them.',
    again: 'Draw again',
  },

  run: {
    heading: 'Current run',
    train: 'Train',
    pause: 'Pause',
    resume: 'Resume',
    stop: 'Stop',
    preparing: 'Preparing …',
    phases: {
      preparing: 'Preparing',
      training: 'Training',
      validating: 'Validating',
      testing: 'Testing',
      paused: 'Paused',
    },
    position: (epoch: number, epochs: number) => `epoch ${epoch} of ${epochs}`,
    accuracy: 'Accuracy',
    valAccuracy: 'Validation accuracy',
    loss: 'Loss',
    speed: 'Images a second',
    left: 'Time left',
    progress: 'Progress of the training',
    rate: 'Learning rate',
    newRate: 'New learning rate',
    newRateHint: 'new rate',
    setRate: 'Set',
    fewSteps: (steps: string) =>
      `That is ${steps} steps only, too few to learn much. With so few images, choose more epochs or a smaller batch size.`,
    look: 'Look inside it',
    done: (accuracy: string) => `Done: ${accuracy} of the test images are told right.`,
  },

  curves: {
    heading: 'Learning curves',
    loss: 'Loss',
    accuracy: 'Accuracy',
    epoch: 'Epoch',
    emptyLoss: 'How wrong the network is, step by step, will be drawn here.',
    emptyAccuracy: 'And here, how many of the images it tells right.',
    training: 'training',
    validation: 'validation',
    describe: (title: string, runs: string) => `${title} by epoch. ${runs}`,
    describeRun: (name: string, epochs: number, value: string) => `${name}: ${value} after ${epochs} epochs.`,
    table: 'Show the figures as a table',
  },

  look: {
    heading: 'Look inside',
    lede: 'Choose an image that the network has never learned from, or draw one, and see what it makes of it, layer by layer.',
    run: 'Run',
    empty: 'There is no run with weights yet. Train one, or open one, and look inside it here.',
    toTrain: 'Train a network',
    missing:
      'The images that this run learned from are not on this device. Choose their files under Train first, or look at a picture of your own.',
    choice: 'What to look at',
    images: 'Test images',
    image: (number: number, name: string) => `Image ${number}: ${name}`,
    verdict: 'What it sees',
    right: (name: string) => `${name}, and that is right`,
    wrong: (name: string, truth: string) => `${name}, but it is ${truth}`,
    original: 'The image',
    cam: 'Grad-CAM',
    camAbout: 'What speaks for this class',
    occlusion: 'Occlusion',
    occlusionAbout: 'Parts that the answer suffers without',
    occlude: 'Find these parts',
    occluding: 'Covering part by part …',
    saliency: 'Saliency',
    saliencyAbout: 'Pixels that the answer depends on',
    filters: 'First filters',
    filtersAbout: 'What the first convolution searches for, pixel by pixel',
    layers: 'Layers',
    layersAbout: 'Each picture is a channel: the brighter, the stronger its answer there.',
    maps: (layer: string, count: number) => `${layer}: ${count} feature maps`,
    more: (shown: number, all: number) => `${shown} of ${all} channels`,
    live: 'Follows the training, epoch by epoch',
    own: {
      title: 'Your own',
      pad: 'A place to draw by mouse, finger or pen. By keyboard, choose a picture file below.',
      hint: 'Draw here',
      pen: 'Pen',
      colour: 'Colour',
      ground: 'Ground',
      undo: 'Undo',
      clear: 'Clear',
      others: 'Or drop a picture on it, paste one, choose a file or take a photo. It stays on this device.',
      file: 'Choose a picture',
      shoot: 'Take the photo',
      prepared: 'As the network gets it',
      answer: (name: string) => `It takes this for ${name}`,
    },
  },

  survey: {
    heading: 'All test images',
    about: 'See which classes the network confuses, and the images that it is most wrong about.',
    start: 'Test on all images',
    again: 'Test again',
    older: 'The run has learned more since.',
    running: (done: string, total: string) => `${done} of ${total} images`,
    accuracy: (accuracy: string, count: string) => `${accuracy} of ${count} images are told right`,
    matrix: 'Confusion matrix',
    axes: 'Rows: what the images are. Columns: what they were taken for. Choose a cell to see its images.',
    cell: (count: string, truth: string, taken: string) => `${count}: ${truth}, taken for ${taken}`,
    worst: 'Worst mistakes',
    noMistakes: 'It made no mistake.',
    back: 'Worst mistakes',
    cellRight: (name: string) => `${name}, told right`,
    cellWrong: (truth: string, taken: string) => `${truth}, taken for ${taken}`,
    count: (shown: string, all: string) => {
      if (shown !== all) return `${shown} of ${all} images`;
      return all === '1' ? '1 image' : `${all} images`;
    },
    takenFor: (name: string, share: string) => `taken for ${name}, ${share}`,
    sure: (share: string) => `told right, ${share}`,
  },

  study: {
    heading: 'Understand',
    lede: 'Why networks work: parts to play with, and experiments of a few seconds, measured here on networks that are trained while you wait.',
    lessons: 'Lessons',
    play: 'Play with it',
    measure: 'Measure it',
    demonstrations: {
      convolution: 'Convolution, step by step',
      window: 'Padding and stride',
      shift: 'Max and average pooling',
      slopes: 'Activations and their slopes',
      flow: 'Vanishing gradients, live',
    },
    run: 'Run the experiment',
    again: 'Run it again',
    running: 'Measuring …',
    answer: 'What follows',
  },

  runs: {
    heading: 'Runs',
    empty: 'None yet. What you train is kept on this device.',
    open: 'Open a run',
    openFolder: 'Open a run’s folder',
    openHint: 'A folder of the command line’s, or its model.safetensors and history.json',
    show: (name: string) => `Show ${name} on the charts`,
    name: (model: string, data: string) => `${model} on ${data}`,
    epochs: (count: number) => (count === 1 ? '1 epoch' : `${count} epochs`),
    test: 'test',
    validation: 'validation',
    states: { training: 'training', finished: 'finished', stopped: 'stopped', opened: 'opened' },
    continue: 'Go on',
    continueTitle: (name: string) => `Train ${name} further, with the settings above`,
    save: 'Save',
    saveTitle: (name: string) => `Files of ${name}`,
    remove: 'Delete',
    removeTitle: (name: string) => `Delete ${name}`,
    confirmRemove: (name: string) => `Delete ${name}, with its weights? This cannot be undone.`,
    actions: (name: string) => `Actions for ${name}`,
  },
};

/** What cannot be kept. */
const roomless = {
  data: 'The images can be used, but not kept for the next visit,',
  run: 'The run cannot be kept',
  photos: 'The photo cannot be kept',
};

export type Messages = typeof en;
