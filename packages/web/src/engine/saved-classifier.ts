import { decodeImage, type ResizeMode, resizeImage, resizeModes } from '@cnn/datasets';
import { classifierNotes, loadModel, type Model, type Session } from '@cnn/layers';
import { ConfigError, DataError, FormatError, formatShape, MemoryError, type Tensor } from '@cnn/tensor';
import { about } from '../trouble.js';

/** A class, and how sure a model is of it, 0…1. */
export interface Guess {
  readonly name: string;
  /** Its place among the model's outputs. */
  readonly index: number;
  readonly probability: number;
}

/** What a saved model says of itself. */
export interface ModelFacts {
  readonly classNames: readonly string[];
  /** `[height, width, channels]`. */
  readonly imageShape: readonly [number, number, 1 | 3];
}

/** A saved model that tells the classes of images. */
export class SavedClassifier {
  readonly facts: ModelFacts;
  readonly #model: Model;
  readonly #name: string;
  readonly #resize: ResizeMode;

  /**
   * @param file what `train` of the command line, the page or `trainer.save()` wrote
   * @param name how messages call it
   * @throws FormatError when it is damaged; ConfigError unless it makes a number for each class of an image
   */
  constructor(file: Uint8Array, name: string) {
    const model = modelIn(file, name);
    const { inputShape, outputShape } = model;
    const { classNames, imageResize } = classifierNotes(model);
    const [, height, width, channels] = inputShape;
    const classifies = inputShape.length === 4 && outputShape.length === 2;
    if (!classifies || !height || !width || (channels !== 1 && channels !== 3)) {
      throw new ConfigError(
        `The model ${name} makes ${formatShape(outputShape)} of ${formatShape(inputShape)}; expected [null, classes] of [null, height, width, 1 or 3]. Choose a model that was trained to tell classes of images.`,
        about({ kind: 'tells-no-classes', address: name, shape: formatShape(outputShape) }),
      );
    }
    this.#model = model;
    this.#name = name;
    this.#resize = resizeModes.find((mode) => mode === imageResize) ?? 'crop';
    this.facts = {
      imageShape: [height, width, channels],
      classNames: Array.from({ length: outputShape[1]! }, (_, i) => classNames?.[i] ?? `class ${i}`),
    };
  }

  /**
   * All classes, the likeliest first; equally likely ones in the model's order.
   * @param file JPEG, PNG or WebP, of any size
   * @throws DataError when it cannot be decoded; MemoryError when the model needs more than a page can have, KernelError
   * when the browser gives less
   */
  async classify(file: Uint8Array, session: Session): Promise<Guess[]> {
    const [height, width, channels] = this.facts.imageShape;
    const image = resizeImage(await decoded(file, channels), { height, width }, this.#resize);
    const { data } = await this.#predict(image.reshape([1, height, width, channels]), session);
    return this.facts.classNames
      .map((name, index) => ({ name, index, probability: data[index]! }))
      .sort((a, b) => b.probability - a.probability);
  }

  async #predict(image: Tensor, session: Session): Promise<Tensor<'f32'>> {
    try {
      return await this.#model.predict(image, { session });
    } catch (error) {
      if (!(error instanceof MemoryError)) throw error;
      throw new MemoryError(
        `The model ${this.#name} needs more memory than a page can have. Choose a smaller model.`,
        about({ kind: 'model-memory', address: this.#name }, error),
      );
    }
  }
}

function modelIn(file: Uint8Array, name: string): Model {
  try {
    return loadModel(file);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(error.message, about({ kind: 'model-broken', address: name }, error));
  }
}

async function decoded(file: Uint8Array, channels: 1 | 3): Promise<Tensor<'u8'>> {
  try {
    return await decodeImage(file, { channels });
  } catch (error) {
    throw new DataError((error as Error).message, about({ kind: 'image-broken' }, error));
  }
}
