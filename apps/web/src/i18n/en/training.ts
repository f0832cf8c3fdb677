/** A run under way, its curves, and runs that were kept, in English. */
export const training = {
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
    validation: {
      accuracy: 'Validation accuracy',
      meanIoU: 'Validation mean IoU',
      meanAveragePrecision: 'Validation mAP',
    },
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
    done: {
      accuracy: (share: string) => `Done: ${share} of the test images are told right.`,
      meanIoU: (share: string) => `Done: on the test images, the mean IoU is ${share}.`,
      meanAveragePrecision: (share: string) =>
        `Done: on the test images, the mean average precision is ${share}.`,
    },
  },

  curves: {
    heading: 'Learning curves',
    loss: 'Loss',
    accuracy: 'Accuracy',
    meanIoU: 'Mean IoU',
    meanAveragePrecision: 'mAP',
    epoch: 'Epoch',
    empty: {
      loss: 'How wrong the network is, step by step, will be drawn here.',
      accuracy: 'And here, how many of the images it tells right.',
      meanIoU:
        'And here, how far the areas that it sees cover the true ones: intersection over union, the mean of all classes.',
      meanAveragePrecision:
        'And here, how many objects it finds, and how few where there are none: the mean average precision of all classes.',
    },
    training: 'training',
    validation: 'validation',
    describe: (title: string, runs: string) => `${title} by epoch. ${runs}`,
    describeRun: (name: string, epochs: number, value: string) => `${name}: ${value} after ${epochs} epochs.`,
    table: 'Show the figures as a table',
  },

  gradients: {
    heading: 'Gradients by layer',
    empty: 'While a network learns, this shows how strongly each of its layers is told to change.',
    measuring: 'Measuring …',
    roomless: 'There is not enough memory to measure the gradients of this network while it learns.',
    now: (epochs: string) => `After ${epochs} epochs`,
    before: (epochs: string) => `At first, after ${epochs}`,
    describe: (layers: string) => `Length of the gradient by layer, from the image on: ${layers}`,
    about:
      'Each bar is the length of the gradient of a layer’s weights, from the image on the left to the answer on the right; a line further up is ten times as much. Bars of much the same height: all layers learn. Shorter and shorter towards the left: the gradient vanishes on its way back, and the first layers hardly learn; batch normalisation or residual connections help. Growing from minute to minute: it explodes; a smaller learning rate helps. All bars sink as the network comes to fit its images. It is measured every few seconds, on the same training images.',
  },

  runs: {
    heading: 'Runs',
    empty: 'None yet. What you train is kept on this device.',
    open: 'Open a run',
    openFolder: 'Open a run’s folder',
    openHint:
      'A folder of the command line’s, a zip that was saved here, or model.safetensors and history.json',
    show: (name: string) => `Show ${name} on the charts`,
    name: (model: string, data: string) => `${model} on ${data}`,
    epochs: (count: number) => (count === 1 ? '1 epoch' : `${count} epochs`),
    test: 'test',
    validation: 'validation',
    states: { training: 'training', finished: 'finished', stopped: 'stopped', opened: 'opened' },
    continue: 'Go on',
    continueTitle: (name: string, epochs: number) =>
      `Train ${name} further, to epoch ${epochs}, with its own settings where they are known`,
    save: 'Save',
    saveWhole: 'Whole run, as a zip',
    saveTitle: (name: string) => `Files of ${name}`,
    remove: 'Delete',
    removeTitle: (name: string) => `Delete ${name}`,
    confirmRemove: (name: string) => `Delete ${name}, with its weights? This cannot be undone.`,
    actions: (name: string) => `Actions for ${name}`,
  },
};
