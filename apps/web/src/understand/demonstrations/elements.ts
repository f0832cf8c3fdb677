import type { Elements } from '../../app/define.js';
import { CellBoard } from './cell-board.js';
import { ConvolutionDemo } from './convolution-demo.js';
import { FlowDemo } from './flow-demo.js';
import { PaddingDemo } from './padding-demo.js';
import { PixelBoard } from './pixel-board.js';
import { PoolingDemo } from './pooling-demo.js';
import { SharingDemo } from './sharing-demo.js';
import { SlopesDemo } from './slopes-demo.js';
import { WindowSum } from './window-sum.js';

/** The tag of each element of the demonstrations, which are loaded when they are wanted. */
export const demonstrationElements: Elements = {
  'cell-board': CellBoard,
  'convolution-demo': ConvolutionDemo,
  'flow-demo': FlowDemo,
  'padding-demo': PaddingDemo,
  'pixel-board': PixelBoard,
  'pooling-demo': PoolingDemo,
  'sharing-demo': SharingDemo,
  'slopes-demo': SlopesDemo,
  'window-sum': WindowSum,
};
