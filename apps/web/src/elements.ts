import { AppShell } from './app/app-shell.js';
import type { Elements } from './app/define.js';
import { EngineNotice } from './app/engine-notice.js';
import { EngineStatus } from './app/engine-status.js';
import { LanguageSwitch } from './app/language-switch.js';
import { ThemeSwitch } from './app/theme-switch.js';
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

/** Every element of what the page begins with, by its tag; a new one gets its line here. */
export const elements: Elements = {
  'advanced-settings': AdvancedSettings,
  'album-class-card': AlbumClassCard,
  'app-shell': AppShell,
  'augment-settings': AugmentSettings,
  'camera-album': CameraAlbum,
  'camera-view': CameraView,
  'curves-panel': CurvesPanel,
  'data-panel': DataPanel,
  'engine-notice': EngineNotice,
  'engine-status': EngineStatus,
  'file-drop': FileDrop,
  'gradients-panel': GradientsPanel,
  'image-size': ImageSize,
  'language-switch': LanguageSwitch,
  'layer-list': LayerList,
  'layer-options': LayerOptions,
  'learning-curve': LearningCurve,
  'model-panel': ModelPanel,
  'number-setting': NumberSetting,
  'run-list': RunList,
  'run-panel': RunPanel,
  'run-row': RunRow,
  'sample-mosaic': SampleMosaic,
  'settings-panel': SettingsPanel,
  'theme-switch': ThemeSwitch,
  'train-view': TrainView,
  'training-progress': TrainingProgress,
};
