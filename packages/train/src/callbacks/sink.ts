import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/** Where a logger writes to: a file, a page, a socket. Training waits for it. */
export interface Sink<T> {
  /** Adds to the end of what is there. */
  append(contents: T): void | Promise<void>;
}

/** @throws ConfigError for what is no sink */
export function checkSink(logger: string, sink: Sink<never>): void {
  if (typeof sink?.append === 'function') return;
  throw new ConfigError(
    `${logger} was given ${show(sink)} to write to; it needs an object with a method append. Pass one such as { append: (text) => appendFile('log', text) }.`,
  );
}
