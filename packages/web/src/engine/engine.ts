import { ConfigError, LastingSession } from '@cnn/tensor';
import { readWeights } from './read-weights.js';
import { type Guess, type ModelFacts, SavedClassifier } from './saved-classifier.js';

/** All that elements can ask their worker to do. Errors have messages for people. */
export class Engine {
  readonly #classifiers = new Map<number, SavedClassifier>();
  readonly #session = new LastingSession();
  #opened = 0;

  /**
   * Loads a saved model from an address.
   * @throws DataError when nothing can be had there; FormatError when it is no model; ConfigError when it does not
   * tell classes of images
   */
  async open(address: string): Promise<ModelFacts & { readonly id: number }> {
    const classifier = new SavedClassifier(await readWeights(address), address);
    const id = ++this.#opened;
    this.#classifiers.set(id, classifier);
    return { id, ...classifier.facts };
  }

  /** Forgets a model. */
  close(id: number): void {
    this.#classifiers.delete(id);
  }

  /**
   * All classes that a model knows, the likeliest first.
   * @throws DataError when the image cannot be decoded; ConfigError when the model was closed; KernelError
   */
  async classify(id: number, image: Blob): Promise<Guess[]> {
    const classifier = this.#classifiers.get(id);
    if (!classifier) {
      throw new ConfigError(
        'The model is not open any more; expected an element that is in the page. Set its src again.',
      );
    }
    const bytes = new Uint8Array(await image.arrayBuffer());
    return this.#session.use((session) => classifier.classify(bytes, session));
  }
}
