import type { Findings } from '@cnn/lessons';
import type { DataFigures, LoadProgress } from '../engine/protocol/data.js';
import type { Host, LessonTitle } from '../engine/protocol/host.js';
import type { ImageReport, LookFigures, Picture, PictureSheet } from '../engine/protocol/look.js';
import type { LayerSpec, ModelFigures, ModelSpec } from '../engine/protocol/model.js';
import type { NeuronPlace, NeuronReport } from '../engine/protocol/neuron.js';
import type { Run } from '../engine/protocol/run.js';
import type { Settings } from '../engine/protocol/settings.js';
import type { Survey } from '../engine/protocol/survey.js';
import type { Task } from '../engine/protocol/task.js';
import type { GradientFigures, Progress } from '../engine/protocol/training.js';
import type { Text } from '../i18n/error-text.js';
import { type Language, preferredLanguage } from '../i18n/languages.js';
import { type DataName, dataNames, type ModelName, modelNames } from '../tasks/tasks.js';
import { remembered } from './memory.js';
import { Store } from './store.js';

export type Theme = 'system' | 'light' | 'dark';

/** The worker, as the page knows it. */
export type EngineState =
  | { readonly status: 'starting' }
  | { readonly status: 'ready'; readonly host: Host }
  | { readonly status: 'silent' }
  | { readonly status: 'lost'; readonly reason: Text }
  /** This browser cannot compute. */
  | { readonly status: 'unable'; readonly reason: Text };

/** The chosen data: there, on its way, or missing until a person gives its files. */
export interface DataState {
  readonly name: DataName;
  readonly figures?: DataFigures | undefined;
  readonly loading?: LoadProgress | undefined;
  readonly error?: Text | undefined;
}

/** A class that photos are taken of. */
export interface AlbumClass {
  readonly name: string;
  readonly photos: readonly AlbumPhoto[];
}

export interface AlbumPhoto {
  readonly id: number;
  /** Of the picture. */
  readonly url: string;
}

/** The chosen model, and what building it for the data gave. */
export interface ModelState {
  readonly name: ModelName;
  /** Set once a person has changed the layers. */
  readonly layers?: readonly LayerSpec[] | undefined;
  /** The model that a person had chosen, and that does not do what the images are for. */
  readonly replaced?: ModelName | undefined;
  readonly figures?: ModelFigures | undefined;
  readonly error?: Text | undefined;
}

/** Models for other tasks than that of the images. */
export type OtherModels = { readonly [Name in Task]?: ModelSpec };

/** A training under way. */
export interface Activity {
  /** Undefined until the run has an id. */
  readonly run?: string | undefined;
  readonly progress?: Progress | undefined;
  readonly paused: boolean;
}

/** How steep the loss is for each layer, of the training under way or the last one. */
export interface GradientsState {
  /** Whether a person wants to see it. */
  readonly open: boolean;
  readonly figures?: GradientFigures | undefined;
  /** The first ones that were measured. */
  readonly first?: GradientFigures | undefined;
  /** They do not fit into memory. */
  readonly roomless?: boolean | undefined;
}

/** What is looked at: a test image or a picture of one's own, through the eyes of a run. */
export interface LookState {
  readonly run?: string | undefined;
  readonly data?: DataName | undefined;
  /** Whether a picture of one's own is looked at, and not a test image. */
  readonly own: boolean;
  /** The number of the test image. */
  readonly image: number;
  /** The picture of one's own, once there is one. */
  readonly picture?: Picture | undefined;
  readonly figures?: LookFigures | undefined;
  readonly report?: ImageReport | undefined;
  /** Of the report; `asked` until it is known. */
  readonly occlusion?: Uint8Array | 'asked' | undefined;
  /** The number of a layer that a person has pointed at. */
  readonly neuron?: NeuronPlace | undefined;
  /** How it came about; of the one before until that is known. */
  readonly neuronReport?: NeuronReport | undefined;
  readonly error?: string | undefined;
}

/** How a run does on all test images, and those of them that are shown. */
export interface SurveyState {
  readonly run: string;
  readonly data: DataName;
  /** How many epochs the run had had. */
  readonly epochs: number;
  /** Undefined when it is done. */
  readonly progress?: LoadProgress | undefined;
  readonly result?: Survey | undefined;
  /** The cell of the matrix that is open; without one, the worst mistakes are shown. */
  readonly cell?: Cell | undefined;
  readonly shown?: ShownImages | undefined;
  readonly error?: string | undefined;
}

/** Images of a class that were taken for one. */
export interface Cell {
  readonly truth: number;
  readonly prediction: number;
}

/** Some of the test images. */
export interface ShownImages {
  /** Their numbers. */
  readonly images: readonly number[];
  /** How many there are of the kind. */
  readonly all: number;
  readonly sheet: PictureSheet;
}

/** The lessons, the one or the demonstration that is open, and what those that were run have found. */
export interface StudyState {
  readonly lessons?: readonly LessonTitle[] | undefined;
  readonly open: string;
  readonly running?: string | undefined;
  readonly findings: Readonly<Record<string, Findings>>;
  readonly error?: string | undefined;
}

/** Everything that the page shows follows from this. */
export interface AppState {
  readonly language: Language;
  readonly theme: Theme;
  readonly engine: EngineState;
  readonly data: DataState;
  /** Undefined until a person wants to take photos. */
  readonly album?: readonly AlbumClass[] | undefined;
  readonly model: ModelState;
  /** What was chosen last for each other task. */
  readonly otherModels: OtherModels;
  readonly settings: Settings;
  readonly activity?: Activity | undefined;
  /** Why training, or something with runs, went wrong. */
  readonly failure?: Text | undefined;
  /** The run that was trained last, until another is begun. */
  readonly finished?: string | undefined;
  /** The newest first. */
  readonly runs: readonly Run[];
  /** Whether the runs have been read. */
  readonly runsRead: boolean;
  /** Those that are on the charts, each at the place of its colour. */
  readonly shown: readonly (string | undefined)[];
  readonly gradients: GradientsState;
  readonly look: LookState;
  /** Undefined until a person asks for it. */
  readonly survey?: SurveyState | undefined;
  readonly study: StudyState;
}

/** What a beginner does well with. */
export const defaultSettings: Settings = {
  epochs: 10,
  batchSize: 32,
  validationSplit: 0.2,
  optimizer: 'adam',
  learningRate: 0.001,
  seed: 42,
};

/** What the page begins with: as it was left, as far as that is remembered. */
function initialState(): AppState {
  const memory = remembered();
  const known = <T extends string>(names: readonly T[], name: unknown): T =>
    names.find((each) => each === name) ?? names[0]!;
  return {
    language: memory.language ?? preferredLanguage(),
    theme: memory.theme ?? 'system',
    engine: { status: 'starting' },
    data: { name: known(dataNames, memory.data) },
    model: { name: known(modelNames, memory.model?.name), layers: memory.model?.layers },
    otherModels: memory.otherModels ?? {},
    settings: { ...defaultSettings, ...memory.settings },
    runs: [],
    runsRead: false,
    shown: [],
    gradients: { open: false },
    look: { own: false, image: 0 },
    study: { open: 'convolution', findings: {} },
  };
}

export const store = new Store(initialState());
