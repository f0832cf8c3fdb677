import { store } from './app-state.js';
import { chooseData } from './data-actions.js';
import { startEngine } from './engine-actions.js';
import { readRuns } from './run-actions.js';

/** Starts the worker, or a new one after the last was lost, and reads what the page shows. */
export async function start(): Promise<void> {
  await startEngine();
  if (store.state.engine.status === 'ready')
    await Promise.all([readRuns(), chooseData(store.state.data.name)]);
}
