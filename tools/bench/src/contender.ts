import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Setting } from './implementations/implementation.ts';
import type { Reply, Request } from './protocol.ts';

/** An implementation in one of its settings, and the command that starts a process with it. */
export interface ContenderSpec extends Setting {
  readonly implementation: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Lines of a process' complaints that are kept for an error message. */
const KEPT_LINES = 12;

/**
 * A process that measures. Each contender has one of its own, so that none sees another's garbage, optimised
 * code or idle threads; a process that waits for a request costs the others nothing.
 */
export class Contender {
  readonly spec: ContenderSpec;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #replies: AsyncIterator<string>;
  readonly #complaints: string[] = [];

  private constructor(spec: ContenderSpec) {
    this.spec = spec;
    this.#child = spawn(spec.command, [...spec.args], { env: spec.environment });
    this.#replies = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    createInterface(this.#child.stderr).on('line', (line) => {
      this.#complaints.push(line);
      if (this.#complaints.length > KEPT_LINES) this.#complaints.shift();
    });
    // Its end shows as the end of its replies.
    this.#child.on('error', (error) => this.#complaints.push(error.message));
    this.#child.stdin.on('error', () => {});
  }

  /** @throws Error with what the process said when it did not get as far as taking requests */
  static async start(spec: ContenderSpec): Promise<Contender> {
    const contender = new Contender(spec);
    await contender.#reply();
    return contender;
  }

  /** @throws Error when the process has ended */
  async ask(request: Request): Promise<Reply> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return (await this.#reply()) as Reply;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  async #reply(): Promise<unknown> {
    const { done, value } = await this.#replies.next();
    if (!done) return JSON.parse(value);
    await this.close();
    throw new Error(`The process ended. It said:\n${this.#complaints.join('\n')}`);
  }
}
