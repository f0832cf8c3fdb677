import { proxy } from 'comlink';
import type { OfficialData } from '../engine/data-files.js';
import type { DataFigures, LoadProgress, PictureFile } from '../engine/protocol/data.js';
import { errorText } from '../i18n/error-text.js';
import { type DataName, taskOfData } from '../tasks/tasks.js';
import { store } from './app-state.js';
import { ask } from './engine-actions.js';
import { describeModel, fitModel } from './model-actions.js';

/** Takes up a data set; one that was never loaded is then asked for. */
export async function chooseData(name: DataName): Promise<void> {
  const { imageSize } = store.state.settings;
  await take(name, () => ask((engine) => engine.data(name, imageSize)));
}

/** Has the chosen images drawn in another size. */
export async function chooseSize(imageSize: number): Promise<void> {
  store.update({ settings: { ...store.state.settings, imageSize } });
  await chooseData(store.state.data.name);
}

export async function openOfficial(name: OfficialData, files: readonly File[]): Promise<void> {
  await take(name, () => ask((engine) => engine.openOfficial(name, files)));
}

export async function downloadOfficial(name: OfficialData, address: string): Promise<void> {
  await take(name, (told) => ask((engine) => engine.downloadOfficial(name, address, told)));
}

export async function openImages(files: readonly PictureFile[], size: number): Promise<void> {
  await take('images', (told) => ask((engine) => engine.openImages(files, size, told)));
}

/** Makes the photos that were taken the data set. */
export async function openPhotos(size: number): Promise<void> {
  await take('camera', (told) => ask((engine) => engine.openPhotos(size, told)));
}

/** Back to choosing files, for a data set that has some. */
export function replaceData(): void {
  const { name } = store.state.data;
  store.update({ data: { name } });
}

async function take(
  name: DataName,
  load: (told: (progress: LoadProgress) => void) => Promise<DataFigures | undefined>,
): Promise<void> {
  const loading = { done: 0, total: undefined };
  store.update({ data: { name, loading } });
  fitModel(taskOfData(name));
  // Whoever chooses something else meanwhile does not want to hear of this any more.
  const wanted = (): boolean => store.state.data.name === name;
  try {
    const told = proxy((progress: LoadProgress) => {
      if (wanted() && store.state.data.loading) store.update({ data: { name, loading: progress } });
    });
    const figures = await load(told);
    if (!wanted()) return;
    store.update({ data: { name, figures } });
    if (figures) await describeModel();
  } catch (error) {
    if (wanted()) store.update({ data: { name, error: errorText(error) } });
  }
}
