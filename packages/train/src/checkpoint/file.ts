import { type AnyModel, modelContents, readSafetensors, TRAINING_NOTE, writeSafetensors } from '@cnn/layers';
import { FormatError, type Tensor } from '@cnn/tensor';
import type { CallbackState } from '../callbacks/callback.js';
import type { FitProgress } from '../fit-progress.js';
import type { Checkpoint, FitState, LearnerState } from './checkpoint.js';
import { exactJson, fromExactJson } from './exact-json.js';

/** Goes up when files of before cannot be read any more. */
const VERSION = 1;

/** Names that no weight can have, whose names begin with that of a layer. */
const SLOT = '@optimizer/';
const CALLBACK = '@callback/';

/** The note, beside the tensors. */
interface TrainingNote {
  readonly version: number;
  readonly learner: Omit<LearnerState, 'weights' | 'slots'>;
  readonly fit: { readonly progress: FitProgress; readonly callbacks: readonly CallbackNote[] } | undefined;
}

/** A callback's state; its tensors are counted here and lie with the others. */
interface CallbackNote {
  readonly kind?: string | undefined;
  readonly values: unknown;
  readonly tensors: number;
}

/**
 * A checkpoint as a `.safetensors` file. It is a file of the model, too, which `loadModel` reads: what concerns
 * training lies beside the weights, and in a note of its own.
 */
export function writeCheckpoint(model: AnyModel, { learner, fit }: Checkpoint): Uint8Array<ArrayBuffer> {
  const { weights, slots, ...rest } = learner;
  const contents = modelContents(model);
  const tensors = new Map([...contents.tensors, ...weights]);
  for (const [name, slot] of slots) tensors.set(SLOT + name, slot);
  for (const [name, tensor] of callbackTensors(fit)) tensors.set(name, tensor);
  const callbacks = fit?.callbacks.map((state) => ({
    kind: state.kind,
    values: state.values ?? null,
    tensors: state.tensors?.length ?? 0,
  }));
  const note: TrainingNote = {
    version: VERSION,
    learner: rest,
    fit: fit && { progress: fit.progress, callbacks: callbacks! },
  };
  return writeSafetensors({ tensors, metadata: { ...contents.metadata, [TRAINING_NOTE]: exactJson(note) } });
}

/** @throws FormatError when the file is damaged, or is none of a checkpoint */
export function readCheckpoint(file: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSafetensors(file);
  const { learner, fit } = noteIn(metadata[TRAINING_NOTE]);
  const weights = new Map<string, Tensor>();
  const slots = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    if (name.startsWith(SLOT)) slots.set(name.slice(SLOT.length), tensor);
    else if (!name.startsWith(CALLBACK)) weights.set(name, tensor);
  }
  return {
    learner: { ...learner, weights, slots },
    fit: fit && {
      progress: fit.progress,
      callbacks: fit.callbacks.map((note, callback) => callbackState(note, callback, tensors)),
    },
  };
}

function callbackTensors(fit: FitState | undefined): [string, Tensor][] {
  const states = fit?.callbacks ?? [];
  return states.flatMap(({ tensors = [] }, callback) =>
    tensors.map((tensor, i): [string, Tensor] => [tensorName(callback, i), tensor]),
  );
}

function callbackState(
  { kind, values, tensors: count }: CallbackNote,
  callback: number,
  tensors: ReadonlyMap<string, Tensor>,
): CallbackState {
  const own = Array.from({ length: count }, (_, i) => tensors.get(tensorName(callback, i)));
  if (own.some((tensor) => !tensor)) damaged(`a tensor of callback ${callback} is missing`);
  return { ...(kind !== undefined && { kind }), values, tensors: own as Tensor[] };
}

function tensorName(callback: number, tensor: number): string {
  return `${CALLBACK}${callback}/${tensor}`;
}

function noteIn(text: string | undefined): TrainingNote {
  if (text === undefined) {
    throw new FormatError(
      `The file has no '${TRAINING_NOTE}' among its notes, which a checkpoint has; expected what trainer.checkpoint() gives. To go on from a model alone, load it with loadModel and compile it.`,
    );
  }
  let note: Partial<TrainingNote> | null;
  try {
    note = fromExactJson(text) as Partial<TrainingNote> | null;
  } catch (error) {
    damaged(`its note is not JSON (${(error as Error).message})`);
  }
  if (note?.version !== VERSION) {
    throw new FormatError(
      `The checkpoint has the version ${note?.version}; this library reads ${VERSION}. Use the library that wrote it.`,
    );
  }
  if (!isLearnerNote(note.learner)) damaged('its note does not tell how far training is');
  if (note.fit !== undefined && !isFitNote(note.fit)) damaged('its note does not tell how far fit is');
  return note as TrainingNote;
}

function isLearnerNote(note: Partial<TrainingNote['learner']> | undefined): boolean {
  return (
    typeof note?.optimizer === 'string' &&
    [note.seed, note.stepsTaken, note.epochsBegun].every(Number.isSafeInteger) &&
    (note.learningRate === undefined || typeof note.learningRate === 'number')
  );
}

function isFitNote({ progress, callbacks }: Partial<NonNullable<TrainingNote['fit']>>): boolean {
  return (
    Number.isSafeInteger(progress?.epoch) &&
    (progress!.figures === undefined || Array.isArray(progress!.figures)) &&
    Array.isArray(progress!.logs) &&
    progress!.logs.length === progress!.epoch &&
    typeof progress!.stopped === 'boolean' &&
    Number.isSafeInteger(progress!.batches?.samples) &&
    (progress!.underway === undefined || isUnderway(progress!.underway)) &&
    Array.isArray(callbacks) &&
    callbacks.every((note) => Number.isSafeInteger(note?.tensors))
  );
}

function isUnderway({ batch, totals }: NonNullable<FitProgress['underway']>): boolean {
  return Number.isSafeInteger(batch) && Array.isArray(totals?.sums) && Number.isSafeInteger(totals.samples);
}

function damaged(how: string): never {
  throw new FormatError(
    `The checkpoint is damaged: ${how}. Expected one that was written whole. Use another.`,
  );
}
