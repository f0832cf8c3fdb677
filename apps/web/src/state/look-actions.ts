import type { Subject } from '../engine/protocol/look.js';
import type { NeuronPlace } from '../engine/protocol/neuron.js';
import type { Run } from '../engine/protocol/run.js';
import { type DataName, dataNames } from '../tasks/tasks.js';
import { type LookState, store } from './app-state.js';
import { ask, sentenceOf } from './engine-actions.js';
import { Latest } from './latest.js';

/** A drawing may change faster than it is looked into. */
const questions = new Latest();
/** So may the pixel that is pointed at. */
const neuronQuestions = new Latest();

/** Takes up a run to look inside of, with the test images of its data. */
export async function lookAt(run: Run): Promise<void> {
  const data = dataOf(run);
  const { own, image, picture, figures } = store.state.look;
  change({ run: run.id, data, own, image, picture, figures });
  try {
    const figures = await ask((engine) => engine.lookFigures(run.id, data));
    if (store.state.look.run !== run.id) return;
    const { look } = store.state;
    const known = look.image < (figures.samples?.labels.length ?? 0);
    // Without test images there are pictures of one's own.
    change({ ...look, own: look.own || !figures.samples, image: known ? look.image : 0, figures });
    await inspect();
  } catch (error) {
    // What there is of a run before has nothing to do with this one.
    if (store.state.look.run === run.id)
      change({ run: run.id, own, image, picture, error: sentenceOf(error) });
  }
}

/** Looks at one of the test images. */
export async function lookAtImage(image: number): Promise<void> {
  change({ ...store.state.look, own: false, image });
  await inspect();
}

/** Looks at a picture of a person's own: another one, the one of before, or none until there is one. */
export async function lookAtPicture(picture = store.state.look.picture): Promise<void> {
  change({ ...store.state.look, own: true, picture });
  await inspect();
}

/** Looks at no picture until there is another. */
export async function forgetPicture(): Promise<void> {
  change({ ...store.state.look, picture: undefined });
  await inspect();
}

/** Asks anew, because the weights have changed for instance. */
export function inspect(): Promise<void> {
  return questions.run(askAboutSubject);
}

/** Asks which parts of the image the answer suffers without, which takes many passes. */
export async function occlude(): Promise<void> {
  const { run, data, report } = store.state.look;
  const subject = subjectOf(store.state.look);
  if (run === undefined || data === undefined || subject === undefined) return;
  // The answer to an earlier question must not take the place of a later one's.
  const current = (): boolean => store.state.look.report === report;
  change({ ...store.state.look, occlusion: 'asked' });
  try {
    const occlusion = await ask((engine) => engine.occlude(run, data, subject));
    if (current()) change({ ...store.state.look, occlusion });
  } catch (error) {
    if (current()) change({ ...store.state.look, occlusion: undefined, error: sentenceOf(error) });
  }
}

/** Takes a number of a layer apart; without one, closes what was. */
export async function lookAtNeuron(neuron: NeuronPlace | undefined): Promise<void> {
  const { look } = store.state;
  change({ ...look, neuron, neuronReport: neuron && look.neuronReport });
  await neuronQuestions.run(askAboutNeuron);
}

async function askAboutNeuron(): Promise<void> {
  const { run, data, neuron } = store.state.look;
  const subject = subjectOf(store.state.look);
  if (run === undefined || data === undefined || subject === undefined || !neuron) return;
  const current = (): boolean => store.state.look.run === run && store.state.look.neuron === neuron;
  try {
    const neuronReport = await ask((engine) => engine.neuron(run, data, subject, neuron));
    if (current()) change({ ...store.state.look, neuronReport });
  } catch (error) {
    if (current()) change({ ...store.state.look, neuron: undefined, error: sentenceOf(error) });
  }
}

async function askAboutSubject(): Promise<void> {
  const { run, data } = store.state.look;
  const subject = subjectOf(store.state.look);
  if (run === undefined || data === undefined) return;
  if (subject === undefined) {
    change({ ...store.state.look, report: undefined, occlusion: undefined, error: undefined });
    return;
  }
  // While one draws, what was found of the drawing a moment ago is better than nothing.
  const current = (): boolean => {
    const now = subjectOf(store.state.look);
    return store.state.look.run === run && (now === subject || (isDrawing(now) && isDrawing(subject)));
  };
  try {
    const report = await ask((engine) => engine.inspect(run, data, subject));
    if (!current()) return;
    change({ ...store.state.look, report, occlusion: undefined, error: undefined });
    await neuronQuestions.run(askAboutNeuron);
  } catch (error) {
    if (current()) change({ ...store.state.look, report: undefined, error: sentenceOf(error) });
  }
}

/** What is looked at now; undefined while nothing is. */
function subjectOf({ own, image, picture, figures }: LookState): Subject | undefined {
  if (own) return picture;
  return figures?.samples ? image : undefined;
}

function isDrawing(subject: Subject | undefined): boolean {
  return subject instanceof ImageData;
}

function change(look: LookState): void {
  store.update({ look });
}

/** That the run learned from, where the page knows it; else what is chosen now. */
function dataOf({ config }: Run): DataName {
  return dataNames.find((name) => name === config.data) ?? store.state.data.name;
}
