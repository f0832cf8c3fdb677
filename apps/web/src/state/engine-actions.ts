import type { Remote } from 'comlink';
import { EngineConnection } from '../engine/connection.js';
import type { Engine } from '../engine/engine.js';
import { store } from './app-state.js';

let connection: EngineConnection | undefined;

/** Starts the worker, or a new one in place of the one before. */
export async function startEngine(): Promise<void> {
  connection?.close();
  store.update({ engine: { status: 'starting' }, activity: undefined });
  const current = new EngineConnection({
    onLost: (reason) => store.update({ engine: { status: 'lost', reason }, activity: undefined }),
    onSilence: (silent) => (silent ? store.update({ engine: { status: 'silent' } }) : void findHost(current)),
  });
  connection = current;
  await findHost(current);
}

/** Asks the engine. @throws Error whose message is for people */
export function ask<T>(question: (engine: Remote<Engine>) => Promise<T>): Promise<T> {
  if (!connection) return Promise.reject(new Error('The worker has not been started.'));
  return connection.ask(question);
}

/** The sentence of an error. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function findHost(asked: EngineConnection): Promise<void> {
  try {
    const host = await asked.ask((engine) => engine.host());
    if (asked === connection) store.update({ engine: { status: 'ready', host } });
  } catch (error) {
    if (asked === connection) store.update({ engine: { status: 'lost', reason: sentenceOf(error) } });
  }
}
