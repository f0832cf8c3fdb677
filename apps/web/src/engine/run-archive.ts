import { type ClassifierNotes, classifierNotes, loadModel, type Model, saveModel } from '@cnn/layers';
import { FormatError } from '@cnn/tensor';
import { type Database, ifOpened, whileThereIsRoom } from './database.js';
import {
  type EpochFigures,
  type Found,
  keptPart,
  type Run,
  type RunConfig,
  type RunFiles,
  type RunZip,
} from './protocol/run.js';
import { withoutZips, zipOfRun } from './run-zip.js';
import { about } from './trouble.js';

/** A run and its weights, of the same moment, as far as there are any. */
interface Kept {
  readonly run: Run | undefined;
  readonly weights: Uint8Array<ArrayBuffer> | undefined;
}

/** All runs that are kept on this machine, with their weights; where the browser keeps nothing, those of this visit. */
export class RunArchive {
  readonly #database: Promise<Database>;
  /** What the browser does not keep. */
  readonly #held = new Map<string, Kept>();

  constructor(database: Promise<Database>) {
    this.#database = database;
  }

  /** The newest first. */
  async list(): Promise<Run[]> {
    const runs = await (await this.#database).getAll('runs');
    return runs.sort((a, b) => (startOf(a) < startOf(b) ? 1 : -1));
  }

  /** @throws DataError when the browser keeps nothing, so that it is held for this visit, or gives no more room */
  async save(run: Run, weights?: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!(await ifOpened(this.#database))) {
      this.#held.set(run.id, { run, weights: weights ?? this.#held.get(run.id)?.weights });
    }
    const transaction = (await this.#database).transaction(['runs', 'weights'], 'readwrite');
    const written = [
      weights && transaction.objectStore('weights').put(weights, run.id),
      transaction.objectStore('runs').put(run, run.id),
      transaction.done,
    ];
    await whileThereIsRoom('run', Promise.all(written));
  }

  /** In one transaction, because a training may be about to save the next epoch. */
  async read(id: string): Promise<Kept> {
    const transaction = (await ifOpened(this.#database))?.transaction(['runs', 'weights']);
    if (!transaction) return this.#held.get(id) ?? { run: undefined, weights: undefined };
    const [run, weights] = await Promise.all([
      transaction.objectStore('runs').get(id),
      transaction.objectStore('weights').get(id),
    ]);
    return { run, weights };
  }

  /** @throws FormatError when the run has no weights, or is gone */
  async model(id: string): Promise<Model> {
    const { weights } = await this.read(id);
    if (weights) return loadModel(weights);
    throw new FormatError(
      'This run has no weights to look at; choose one with a model.safetensors.',
      about({ kind: 'no-weights' }),
    );
  }

  async remove(id: string): Promise<void> {
    this.#held.delete(id);
    const transaction = (await ifOpened(this.#database))?.transaction(['runs', 'weights'], 'readwrite');
    if (!transaction) return;
    transaction.objectStore('weights').delete(id);
    transaction.objectStore('runs').delete(id);
    await transaction.done;
  }

  /** The run as the files that the command line writes. */
  async files(id: string): Promise<RunFiles> {
    const { run, weights } = await this.#existing(id);
    return filesOf(run, weights);
  }

  /** All of these as one file. */
  async zip(id: string): Promise<RunZip> {
    const { run, weights } = await this.#existing(id);
    return zipOfRun(run, filesOf(run, weights));
  }

  async #existing(id: string): Promise<Kept & { readonly run: Run }> {
    const { run, weights } = await this.read(id);
    if (run) return { run, weights };
    throw new FormatError(`There is no run ${id} any more; another tab has removed it. Reload the page.`);
  }
}

/** Without figures of epochs that the weights have not had: the files are of the same moment. */
function filesOf(whole: Run, weights: Uint8Array<ArrayBuffer> | undefined): RunFiles {
  const run = keptPart(whole);
  // Whoever opens the files takes a checkpoint for one of all epochs.
  const checkpoint = run.resumable && !run.epochsBefore ? weights : undefined;
  const found: Found = checkpoint ? { ...run.found, checkpointOf: 'page' } : run.found;
  const model = weights && (run.resumable ? saveModel(loadModel(weights)) : weights);
  return {
    'config.json': json({ ...run.config, run: found }),
    'history.json': json({ epochs: run.epochs, test: run.test }),
    ...(model ? { 'model.safetensors': model } : {}),
    ...(checkpoint ? { 'checkpoint.safetensors': checkpoint } : {}),
  };
}

/**
 * A run from files that the command line or this page wrote: its folder, also as a zip, or as many of its files as there
 * are.
 * @throws FormatError when there are none of them, or one is damaged
 */
export async function runFromFiles(
  given: readonly File[],
): Promise<{ run: Run; weights: Uint8Array<ArrayBuffer> | undefined }> {
  const files = await withoutZips(given);
  const named = (pattern: RegExp): File | undefined => files.find(({ name }) => pattern.test(name));
  const configFile = named(/^config.*\.json$/i);
  const { run: found, ...config } = (configFile ? await jsonIn(configFile) : {}) as ConfigFile;
  // Not a checkpoint that only the command line goes on from.
  const checkpoint = found?.checkpointOf === 'page' ? named(/^checkpoint.*\.safetensors$/i) : undefined;
  const weightsFile = checkpoint ?? named(/^model.*\.safetensors$/i) ?? named(/\.safetensors$/i);
  const historyFile = named(/^history.*\.json$/i);
  if (!weightsFile && !historyFile) {
    throw new FormatError(
      `${given.map(({ name }) => name).join(', ') || 'Nothing'} was given; expected a run's model.safetensors or history.json, or its folder. Choose what train left below runs.`,
      about({ kind: 'run-missing', files: given.map(({ name }) => name) }),
    );
  }
  const weights = weightsFile && new Uint8Array(await weightsFile.arrayBuffer());
  const notes: ClassifierNotes = weights ? classifierNotes(loadModel(weights)) : {};
  const history = historyFile ? ((await jsonIn(historyFile)) as Partial<Run>) : {};
  const run: Run = {
    id: crypto.randomUUID(),
    config: {
      ...config,
      model: config.model ?? notes.model ?? weightsFile?.name ?? '?',
      data: config.data ?? notes.data ?? '?',
    },
    found: found ?? {},
    epochs: epochsIn(historyFile?.name ?? '', history.epochs ?? []),
    trace: [],
    test: history.test ?? null,
    state: 'opened',
    hasWeights: weights !== undefined,
    resumable: checkpoint !== undefined,
  };
  return { run, weights };
}

type ConfigFile = Partial<RunConfig> & { readonly run?: Found };

async function jsonIn(file: File): Promise<object> {
  const text = await file.text();
  try {
    const contents: unknown = JSON.parse(text);
    if (typeof contents === 'object' && contents !== null) return contents;
  } catch {
    // Said below.
  }
  throw new FormatError(
    `${file.name} is not JSON, or holds no object; it is damaged. Choose it from the run's folder.`,
    about({ kind: 'json-damaged', file: file.name }),
  );
}

function epochsIn(file: string, epochs: unknown): EpochFigures[] {
  const isEpoch = (each: EpochFigures): boolean => Number.isFinite(each?.epoch) && 'loss' in each;
  if (Array.isArray(epochs) && epochs.every(isEpoch)) return epochs;
  throw new FormatError(
    `${file} has no list of epochs with their figures; expected what train writes. Choose another file.`,
    about({ kind: 'history-damaged', file }),
  );
}

function startOf({ found }: Run): string {
  return found.startedAt ?? '';
}

function json(contents: object): string {
  return `${JSON.stringify(contents, null, 2)}\n`;
}
