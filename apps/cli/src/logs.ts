import { appendFile, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { type Callback, csvLogger, ndjsonLogger, type Sink, tensorBoard } from '@cnn/train';
import { LogFiles, logPaths } from './log-files.js';
import { writeError } from './whole-file.js';

/** Makers of what writes the figures of epochs into a run's folder. */
const loggers = {
  csv: (folder: string) => csvLogger(fileSink(join(folder, logPaths.csv))),
  ndjson: (folder: string) => ndjsonLogger(fileSink(join(folder, logPaths.ndjson))),
  tensorboard: (folder: string) => {
    // As TensorFlow names them; a run that is resumed writes another.
    const file = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}.${process.pid}`;
    const sink = (part: string) => fileSink(join(folder, logPaths.tensorboard, part, file));
    return tensorBoard({ train: sink('train'), validation: sink('validation') });
  },
};

type LogName = keyof typeof loggers;

export const logNames = Object.keys(loggers) as LogName[];

/** What writes these logs into a folder, and has them fit the checkpoint when a run is resumed. */
export function loggersOf(names: readonly LogName[] = [], folder: string): Callback[] {
  if (names.length === 0) return [];
  return [...names.map((name) => loggers[name](folder)), new LogFiles(folder)];
}

function fileSink(path: string): Sink<string | Uint8Array> {
  return {
    append: async (contents) => {
      try {
        await mkdir(dirname(path), { recursive: true });
        await appendFile(path, contents);
      } catch (error) {
        throw writeError(path, error);
      }
    },
  };
}
