import { type StudyState, store } from './app-state.js';
import { ask, sentenceOf } from './engine-actions.js';

/** Reads the list of lessons. */
export async function readLessons(): Promise<void> {
  try {
    const lessons = await ask((engine) => engine.lessons());
    change({ lessons, error: undefined });
  } catch (error) {
    change({ error: sentenceOf(error) });
  }
}

export function openLesson(name: string): void {
  change({ open: name, error: undefined });
}

/** Does the experiment of a lesson. */
export async function runLesson(name: string): Promise<void> {
  change({ running: name, error: undefined });
  // One that was begun meanwhile has ended this one.
  const current = (): boolean => store.state.study.running === name;
  try {
    const findings = await ask((engine) => engine.teach(name));
    if (current()) change({ findings: { ...store.state.study.findings, [name]: findings } });
  } catch (error) {
    if (current()) change({ error: sentenceOf(error) });
  }
  if (current()) change({ running: undefined });
}

function change(changes: Partial<StudyState>): void {
  store.update({ study: { ...store.state.study, ...changes } });
}
