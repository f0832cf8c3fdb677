import type { Task } from './protocol/task.js';

/**
 * What can go wrong in the engine that a person at the page can do something about, by kind, with the values that
 * are told. Some of it is thrown by the packages below; `about` of their errors has the same kinds.
 */
export interface Troubles {
  /** A file of an official data set is missing. */
  readonly 'file-missing': { readonly file: string };
  readonly 'file-damaged': { readonly file: string };
  /** Pictures cannot be decoded: some of them by name. */
  readonly 'images-broken': {
    readonly count: number;
    readonly total: number;
    readonly files: readonly string[];
  };
  /** A person's own picture cannot be decoded. */
  readonly 'picture-broken': object;
  readonly 'classes-few': { readonly classes: number };
  readonly 'address-wrong': { readonly address: string; readonly file: string };
  /** The server is out of reach, or forbids it (CORS). */
  readonly 'address-closed': { readonly url: string };
  readonly 'address-refused': { readonly url: string; readonly status: number };
  /** The connection broke while a file was on its way. */
  readonly 'download-broken': { readonly url: string };
  readonly 'data-absent': { readonly data: string };
  /** The browser gives no more room. */
  readonly 'no-room': { readonly what: 'data' | 'run' | 'photos' };
  /** The browser does not open what it keeps for the page. */
  readonly 'storage-closed': object;
  readonly 'layer-refuses': { readonly layer: string; readonly shape: string };
  readonly 'no-classifier': { readonly shape: string; readonly classes: number };
  /** A model of another kind is to be looked into. */
  readonly 'tells-no-classes': { readonly shape: string };
  /** A batch is too large; `most` is the largest one that fits, 0 when none does. */
  readonly memory: { readonly batch: number; readonly most: number };
  readonly 'memory-refused': { readonly bytes: number };
  readonly 'no-simd': object;
  readonly 'thread-died': object;
  readonly 'not-finite': { readonly epoch: number; readonly rate: number };
  readonly 'training-busy': object;
  readonly 'no-weights': object;
  readonly 'classes-differ': { readonly run: number; readonly data: number };
  /** There are as many classes, but others: what the first one that differs is called. */
  readonly 'classes-renamed': { readonly run: string; readonly data: string };
  /** The images are for another task than the run's network. */
  readonly 'task-differs': { readonly run: Task; readonly data: Task };
  readonly 'run-missing': { readonly files: readonly string[] };
  readonly 'zip-damaged': { readonly file: string };
  readonly 'json-damaged': { readonly file: string };
  readonly 'history-damaged': { readonly file: string };
}

export type TroubleKind = keyof Troubles;

/** A kind with its values. */
export type Trouble = { [K in TroubleKind]: { readonly kind: K } & Troubles[K] }[TroubleKind];

/** Why something is not kept beyond this visit. */
export type Unkept = Extract<Trouble, { readonly kind: 'no-room' | 'storage-closed' }>;

/** Options of an error that tells the page what it is about. */
export function about(trouble: Trouble, cause?: unknown): { about: Trouble; cause?: unknown } {
  return { about: trouble, ...(cause === undefined ? {} : { cause }) };
}
