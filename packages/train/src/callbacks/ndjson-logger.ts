import type { Callback } from './callback.js';
import { EpochFiguresCallback } from './epoch-figures.js';
import { checkSink, type Sink } from './sink.js';

/**
 * Writes the figures of each epoch as a line of JSON: `{"epoch":0,"loss":…,"learningRate":…}`. What is no finite number
 * is `null`, because JSON has no word for it.
 * @throws ConfigError when `sink` has no method `append`
 * @example ndjsonLogger({ append: (text) => appendFile('log.ndjson', text) })
 */
export function ndjsonLogger(sink: Sink<string>): Callback {
  checkSink('ndjsonLogger', sink);
  return new EpochFiguresCallback('ndjsonLogger', (epoch, figures) =>
    sink.append(`${JSON.stringify({ epoch, ...figures })}\n`),
  );
}
