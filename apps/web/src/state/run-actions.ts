import { proxy } from 'comlink';
import type { Samples } from '../engine/protocol/data.js';
import type { Run, RunConfig } from '../engine/protocol/run.js';
import type { Settings } from '../engine/protocol/settings.js';
import type { TrainingEvent, TrainingRequest } from '../engine/protocol/training.js';
import { errorText, troubleText } from '../i18n/error-text.js';
import { taskOfRun } from '../tasks/run-task.js';
import { settingsFor } from '../tasks/task-settings.js';
import { dataNames, taskOfData } from '../tasks/tasks.js';
import { defaultSettings, store } from './app-state.js';
import { attempt } from './attempt.js';
import { ask } from './engine-actions.js';
import { plannedEpochs } from './going-on.js';
import { forgetGradients, hearGradients } from './gradient-actions.js';
import { describeModel } from './model-actions.js';

/** How many runs can be told apart on a chart. */
const mostShown = 6;

export function changeSettings(changes: Partial<Settings>): void {
  const settings = { ...store.state.settings, ...changes };
  store.update({ settings });
  if (changes.batchSize !== undefined) void describeModel();
}

/** Whether settings are those that the page begins with. */
export function areDefault(settings: Settings): boolean {
  const all = new Set([...Object.keys(settings), ...Object.keys(defaultSettings)]) as Set<keyof Settings>;
  // That of the images is chosen with them.
  all.delete('imageSize');
  return [...all].every((key) => {
    const value = settings[key];
    // Empty, or switched off again.
    const isNothing = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    return isNothing ? defaultSettings[key] === undefined : value === defaultSettings[key];
  });
}

export function resetSettings(): void {
  const { batchSize, imageSize } = store.state.settings;
  store.update({ settings: { ...defaultSettings, imageSize } });
  if (batchSize !== defaultSettings.batchSize) void describeModel();
}

/** Images as they are and as training would see them, from an epoch on. */
export function augmentedSamples(augment: readonly string[], epoch: number): Promise<Samples> {
  const { data, settings } = store.state;
  const images = { name: data.name, size: settings.imageSize };
  return ask((engine) => engine.augmented(images, augment, epoch));
}

/** Trains the chosen model on the chosen data. */
export function train(): Promise<void> {
  const { model, data, settings } = store.state;
  const { name, layers } = model;
  return perform({
    data: data.name,
    settings: settingsFor(taskOfData(data.name), settings),
    from: layers ? { name, layers } : { name },
  });
}

/** Goes on with a run, by its own settings as far as they are known. */
export function goOn(run: Run): Promise<void> {
  const { id, config } = run;
  const { settings, data } = store.state;
  return perform({
    data: dataNames.find((name) => name === config.data) ?? data.name,
    settings: settingsFor(taskOfRun(run), {
      ...settings,
      ...ownSettings(config),
      epochs: plannedEpochs(run, settings.epochs),
    }),
    from: { run: id },
  });
}

export function pause(): void {
  steer(
    { paused: true },
    ask((engine) => engine.pause()),
  );
}

export function resume(): void {
  steer(
    { paused: false },
    ask((engine) => engine.resume()),
  );
}

export function stop(): void {
  steer(
    { paused: false },
    ask((engine) => engine.stop()),
  );
}

/** For the training under way, and the next ones. */
export function setLearningRate(learningRate: number): void {
  changeSettings({ learningRate });
  steer(
    {},
    ask((engine) => engine.setLearningRate(learningRate)),
  );
}

/** Reads the runs of earlier visits, and shows the newest. */
export async function readRuns(): Promise<void> {
  await attempt(async () => {
    const runs = (await ask((engine) => engine.runs())).map((run) =>
      // It was under way when the page was left.
      run.state === 'training' ? { ...run, state: 'stopped' as const } : run,
    );
    const { shown } = store.state;
    store.update({ runs, shown: shown.some(Boolean) ? shown : [runs[0]?.id] });
  });
  store.update({ runsRead: true });
}

export async function openRun(files: readonly File[]): Promise<void> {
  await attempt(async () => {
    const { run, unkept } = await ask((engine) => engine.openRun(files));
    put(run);
    show(run.id, true);
    if (unkept) store.update({ failure: troubleText(unkept) });
  });
}

export async function removeRun(id: string): Promise<void> {
  await attempt(async () => {
    await ask((engine) => engine.removeRun(id));
    const { runs, shown } = store.state;
    store.update({
      runs: runs.filter((run) => run.id !== id),
      shown: shown.map((each) => (each === id ? undefined : each)),
    });
  });
}

/** Puts a run on the charts, in place of the first one when there are too many, or takes it off. */
export function show(id: string, visible: boolean): void {
  const shown = Array.from({ length: mostShown }, (_, place) => store.state.shown[place]);
  const place = shown.indexOf(id);
  if (visible === place >= 0) return;
  if (visible) shown[Math.max(0, shown.indexOf(undefined))] = id;
  else shown[place] = undefined;
  store.update({ shown });
}

/** Settings that count also where a run was trained without. */
const absent: Partial<Settings> = {
  imageSize: undefined,
  limit: undefined,
  momentum: undefined,
  nesterov: undefined,
  weightDecay: undefined,
  schedule: undefined,
  warmup: undefined,
  labelSmoothing: undefined,
  augment: undefined,
  normalize: undefined,
};

/** The settings that a run was trained by. Those that are chosen now are no part of them, unless it has none. */
function ownSettings({ model: _, data: __, ...own }: RunConfig): Partial<Settings> {
  return own.optimizer === undefined ? own : { ...absent, ...own };
}

async function perform(request: TrainingRequest): Promise<void> {
  store.update({ activity: { paused: false }, failure: undefined, finished: undefined });
  forgetGradients();
  try {
    const run = await ask((engine) => engine.train(request, proxy(hear)));
    put(run);
    store.update({ finished: run.id });
  } catch (error) {
    if (store.state.engine.status !== 'lost') store.update({ failure: errorText(error) });
  }
  store.update({ activity: undefined });
}

function hear(event: TrainingEvent): void {
  const { activity } = store.state;
  if (!activity) return;
  if (event.kind === 'progress') {
    const { progress } = event;
    store.update({ activity: { ...activity, progress } });
    const run = store.state.runs.find(({ id }) => id === activity.run);
    if (run && progress.point) put({ ...run, trace: [...run.trace, progress.point] });
    return;
  }
  if (event.kind === 'gradients') {
    hearGradients(event.figures);
    return;
  }
  if (event.kind === 'trouble') {
    store.update({ failure: troubleText(event.trouble) });
    return;
  }
  const { run } = event;
  put(run);
  if (activity.run !== run.id) {
    store.update({ activity: { ...activity, run: run.id } });
    show(run.id, true);
  }
}

function put(run: Run): void {
  const { runs } = store.state;
  const known = runs.some(({ id }) => id === run.id);
  store.update({ runs: known ? runs.map((each) => (each.id === run.id ? run : each)) : [run, ...runs] });
}

function steer(changes: { paused?: boolean }, done: Promise<void>): void {
  const { activity } = store.state;
  if (activity) store.update({ activity: { ...activity, ...changes } });
  done.catch((error) => store.update({ failure: errorText(error) }));
}
