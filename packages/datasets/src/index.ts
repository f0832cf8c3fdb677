export { gunzip } from '#gunzip';
export { imageFilesIn } from '#image-files';
export {
  type Augmentation,
  type AugmentationOptions,
  type AugmentationRun,
  augmentation,
  type SampleBatch,
} from './augment/augmentation.js';
export type { AugmentedBoxes } from './augment/box-targets.js';
export { type ColorJitter, type ColorJitterOptions, colorJitter } from './augment/color-jitter.js';
export { type Cutmix, type CutmixOptions, cutmix } from './augment/cutmix.js';
export { type Cutout, type CutoutOptions, cutout } from './augment/cutout.js';
export { mirrorImages } from './augment/mirror-images.js';
export { type Mixup, type MixupOptions, mixup } from './augment/mixup.js';
export { type Mosaic, type MosaicOptions, mosaic } from './augment/mosaic.js';
export { type NamedTransform, namedTransforms, transformNamed } from './augment/named-transforms.js';
export type { Factor } from './augment/options.js';
export { type RandomCrop, type RandomCropOptions, randomCrop } from './augment/random-crop.js';
export { type RandomFlip, type RandomFlipOptions, randomFlip } from './augment/random-flip.js';
export {
  type RandomRotation,
  type RandomRotationOptions,
  randomRotation,
} from './augment/random-rotation.js';
export {
  type RandomTranslation,
  type RandomTranslationOptions,
  randomTranslation,
} from './augment/random-translation.js';
export { type RandomZoom, type RandomZoomOptions, randomZoom } from './augment/random-zoom.js';
export type { Transform } from './augment/transforms.js';
export type { Warp, WarpOptions } from './augment/warp-image.js';
export type { Box, LabelledBox } from './box.js';
export { type BoxFolderSplits, boxFolder, boxFolderFromFiles } from './box-folder/box-folder.js';
export { cifar10, cifar10FromFiles, parseCifar10 } from './cifar10.js';
export { type Cifar100Labels, cifar100, cifar100FromFiles, parseCifar100 } from './cifar100.js';
export { Dataset, type DatasetParts, type DatasetSplits, type Splits } from './dataset.js';
export { DetectionDataset, type DetectionDatasetParts } from './detection-dataset.js';
export { DataUnavailableError, WorkerError } from './errors.js';
export { parseIdx } from './idx.js';
export { type DecodeOptions, decodeImage } from './image/decode.js';
export { type ImageSize, type ResizeMode, resizedBox, resizeImage, resizeModes } from './image/resize.js';
export { imageOfRgba } from './image/rgba.js';
export { ImageDataset, type ImageDatasetParts } from './image-dataset.js';
export type { BrokenFile } from './image-folder/broken-files.js';
export type { DiskOptions } from './image-folder/image-files.js';
export {
  type ImageFolderSplits,
  imageFolder,
  imageFolderFromFiles,
} from './image-folder/image-folder.js';
export type { DecodingProgress, ImageFolderOptions } from './image-folder/options.js';
export { type MaskFolderSplits, maskFolder, maskFolderFromFiles } from './mask-folder/mask-folder.js';
export { fashionMnist, fashionMnistFromFiles, mnist, mnistFromFiles } from './mnist.js';
export { SegmentationDataset, type SegmentationDatasetParts, voidClass } from './segmentation-dataset.js';
export type { DownloadProgress, LoadOptions, NamedFile, Provenance } from './source.js';
export { type Statistics, statistics } from './statistics.js';
export { type SyntheticOptions, synthetic } from './synthetic.js';
export { type SyntheticBoxesOptions, syntheticBoxes } from './synthetic-boxes.js';
export { type SyntheticMasksOptions, syntheticMasks } from './synthetic-masks.js';
export { toCategorical } from './to-categorical.js';
