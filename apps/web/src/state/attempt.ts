import { store } from './app-state.js';
import { sentenceOf } from './engine-actions.js';

/** Does something that a person asked for; the page says why when it cannot be done. */
export async function attempt(task: () => Promise<void>): Promise<void> {
  store.update({ failure: undefined });
  try {
    await task();
  } catch (error) {
    store.update({ failure: sentenceOf(error) });
  }
}
