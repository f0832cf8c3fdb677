import { type Remote, wrap } from 'comlink';
import type { Engine } from './engine.js';

/** A worker with an engine in it, and what becomes of questions to one that has ended. */
interface Connection {
  readonly engine: Remote<Engine>;
  readonly lost: Promise<never>;
}

let connection: Connection | undefined;

/** The worker that all elements of a page share, started by the first question. */
function connect(): Connection {
  if (connection) return connection;
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const lost = new Promise<never>((_, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      connection = undefined;
      reject(
        new Error(
          `The worker that computes has ended (${event.message || 'it could not be started'}). Load the page again.`,
        ),
      );
    };
  });
  // Whoever waits for an answer hears of it; when nobody does, nobody has to.
  lost.catch(() => {});
  connection = { engine: wrap<Engine>(worker), lost };
  return connection;
}

/** Asks the engine. @throws what the engine throws, and Error when the worker ends before it answers */
export function ask<T>(question: (engine: Remote<Engine>) => Promise<T>): Promise<T> {
  const { engine, lost } = connect();
  return Promise.race([question(engine), lost]);
}
