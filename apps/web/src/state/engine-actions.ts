import type { Remote } from 'comlink';
import { EngineConnection } from '../engine/connection.js';
import type { Engine } from '../engine/engine.js';
import { aboutOf, errorText } from '../i18n/error-text.js';
import { store } from './app-state.js';

let connection: EngineConnection | undefined;

/** Starts the worker, or a new one in place of the one before. */
export async function startEngine(): Promise<void> {
  connection?.close();
  store.update({ engine: { status: 'starting' }, activity: undefined });
  const current = new EngineConnection({
    onLost: (reason) =>
      store.update({ engine: { status: 'lost', reason: errorText(reason) }, activity: undefined }),
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

/** The sentence of an error, in the language of now. */
export function sentenceOf(error: unknown): string {
  return errorText(error)[store.state.language];
}

async function findHost(asked: EngineConnection): Promise<void> {
  try {
    const host = await asked.ask((engine) => engine.host());
    if (asked === connection) store.update({ engine: { status: 'ready', host } });
  } catch (error) {
    const status = aboutOf(error)?.kind === 'no-simd' ? 'unable' : 'lost';
    if (asked === connection) store.update({ engine: { status, reason: errorText(error) } });
  }
}
