import { supportedVariants, type Variant } from '@cnn/kernels';
import { Session } from '@cnn/tensor';

/** One thread runs the builds for memory of one's own, two and three those for shared memory. */
export const threadCounts = [1, 2, 3] as const;

/** A session for each variant that the host supports and each number of threads. */
export class Sessions {
  readonly variants: readonly Variant[];
  readonly #sessions = new Map<string, Session>();

  private constructor(variants: readonly Variant[]) {
    this.variants = variants;
  }

  static async start(): Promise<Sessions> {
    return new Sessions(await supportedVariants());
  }

  async get(variant: Variant, threads: number): Promise<Session> {
    const key = `${variant}/${threads}`;
    const session = this.#sessions.get(key) ?? (await Session.create({ variant, threads }));
    this.#sessions.set(key, session);
    return session;
  }

  /** Ends a session of which a kernel failed; the next one asked for is new. */
  async discard(variant: Variant, threads: number): Promise<void> {
    const key = `${variant}/${threads}`;
    await this.#sessions.get(key)?.close();
    this.#sessions.delete(key);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    this.#sessions.clear();
  }
}
