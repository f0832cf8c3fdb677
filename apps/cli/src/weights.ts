import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ResizeMode, resizeModes } from '@cnn/datasets';
import { classifierNotes, loadModel, type Model } from '@cnn/layers';
import { FormatError } from '@cnn/tensor';
import * as v from 'valibot';
import { type DataChoice, dataChoices } from './catalog.js';
import { UsageError } from './errors.js';
import { givenPath, shownPath } from './paths.js';
import { runFiles } from './run-folder.js';
import type { Settings } from './settings.js';
import { reasonOf } from './system-error.js';
import { type Recipe, recipeSettings } from './train-settings.js';

/** A model as it was saved, and what is known about its training. */
export interface SavedModel {
  model: Model;
  /** The file that it came from. */
  path: string;
  /** The data set that it learned from, when it was trained with this program. */
  data: DataChoice | undefined;
  /** The options of the run that it came from, as far as they are known. */
  recipe: Partial<Recipe>;
  /** What its classes are called; undefined when nobody noted that. */
  classNames: readonly string[] | undefined;
  /** What was done with images of other proportions than it takes; undefined when nobody noted that. */
  imageResize: ResizeMode | undefined;
}

/** What a class is called. */
export function className({ classNames }: SavedModel, label: number): string {
  return classNames?.[label] ?? `class ${label}`;
}

/**
 * Loads a run folder's weights, or a `.safetensors` file.
 * @throws UsageError when there is nothing at the path; FormatError when the file is damaged.
 */
export async function loadWeights(typed: string): Promise<SavedModel> {
  const given = givenPath(typed);
  const isRun = await isFolder(given);
  const path = isRun ? join(given, runFiles.weights) : given;
  const missing = isRun ? `no ${runFiles.weights} in the folder` : 'no file at';
  const model = await modelIn(path, `${missing} ${shownPath(given)}`);
  const notes = classifierNotes(model);
  return {
    model,
    path,
    data: dataChoices.find((name) => name === notes.data),
    recipe: isRun ? await recipeIn(given) : {},
    classNames: notes.classNames,
    imageResize: resizeModes.find((mode) => mode === notes.imageResize),
  };
}

async function modelIn(path: string, missing: string): Promise<Model> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const what =
      error.code === 'ENOENT'
        ? `there is ${missing}`
        : `${shownPath(path)} cannot be read: ${reasonOf(error)}`;
    throw new UsageError(
      `--weights: ${what}; expected a run folder or a .safetensors file, such as train leaves below runs.`,
    );
  });
  try {
    return loadModel(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${shownPath(path)} cannot be loaded: ${error.message}`, { cause: error });
  }
}

/** What `train` noted about a run. A run without it, or with a part that nobody can use, is still a model. */
async function recipeIn(folder: string): Promise<Partial<Recipe>> {
  try {
    const noted: Record<string, unknown> = JSON.parse(await readFile(join(folder, runFiles.config), 'utf8'));
    const settings: Settings = recipeSettings;
    const usable = Object.entries(settings).filter(([name, { kind }]) => v.is(kind.schema, noted[name]));
    return Object.fromEntries(usable.map(([name]) => [name, noted[name]]));
  } catch {
    return {};
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
