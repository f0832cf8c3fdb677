import { Session } from '@cnn/layers';

/** A session, and how much is being done in it. */
interface Opened {
  readonly session: Promise<Session>;
  users: number;
  /** Whether a thread of it has died. */
  dead: boolean;
}

/** The session that all is computed in: made when it is first wanted, and anew once it cannot compute any more. */
export class SharedSession {
  #opened: Opened | undefined;

  /** Does work in the session. @throws what the work throws, and KernelError when there can be no session */
  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const opened = this.#opened ?? this.#open();
    opened.users++;
    try {
      return await work(await opened.session);
    } catch (error) {
      if (isDeath(error)) {
        opened.dead = true;
        this.#forget(opened);
      }
      throw error;
    } finally {
      opened.users--;
      // Whatever else is being done in it is to hear of the death, and not that it was closed.
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

/** Whether an error tells that a thread died. */
function isDeath(error: unknown): boolean {
  if (!(error instanceof Error && error.name === 'KernelError' && 'about' in error)) return false;
  return (error.about as { kind?: string } | undefined)?.kind === 'thread-died';
}
