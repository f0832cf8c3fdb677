import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { type Callback, csvLogger, ndjsonLogger, type Sink, tensorBoard } from '@cnn/train';

/** Makers of what writes the figures of epochs into a run's folder. */
const loggers = {
  csv: (folder: string) => csvLogger(fileSink(join(folder, 'log.csv'))),
  ndjson: (folder: string) => ndjsonLogger(fileSink(join(folder, 'log.ndjson'))),
  tensorboard: (folder: string) => {
    // As TensorFlow names them; a run that is resumed writes another.
    const file = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}.${process.pid}`;
    const sink = (part: string) => fileSink(join(folder, 'tensorboard', part, file));
    return tensorBoard({ train: sink('train'), validation: sink('validation') });
  },
};

type LogName = keyof typeof loggers;

export const logNames = Object.keys(loggers) as LogName[];

/** What writes these logs into a folder. */
export function loggersOf(names: readonly LogName[] = [], folder: string): Callback[] {
  return names.map((name) => loggers[name](folder));
}

function fileSink(path: string): Sink<string | Uint8Array> {
  return {
    append: async (contents) => {
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, contents);
    },
  };
}
