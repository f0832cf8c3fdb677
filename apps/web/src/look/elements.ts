import type { Elements } from '../app/define.js';
import { BoxPanel } from './box-panel.js';
import { ConfusionTable } from './confusion-table.js';
import { DrawingPad } from './drawing-pad.js';
import { FramedPicture } from './framed-picture.js';
import { ImageGrid } from './image-grid.js';
import { LayerSheets } from './layer-sheets.js';
import { LookView } from './look-view.js';
import { MaskPanel } from './mask-panel.js';
import { NeuronPanel } from './neuron-panel.js';
import { NeuronSum } from './neuron-sum.js';
import { NumberBoard } from './number-board.js';
import { OwnPicture } from './own-picture.js';
import { PictureStrip } from './picture-strip.js';
import { ScoreList } from './score-list.js';
import { SurveyPanel } from './survey-panel.js';
import { TestPictures } from './test-pictures.js';
import { VerdictPanel } from './verdict-panel.js';

/** Every element of the view that looks inside a network, which is loaded when it is wanted. */
export const lookElements: Elements = {
  'box-panel': BoxPanel,
  'confusion-table': ConfusionTable,
  'drawing-pad': DrawingPad,
  'framed-picture': FramedPicture,
  'image-grid': ImageGrid,
  'layer-sheets': LayerSheets,
  'look-view': LookView,
  'mask-panel': MaskPanel,
  'neuron-panel': NeuronPanel,
  'neuron-sum': NeuronSum,
  'number-board': NumberBoard,
  'own-picture': OwnPicture,
  'picture-strip': PictureStrip,
  'score-list': ScoreList,
  'survey-panel': SurveyPanel,
  'test-pictures': TestPictures,
  'verdict-panel': VerdictPanel,
};
