import type { LayerSpec } from '../engine/protocol/model.js';
import type { Task } from '../engine/protocol/task.js';
import { errorText } from '../i18n/error-text.js';
import { type ModelName, taskOfModel, tasks } from '../tasks/tasks.js';
import { store } from './app-state.js';
import { ask } from './engine-actions.js';

/** Takes up a model of the catalogue, as it is. */
export function chooseModel(name: ModelName): Promise<void> {
  store.update({ model: { name } });
  return describeModel();
}

/** Takes a model for a task in place of one for another, which is kept for when it is wanted again. */
export function fitModel(task: Task): void {
  const { model, otherModels } = store.state;
  const { name, layers } = model;
  const before = taskOfModel(name);
  if (before === task) return;
  const kept = { ...otherModels, [before]: layers ? { name, layers } : { name } };
  const fitting = otherModels[task] ?? { name: tasks[task].models[0] };
  store.update({ model: { ...fitting, replaced: name }, otherModels: kept });
}

/** Takes layers in place of those that the model had. */
export function editLayers(layers: readonly LayerSpec[]): Promise<void> {
  const { name, figures } = store.state.model;
  store.update({ model: { name, layers, figures } });
  return describeModel();
}

/** Builds the chosen model for the chosen data, to see what it is or why it cannot be. */
export async function describeModel(): Promise<void> {
  const { data, model, settings } = store.state;
  if (!data.figures) return;
  const { imageShape, classNames } = data.figures;
  const { name, layers, replaced } = model;
  const spec = layers ? { name, layers } : { name };
  const purpose = { imageShape, classes: classNames.length };
  // The answer to an earlier question must not take the place of a later one's.
  const current = (): boolean =>
    store.state.model.name === name && store.state.model.layers === layers && store.state.data === data;
  try {
    const figures = await ask((engine) => engine.describe(spec, purpose, settings.batchSize));
    if (current()) store.update({ model: { name, layers, replaced, figures } });
  } catch (error) {
    const { figures } = store.state.model;
    if (current()) store.update({ model: { name, layers, replaced, figures, error: errorText(error) } });
  }
}
