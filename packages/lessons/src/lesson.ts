import { expectKnownOptions, Session, show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';
import type { Exhibit } from './exhibit.js';
import type { Text } from './text.js';

export interface LessonOptions {
  /** A whole number that images and first weights are derived from. Default 0. */
  readonly seed?: number;
  /** Where to compute. Default: a session of its own, of one thread: the networks are too small to share. */
  readonly session?: Session;
  /** Ends it after the step of training that is being taken. */
  readonly signal?: AbortSignal;
}

/** What a lesson measured. */
export interface Findings {
  readonly lesson: string;
  readonly title: Text;
  readonly question: Text;
  readonly exhibits: readonly Exhibit[];
  /** What follows from them. */
  readonly answer: Text;
  readonly seed: number;
}

/** A reason why networks work, to be seen in numbers that are measured when it is run. */
export interface Lesson {
  /** In kebab case, such as `vanishing-gradients`. */
  readonly name: string;
  readonly title: Text;
  /** What is to be found out. */
  readonly question: Text;
  /**
   * Measures. Takes seconds; the same seed gives the same values on one machine, whatever the number of threads.
   * @throws ConfigError for unusable options; the signal's reason when it ended the lesson
   */
  run(options?: LessonOptions): Promise<Findings>;
}

/** What a lesson measures with. */
export interface Laboratory {
  readonly seed: number;
  readonly session: Session;
  readonly signal: AbortSignal | undefined;
}

/** What there is to know of a lesson. */
interface LessonParts extends Pick<Lesson, 'name' | 'title' | 'question'> {
  readonly answer: Text;
  measure(laboratory: Laboratory): Promise<readonly Exhibit[]>;
}

/** Makes a lesson of what it measures and says. */
export function defineLesson({ name, title, question, answer, measure }: LessonParts): Lesson {
  return {
    name,
    title,
    question,
    run: async (options = {}) => {
      expectKnownOptions(`The lesson ${name}`, options, ['seed', 'session', 'signal']);
      const { seed = 0, signal } = options;
      if (!Number.isSafeInteger(seed)) {
        throw new ConfigError(
          `The seed of the lesson ${name} is ${show(seed)}; it must be a whole number. Choose one, such as 0.`,
        );
      }
      signal?.throwIfAborted();
      const session = options.session ?? (await Session.create({ threads: 1 }));
      try {
        const exhibits = await measure({ seed, session, signal });
        return { lesson: name, title, question, exhibits, answer, seed };
      } finally {
        if (!options.session) await session.close();
      }
    },
  };
}
