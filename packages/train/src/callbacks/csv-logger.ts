import type { Callback, CallbackState } from './callback.js';
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
  return new CsvLogger(sink);
}

class CsvLogger extends EpochFiguresCallback {
  #begun = false;

  constructor(sink: Sink<string>) {
    super(async (epoch, figures) => {
      const head = this.#begun ? '' : line(['epoch', ...this.names]);
      this.#begun = true;
      await sink.append(head + line([epoch, ...Object.values(figures)]));
    });
  }

  /** So that the names are not written again when training is resumed. */
  state(): CallbackState {
    return { values: { begun: this.#begun } };
  }

  restore({ values }: CallbackState): void {
    this.#begun = (values as { begun: boolean }).begun;
  }
}

function line(fields: readonly (string | number)[]): string {
  return `${fields.map((field) => quoted(String(field))).join(',')}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
