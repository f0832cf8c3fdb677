import { AppShell } from './app/app-shell.js';
import { EngineNotice } from './app/engine-notice.js';
import { EngineStatus } from './app/engine-status.js';
import { LanguageSwitch } from './app/language-switch.js';
import { ThemeSwitch } from './app/theme-switch.js';
import { ConfusionTable } from './look/confusion-table.js';
import { DrawingPad } from './look/drawing-pad.js';
import { FramedPicture } from './look/framed-picture.js';
import { ImageGrid } from './look/image-grid.js';
import { LayerSheets } from './look/layer-sheets.js';
import { LookView } from './look/look-view.js';
import { NeuronPanel } from './look/neuron-panel.js';
import { NeuronSum } from './look/neuron-sum.js';
import { NumberBoard } from './look/number-board.js';
import { OwnPicture } from './look/own-picture.js';
import { PictureStrip } from './look/picture-strip.js';
import { SurveyPanel } from './look/survey-panel.js';
import { TestPictures } from './look/test-pictures.js';
import { VerdictPanel } from './look/verdict-panel.js';
import { AdvancedSettings } from './train/advanced-settings.js';
import { AlbumClassCard } from './train/album-class-card.js';
import { AugmentSettings } from './train/augment-settings.js';
import { CameraAlbum } from './train/camera-album.js';
import { CameraView } from './train/camera-view.js';
import { CurvesPanel } from './train/curves-panel.js';
import { DataPanel } from './train/data-panel.js';
import { FileDrop } from './train/file-drop.js';
import { GradientsPanel } from './train/gradients-panel.js';
import { ImageSize } from './train/image-size.js';
import { LayerList } from './train/layer-list.js';
import { LayerOptions } from './train/layer-options.js';
import { LearningCurve } from './train/learning-curve.js';
import { ModelPanel } from './train/model-panel.js';
import { NumberSetting } from './train/number-setting.js';
import { RunList } from './train/run-list.js';
import { RunPanel } from './train/run-panel.js';
import { RunRow } from './train/run-row.js';
import { SampleMosaic } from './train/sample-mosaic.js';
import { SettingsPanel } from './train/settings-panel.js';
import { TrainView } from './train/train-view.js';
import { TrainingProgress } from './train/training-progress.js';
import { ExhibitFigure } from './understand/exhibit-figure.js';
import { LessonPanel } from './understand/lesson-panel.js';
import { LineChart } from './understand/line-chart.js';
import { UnderstandView } from './understand/understand-view.js';

/** Every element of the page by its tag; a new one gets its line here. */
const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'advanced-settings': AdvancedSettings,
  'album-class-card': AlbumClassCard,
  'app-shell': AppShell,
  'augment-settings': AugmentSettings,
  'camera-album': CameraAlbum,
  'camera-view': CameraView,
  'confusion-table': ConfusionTable,
  'curves-panel': CurvesPanel,
  'data-panel': DataPanel,
  'drawing-pad': DrawingPad,
  'engine-notice': EngineNotice,
  'engine-status': EngineStatus,
  'exhibit-figure': ExhibitFigure,
  'file-drop': FileDrop,
  'framed-picture': FramedPicture,
  'gradients-panel': GradientsPanel,
  'image-grid': ImageGrid,
  'image-size': ImageSize,
  'language-switch': LanguageSwitch,
  'layer-list': LayerList,
  'layer-options': LayerOptions,
  'layer-sheets': LayerSheets,
  'learning-curve': LearningCurve,
  'lesson-panel': LessonPanel,
  'line-chart': LineChart,
  'look-view': LookView,
  'model-panel': ModelPanel,
  'neuron-panel': NeuronPanel,
  'neuron-sum': NeuronSum,
  'number-board': NumberBoard,
  'number-setting': NumberSetting,
  'own-picture': OwnPicture,
  'picture-strip': PictureStrip,
  'run-list': RunList,
  'run-panel': RunPanel,
  'run-row': RunRow,
  'sample-mosaic': SampleMosaic,
  'settings-panel': SettingsPanel,
  'survey-panel': SurveyPanel,
  'test-pictures': TestPictures,
  'theme-switch': ThemeSwitch,
  'train-view': TrainView,
  'training-progress': TrainingProgress,
  'understand-view': UnderstandView,
  'verdict-panel': VerdictPanel,
};

/** Makes the tags known to the browser. */
export function defineElements(): void {
  for (const [tag, element] of Object.entries(elements)) customElements.define(tag, element);
}
