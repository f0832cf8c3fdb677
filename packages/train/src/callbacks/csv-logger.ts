import type { Callback } from './callback.js';
import { EpochFiguresCallback } from './epoch-figures.js';
import { checkSink, type Sink } from './sink.js';

/**
 * Writes the figures of each epoch as a line of CSV (RFC 4180), as Keras' `CSVLogger`: the epoch from 0, losses and
 * metrics, and the learning rate at the epoch's begin, below a line with their names.
 * @throws ConfigError when `sink` has no method `append`
 * @example csvLogger({ append: (text) => appendFile('log.csv', text) })
 */
export function csvLogger(sink: Sink<string>): Callback {
  checkSink('csvLogger', sink);
  return new EpochFiguresCallback('csvLogger', (epoch, figures, first) => {
    const head = first ? line(['epoch', ...Object.keys(figures)]) : '';
    return sink.append(head + line([epoch, ...Object.values(figures)]));
  });
}

function line(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quoted(String(field))).join(',')}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
