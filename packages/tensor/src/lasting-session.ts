import { KernelError } from '@cnn/kernels';
import { Session } from './session.js';

/** A session, and how much is being computed in it. */
interface Opened {
  readonly session: Promise<Session>;
  users: number;
  /** Whether a thread of it has died. */
  dead: boolean;
}

/**
 * A session that is made when it is first needed, and anew after it could not be made or one of its threads died: for
 * programs that go on for long, such as pages.
 * @example const answer = await lasting.use((session) => model.predict(image, { session }));
 */
export class LastingSession {
  #opened: Opened | undefined;

  /**
   * What comes of computing in it.
   * @throws what `compute` throws; KernelError when there is no session. The next call may fare better
   */
  async use<Result>(compute: (session: Session) => Promise<Result>): Promise<Result> {
    const opened = this.#opened ?? this.#open();
    opened.users++;
    try {
      return await compute(await opened.session);
    } catch (error) {
      if (error instanceof KernelError && error.about?.kind === 'thread-died') {
        opened.dead = true;
        this.#forget(opened);
      }
      throw error;
    } finally {
      opened.users--;
      // Whatever else computes in it is to hear of the death, and not that it was closed.
      if (opened.dead && opened.users === 0) await (await opened.session).close();
    }
  }

  #open(): Opened {
    const opened: Opened = { session: Session.create(), users: 0, dead: false };
    this.#opened = opened;
    // The next try may fare better, when there is more memory for instance.
    opened.session.catch(() => this.#forget(opened));
    return opened;
  }

  #forget(opened: Opened): void {
    if (this.#opened === opened) this.#opened = undefined;
  }
}
