import { DataError } from '@cnn/tensor';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DataName } from '../tasks/tasks.js';
import type { Photo } from './protocol/data.js';
import type { Run } from './protocol/run.js';
import { about, type Trouble, type Unkept } from './trouble.js';

/** A data set as it is kept: images stay bytes. */
export interface StoredData {
  readonly name: DataName;
  readonly classNames: readonly string[];
  readonly imageShape: readonly [number, number, number];
  readonly train: StoredSplit;
  readonly test: StoredSplit;
  readonly source: string;
}

export interface StoredSplit {
  readonly x: Uint8Array;
  readonly y: Int32Array;
}

interface Schema extends DBSchema {
  /** Runs by id, without their weights, so that a list of them is read at once. */
  runs: { key: string; value: Run };
  /** A checkpoint, or what a `model.safetensors` had, by the run's id. */
  weights: { key: string; value: Uint8Array<ArrayBuffer> };
  data: { key: DataName; value: StoredData };
  /** By their numbers. */
  photos: { key: number; value: Omit<Photo, 'id'> };
}

export type Database = IDBPDatabase<Schema>;

/** What the page keeps on this machine. @throws DataError when the browser does not open it */
export function openDatabase(): Promise<Database> {
  const opened = open().catch((cause: unknown) => {
    throw new DataError(
      `What this browser keeps for the page could not be opened (${cause}). Close other tabs with the page and load it again, or allow it to keep data.`,
      about({ kind: 'storage-closed' }, cause),
    );
  });
  // Whoever wants something of it hears of that; when nobody does, nobody has to.
  opened.catch(() => {});
  return opened;
}

/** Also what is thrown at once, where a browser forbids it, is a promise that is not kept. */
async function open(): Promise<Database> {
  return openDB<Schema>('cnn', 2, {
    upgrade: (database, before) => {
      if (before < 1) {
        database.createObjectStore('runs');
        database.createObjectStore('weights');
        database.createObjectStore('data');
      }
      database.createObjectStore('photos', { autoIncrement: true });
    },
  });
}

/** The database, unless the browser does not open it, in which case there is nothing in it. */
export function ifOpened(database: Promise<Database>): Promise<Database | undefined> {
  return database.catch(() => undefined);
}

/** What does not fit any more, in messages. */
const names = { data: 'The data set', run: 'The run', photos: 'The photo' };

/** Why the browser keeps nothing, or no more; undefined when an error is about something else. */
export function unkeptBecause(error: unknown): Unkept | undefined {
  const trouble = error instanceof DataError ? (error.about as Trouble | undefined) : undefined;
  return trouble?.kind === 'no-room' || trouble?.kind === 'storage-closed' ? trouble : undefined;
}

/** Waits for something to be written. @throws DataError when the browser gives no more room */
export async function whileThereIsRoom(what: keyof typeof names, written: Promise<unknown>): Promise<void> {
  try {
    await written;
  } catch (cause) {
    if (!(cause instanceof DOMException && cause.name === 'QuotaExceededError')) throw cause;
    throw new DataError(
      `${names[what]} cannot be kept: this browser gives the page no more room on this device. Delete runs, or free some space.`,
      about({ kind: 'no-room', what }, cause),
    );
  }
}
