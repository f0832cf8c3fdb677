import { imageFolderFromFiles, type NamedFile } from '@cnn/datasets';
import { loadModel, type Model, saveModel } from '@cnn/layers';
import type { Findings, GradientFlow, GreyImage, PooledShift, Pooling, PoolingShift } from '@cnn/lessons';
import { ConfigError, DataError, LastingSession } from '@cnn/tensor';
import { type DataName, taskOfData, taskOfModel } from '../tasks/tasks.js';
import { augmentedSamples, imagesPreviewed } from './augmentation-preview.js';
import { type OfficialData, officialFiles, readOfficial } from './data-files.js';
import { DataLibrary } from './data-library.js';
import { openDatabase, unkeptBecause } from './database.js';
import { download } from './download.js';
import { inspect, type LabelledImage } from './inspection.js';
import { lookFigures } from './look-figures.js';
import { figuresOf } from './models.js';
import { neuronReport } from './neuron-report.js';
import { occlusionMap } from './occlusion-map.js';
import { imageShapeOf, ownImage } from './own-image.js';
import { PhotoAlbum } from './photo-album.js';
import type { DataFigures, LoadProgress, Photo, PictureFile, Samples } from './protocol/data.js';
import type { Host, LessonTitle } from './protocol/host.js';
import type { ImageReport, LookFigures, PictureSheet, Subject } from './protocol/look.js';
import type { ModelFigures, ModelSpec, Purpose } from './protocol/model.js';
import type { NeuronPlace, NeuronReport } from './protocol/neuron.js';
import type { OpenedRun, Run, RunFiles, RunZip } from './protocol/run.js';
import type { Survey } from './protocol/survey.js';
import type { TrainingEvent, TrainingRequest } from './protocol/training.js';
import { RunArchive, runFromFiles } from './run-archive.js';
import { loadTask, loadTasks, taskOf } from './tasks/load-task.js';
import { pictures } from './tasks/samples.js';
import type { ImageSplits, Images } from './tasks/task-work.js';
import { Training } from './training.js';
import { about } from './trouble.js';

/** All that the page can ask its worker to do. Errors have messages for people. */
export class Engine {
  readonly #database = openDatabase();
  readonly #library = new DataLibrary(this.#database);
  readonly #archive = new RunArchive(this.#database);
  readonly #album = new PhotoAlbum(this.#database);
  readonly #session = new LastingSession();
  #training: Training | undefined;
  #lesson = new AbortController();
  #flow = new AbortController();
  /** By the sizes of pictures and windows, because a person goes to and fro between these. */
  readonly #poolings = new Map<string, PoolingShift>();
  #gradientsWanted = false;
  /** Also while a training is being prepared. */
  #busy = false;

  /** What it computes on. @throws KernelError when this browser cannot */
  host(): Promise<Host> {
    return this.#session.use(async ({ threads, variant }) => ({ threads, variant }));
  }

  /** Answers, to show that it is there. */
  ping(): true {
    return true;
  }

  /** Addresses of all that the worker is made of, also of what is loaded when it is wanted. */
  async resources(): Promise<string[]> {
    await Promise.all([import('@cnn/lessons'), import('fflate'), loadTasks()]);
    return [self.location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)];
  }

  /**
   * A data set in figures; undefined when its files were never given.
   * @param size of images that are drawn in any size
   */
  data(name: DataName, size?: number): Promise<DataFigures | undefined> {
    return this.#library.figures(name, size);
  }

  /** Reads official files and keeps them. @throws DataError */
  async openOfficial(name: OfficialData, files: readonly File[]): Promise<DataFigures> {
    const contents = await namedFiles(files.map((file) => ({ path: file.name, file })));
    return this.#library.add(name, await readOfficial(name, contents));
  }

  /** Downloads official files from below an address and keeps them. @throws DataError */
  async downloadOfficial(
    name: OfficialData,
    address: string,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<DataFigures> {
    const files = await download(address, officialFiles(name), onProgress);
    return this.#library.add(name, await readOfficial(name, files));
  }

  /** Decodes a person's own pictures, `size` × `size`, and keeps them. @throws DataError */
  async openImages(
    files: readonly PictureFile[],
    size: number,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<DataFigures> {
    return this.#library.add(
      'images',
      await imageFolderFromFiles(await namedFiles(files), { size, onProgress }),
    );
  }

  photos(): Promise<Photo[]> {
    return this.#album.list();
  }

  /** Keeps a photo of a class. @returns its number @throws DataError when the browser gives no more room */
  addPhoto(className: string, jpeg: Uint8Array<ArrayBuffer>): Promise<number> {
    return this.#album.add(className, jpeg);
  }

  removePhotos(ids: readonly number[]): Promise<void> {
    return this.#album.remove(ids);
  }

  /** Makes the photos that were taken a data set, `size` × `size`. @throws DataError */
  async openPhotos(size: number, onProgress: (progress: LoadProgress) => void): Promise<DataFigures> {
    return this.#library.add('camera', await this.#album.dataset(size, onProgress));
  }

  /** Forgets a data set. */
  removeData(name: DataName): Promise<void> {
    return this.#library.remove(name);
  }

  /**
   * Some training images as they are, then as training would see them in the epochs from `epoch` on.
   * @throws ConfigError or ShapeError for transforms that such images do not allow
   */
  async augmented(
    { name, size }: { readonly name: DataName; readonly size?: number | undefined },
    augment: readonly string[],
    epoch: number,
  ): Promise<Samples> {
    const { train } = await this.#splits(name, imagesPreviewed, size);
    const task = await loadTask(taskOfData(name));
    return augmentedSamples(train, task.transforms(augment), epoch);
  }

  /** A model in figures, without computing anything. @throws ConfigError or ShapeError, naming the layer */
  async describe(spec: ModelSpec, purpose: Purpose, batchSize: number): Promise<ModelFigures> {
    const task = await loadTask(taskOfModel(spec.name));
    return figuresOf(task.build(spec, purpose), batchSize);
  }

  /**
   * Trains until all epochs are done or `stop`.
   * @throws ConfigError, ShapeError or DataError for what cannot be trained; KernelError when a thread dies
   */
  async train(request: TrainingRequest, listener: (event: TrainingEvent) => void): Promise<Run> {
    if (this.#busy) {
      throw new ConfigError(
        'A training is under way, and another was asked for; one runs at a time. Stop it first.',
        about({ kind: 'training-busy' }),
      );
    }
    this.#busy = true;
    try {
      const splits = await this.#splits(request.data, request.settings.limit, request.settings.imageSize);
      const task = await loadTask(taskOfData(request.data));
      return await this.#session.use((session) => {
        this.#training = new Training({
          request,
          task,
          splits,
          session,
          archive: this.#archive,
          listener,
          gradientsWanted: this.#gradientsWanted,
        });
        return this.#training.complete();
      });
    } finally {
      this.#training = undefined;
      this.#busy = false;
    }
  }

  pause(): void {
    this.#training?.pause();
  }

  resume(): void {
    this.#training?.resume();
  }

  stop(): void {
    this.#training?.stop();
  }

  /** From the next step on. @throws ConfigError */
  setLearningRate(rate: number): void {
    this.#training?.setLearningRate(rate);
  }

  /** Whether the trainings of this visit tell of the gradients of each layer. */
  measureGradients(wanted: boolean): void {
    this.#gradientsWanted = wanted;
    if (this.#training) this.#training.gradientsWanted = wanted;
  }

  /** What a run's model can be shown. @throws FormatError without weights; ConfigError when it takes no images */
  async lookFigures(run: string, name: DataName): Promise<LookFigures> {
    const model = await this.#modelOf(run);
    const fits = (await taskOf(model)) === taskOfData(name);
    const [size] = imageShapeOf(model);
    return lookFigures(model, fits ? await this.#library.firstTestImages(name, size) : undefined);
  }

  /**
   * Some of the test images of a data set, by their numbers.
   * @param size of images that are drawn in any size
   * @throws DataError when it was never loaded
   */
  async testPictures(name: DataName, images: readonly number[], size: number): Promise<PictureSheet> {
    const { x } = await this.#testImages(name, size);
    const [, height, width, channels] = x.shape as [number, number, number, 1 | 3];
    return { count: images.length, height, width, channels, pixels: pictures(x, images) };
  }

  /**
   * What a run's model makes of all test images; for the run under way, with the weights of this moment.
   * @throws FormatError without weights; ShapeError when the model takes other images
   */
  async survey(run: string, name: DataName, onProgress: (progress: LoadProgress) => void): Promise<Survey> {
    const learning = this.#training?.modelOf(run);
    // A copy, because training would change it between two images.
    const model = learning ? loadModel(saveModel(learning)) : await this.#archive.model(run);
    const task = await loadTask(await taskOf(model));
    const images = await this.#testImages(name, imageShapeOf(model)[0]);
    return this.#session.use((session) => task.survey(model, images, session, onProgress));
  }

  /**
   * What a run's model makes of an image. For the run under way, with the weights of this moment.
   * @throws FormatError without weights; ShapeError when the model takes other images; DataError for a picture that
   * cannot be decoded
   */
  async inspect(run: string, name: DataName, subject: Subject): Promise<ImageReport> {
    const model = await this.#modelOf(run);
    const task = await loadTask(await taskOf(model));
    const image = await this.#imageOf(subject, model, name);
    return this.#session.use((session) => inspect(task, model, image, session));
  }

  /**
   * How one number of a layer came about for an image.
   * @throws as {@link inspect}, and ConfigError when there is no such number
   */
  async neuron(run: string, name: DataName, subject: Subject, place: NeuronPlace): Promise<NeuronReport> {
    const model = await this.#modelOf(run);
    const { image } = await this.#imageOf(subject, model, name);
    return this.#session.use((session) => neuronReport(model, image, place, session));
  }

  /**
   * What matters in an image to a run's answer, found by covering it part by part; a byte a pixel.
   * @throws as {@link inspect}
   */
  async occlude(run: string, name: DataName, subject: Subject): Promise<Uint8Array> {
    const model = await this.#modelOf(run);
    const { image } = await this.#imageOf(subject, model, name);
    return this.#session.use((session) => occlusionMap(model, image, session));
  }

  /** What can be learned about networks. Loaded when it is wanted. */
  async lessons(): Promise<LessonTitle[]> {
    const { lessons } = await import('@cnn/lessons');
    return lessons.map(({ name, title, question }) => ({ name, title, question }));
  }

  /** Does the experiment of a lesson, in place of one that is under way. */
  async teach(name: string): Promise<Findings> {
    const { lessons } = await import('@cnn/lessons');
    const lesson = lessons.find((each) => each.name === name);
    if (!lesson) throw new ConfigError(`There is no lesson '${name}'. Choose one of the list.`);
    this.#lesson.abort(new Error('Another lesson was begun.'));
    this.#lesson = new AbortController();
    const { signal } = this.#lesson;
    return this.#session.use((session) => lesson.run({ session, signal }));
  }

  /** What poolings make of a picture that has moved. */
  async poolingShift(
    image: GreyImage,
    shift: number,
    size: number,
  ): Promise<Readonly<Record<Pooling, PooledShift>>> {
    const { poolingShift } = await import('@cnn/lessons');
    const key = `${image.height} × ${image.width}, ${size}`;
    const pooled = this.#poolings.get(key) ?? poolingShift(image, size);
    this.#poolings.set(key, pooled);
    return this.#session.use((session) => pooled(image, shift, session));
  }

  /** Trains deep networks and tells of the gradients of their layers, in place of those that are under way. */
  async watchGradients(depth: number, listener: (flow: GradientFlow) => void): Promise<void> {
    this.stopGradients();
    const { signal } = this.#flow;
    const { watchGradients } = await import('@cnn/lessons');
    await this.#session.use((session) => watchGradients({ depth, listener, signal, session }));
  }

  stopGradients(): void {
    this.#flow.abort();
    this.#flow = new AbortController();
  }

  runs(): Promise<Run[]> {
    return this.#archive.list();
  }

  removeRun(id: string): Promise<void> {
    return this.#archive.remove(id);
  }

  runFiles(id: string): Promise<RunFiles> {
    return this.#archive.files(id);
  }

  runZip(id: string): Promise<RunZip> {
    return this.#archive.zip(id);
  }

  /** Takes in a run from its files. @throws FormatError, and DataError when the browser gives no more room */
  async openRun(files: readonly File[]): Promise<OpenedRun> {
    const { run, weights } = await runFromFiles(files);
    try {
      await this.#archive.save(run, weights);
      return { run };
    } catch (error) {
      const unkept = unkeptBecause(error);
      if (unkept?.kind === 'storage-closed') return { run, unkept };
      throw error;
    }
  }

  /** For the run under way, with the weights of this moment. @throws FormatError without weights */
  async #modelOf(run: string): Promise<Model> {
    return this.#training?.modelOf(run) ?? this.#archive.model(run);
  }

  async #imageOf(subject: Subject, model: Model, name: DataName): Promise<LabelledImage> {
    if (typeof subject !== 'number') {
      const { resize } = await loadTask(await taskOf(model));
      return { image: await ownImage(subject, model, { data: name, resize }) };
    }
    const [size] = imageShapeOf(model);
    const truth = (await this.#testImages(name, size)).rows(subject, subject + 1);
    return { image: truth.x, truth };
  }

  async #testImages(name: DataName, size?: number): Promise<Images> {
    const test = await this.#library.testImages(name, size);
    if (test) return test;
    throw unavailable(name);
  }

  async #splits(name: DataName, limit: number | undefined, size?: number): Promise<ImageSplits> {
    const splits = await this.#library.splits(name, limit, size);
    if (splits) return splits;
    throw unavailable(name);
  }
}

function unavailable(name: DataName): DataError {
  return new DataError(
    `The data ${name} is not on this machine; choose its files first, or other data.`,
    about({ kind: 'data-absent', data: name }),
  );
}

function namedFiles(files: readonly PictureFile[]): Promise<NamedFile[]> {
  return Promise.all(
    files.map(async ({ path, file }) => ({ name: path, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}
