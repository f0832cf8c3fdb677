import type { TroubleSentences } from '../troubles.js';

/** What networks and images are for. */
const tasks = {
  classification: 'classes of images',
  segmentation: 'classes of pixels',
  detection: 'objects',
};

/** What cannot be kept. */
const roomless = {
  data: 'The images can be used, but not kept for the next visit,',
  run: 'The run cannot be kept',
  photos: 'The photo cannot be kept',
};

/** What can go wrong, in English. */
export const troubles: TroubleSentences = {
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
  'download-broken': ({ url }) =>
    `The connection broke while ${url} was on its way. Load it again, or download the files yourself and choose them here.`,
  'data-absent': () =>
    'The images that this run learned from are not on this device. Choose their files first, or other images.',
  'no-room': ({ what }) =>
    `${roomless[what]} because this browser gives the page no more room on this device. Delete runs that you do not need, or free some space.`,
  'storage-closed': () =>
    'This browser does not open what it keeps for the page on this device: earlier runs and images cannot be read, and new ones are gone when you leave the page. Close other tabs with this page and load it again; if that does not help, allow it to keep data in the settings of the browser.',
  'layer-refuses': ({ layer, shape }) =>
    `${layer} cannot take what the layer before it gives, ${shape}. Change its options or those of the layers before, or remove it.`,
  'no-classifier': ({ shape, classes }) =>
    `The layers end in the shape ${shape}; expected ${classes} numbers, one for each class. Add a Flatten or GlobalAveragePooling2D layer.`,
  'tells-no-classes': ({ shape }) =>
    `This run’s network makes ${shape} of an image: neither a number for each class, nor one for each class at each pixel, nor boxes around objects, so there is no answer to look into. Choose another run.`,
  memory: ({ batch, most }) =>
    most > 0
      ? `Batches of ${batch} images need more memory than a page can have. Choose a batch size of ${most} or less, or a smaller network.`
      : 'This network needs more memory than a page can have, even for one image at a time. Choose a smaller network.',
  'memory-refused': ({ bytes }) =>
    `The browser does not give the ${Math.ceil(bytes / 1e6)} MB of memory that training needs. Choose a smaller batch size or network, or close other tabs.`,
  'no-simd': () =>
    'This browser cannot do WebAssembly SIMD, which the page computes with. Update it; Chrome or Edge 91, Firefox 89 and Safari 16.4 can, and newer ones.',
  'thread-died': () => 'A thread stopped while it computed. Try again; a run goes on from its last epoch.',
  'not-finite': ({ epoch, rate }) =>
    `The loss is not a number any more in epoch ${epoch}: weights were moved too far. Try a smaller learning rate than ${rate}${epoch > 1 ? '; the run keeps the weights of the epoch before' : ''}.`,
  'training-busy': () => 'A training is under way. Stop it first, then start another.',
  'no-weights': () => 'This run has no weights. Open it with its model.safetensors, or choose another run.',
  'classes-differ': ({ run, data }) =>
    `The run’s network tells ${run} classes apart, and the images are of ${data}. Choose the images that the run learned from.`,
  'classes-renamed': ({ run, data }) =>
    `The images are of other classes than the run’s: what it knows as “${run}” would be “${data}”. Choose the images that the run learned from.`,
  'task-differs': ({ run, data }) =>
    `The run’s network is for ${tasks[run]}, and the images are for ${tasks[data]}. Choose the images that the run learned from.`,
  'run-missing': ({ files }) =>
    `${files.join(', ')}: no run among these. Choose a run’s folder, or its model.safetensors or history.json.`,
  'zip-damaged': ({ file }) => `${file} is damaged, or no zip. Save the run again, or choose its folder.`,
  'json-damaged': ({ file }) =>
    `${file} cannot be read; it is damaged. Choose it again from the run’s folder.`,
  'history-damaged': ({ file }) =>
    `${file} has no list of epochs with their figures. Choose the history.json that a training wrote.`,
};
