import { errorText } from '../i18n/error-text.js';
import { store } from './app-state.js';

/** Does something that a person asked for; the page says why when it cannot be done. */
export async function attempt(task: () => Promise<void>): Promise<void> {
  store.update({ failure: undefined });
  try {
    await task();
  } catch (error) {
    store.update({ failure: errorText(error) });
  }
}
