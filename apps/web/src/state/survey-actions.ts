import { proxy } from 'comlink';
import type { ClassSurvey, Survey } from '../engine/protocol/survey.js';
import { imagesOf } from '../look/confusion.js';
import { worstOf } from '../look/worst.js';
import { type Cell, type SurveyState, store } from './app-state.js';
import { ask, sentenceOf } from './engine-actions.js';

/** How many images are shown at once. */
const mostShown = 12;

/** Asks the run that is looked at about all test images. */
export async function surveyRun(): Promise<void> {
  const { look, runs } = store.state;
  const { run, data } = look;
  if (run === undefined || data === undefined) return;
  const epochs = runs.find(({ id }) => id === run)?.epochs.length ?? 0;
  const begun: SurveyState = { run, data, epochs, progress: { done: 0, total: undefined } };
  store.update({ survey: begun });
  // Another run may be asked before this one has answered.
  const current = (): boolean => store.state.survey?.run === run && store.state.survey.epochs === epochs;
  try {
    const result = await ask<Survey>((engine) =>
      engine.survey(
        run,
        data,
        proxy((progress) => {
          if (current()) store.update({ survey: { ...begun, progress } });
        }),
      ),
    );
    if (!current()) return;
    store.update({ survey: { ...begun, progress: undefined, result } });
    await showWorst();
  } catch (error) {
    if (current()) store.update({ survey: { ...begun, progress: undefined, error: sentenceOf(error) } });
  }
}

/** Shows the images of a cell of the confusion matrix. */
export async function openCell(cell: Cell): Promise<void> {
  const { result } = store.state.survey!;
  await showImages(cell, imagesOf(result as ClassSurvey, cell.truth, cell.prediction));
}

/** Shows the images that the run is most wrong about. */
export async function showWorst(): Promise<void> {
  await showImages(undefined, worstOf(store.state.survey!.result!));
}

async function showImages(cell: Cell | undefined, found: readonly number[]): Promise<void> {
  const { data, result } = store.state.survey!;
  const images = found.slice(0, mostShown);
  change({ cell });
  // The answer to an earlier question must not take the place of a later one's.
  const current = (): boolean => store.state.survey?.result === result && store.state.survey?.cell === cell;
  try {
    const [size] = store.state.look.figures!.imageShape;
    const sheet = await ask((engine) => engine.testPictures(data, images, size));
    if (current()) change({ shown: { images, all: found.length, sheet } });
  } catch (error) {
    if (current()) change({ error: sentenceOf(error) });
  }
}

function change(changes: Partial<SurveyState>): void {
  store.update({ survey: { ...store.state.survey!, ...changes } });
}
