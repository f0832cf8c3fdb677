import { Contender, type ContenderSpec } from './contender.ts';
import type { Failure, Row, Subject, SuiteName } from './report.ts';
import { type Limit, roofOf } from './roofline.ts';
import { OURS } from './roster.ts';
import { roundOrder, spread } from './statistics.ts';
import type { Entry } from './suite.ts';
import { isLimit, shapeOf } from './task.ts';
import { workOf } from './work.ts';

/** In seconds. */
export interface Times {
  /** How long a contender does a task before it is measured. */
  readonly warmUp: number;
  /** How long it does it in each round, once at least. */
  readonly round: number;
  /**
   * How much a contender may spend on a task. A slow one gets fewer rounds; when even one takes longer, its warming
   * up counts as that.
   */
  readonly patience: number;
}

/** Measures contenders side by side, task after task. */
export class Measurement {
  readonly rows: Row[] = [];
  readonly failures: Failure[] = [];
  readonly #suite: SuiteName;
  readonly #specs: readonly ContenderSpec[];
  readonly #runs: number;
  readonly #times: Times;
  /** Those that have been started, and have not died. */
  readonly #contenders = new Map<ContenderSpec, Promise<Contender>>();
  /** The machine's, by setting. */
  readonly #limits = new Map<string, Limit[]>();

  /** @param runs rounds */
  constructor(suite: SuiteName, specs: readonly ContenderSpec[], runs: number, times: Times) {
    this.#suite = suite;
    this.#specs = specs;
    this.#runs = runs;
    this.#times = times;
  }

  /** Starts everyone's process, all together. One that cannot start shows as a failure at its first task. */
  async start(): Promise<void> {
    await Promise.allSettled(this.#specs.map((spec) => this.#contender(spec)));
  }

  /** Adds a row for each contender that does the task, and a failure for each that should but could not. */
  async measure(entry: Entry): Promise<void> {
    const runners: Runner[] = [];
    for (const spec of this.#specs) {
      const runner = await this.#prepare(spec, entry);
      if (runner) runners.push(runner);
    }
    for (let round = 0; round < this.#runs; round++) {
      for (const runner of roundOrder(runners, round)) {
        if (round < runner.rounds && !runner.out) await this.#round(runner, entry);
      }
    }
    for (const { spec, speeds } of runners) {
      if (speeds.length > 0) this.rows.push(this.#row(spec, entry, speeds));
    }
  }

  /** Ends the contenders' processes. */
  async close(): Promise<void> {
    const started = await Promise.allSettled(this.#contenders.values());
    await Promise.all(started.map((each) => each.status === 'fulfilled' && each.value.close()));
  }

  async #prepare(spec: ContenderSpec, entry: Entry): Promise<Runner | undefined> {
    const { warmUp, patience } = this.#times;
    const seconds = await this.#ask(spec, entry, { prepare: entry.task, warmUpSeconds: warmUp });
    if (seconds === undefined) return undefined;
    if (seconds > patience) {
      return { spec, rounds: 0, speeds: [workOf(entry.task).amount / seconds], out: false };
    }
    return { spec, rounds: Math.min(this.#runs, Math.floor(patience / seconds)), speeds: [], out: false };
  }

  async #round(runner: Runner, entry: Entry): Promise<void> {
    const seconds = await this.#ask(runner.spec, entry, { measureSeconds: this.#times.round });
    if (seconds === undefined) runner.out = true;
    else runner.speeds.push(workOf(entry.task).amount / seconds);
  }

  /** @returns seconds that a run took; `undefined` from one that does not do it, or failed */
  async #ask(
    spec: ContenderSpec,
    entry: Entry,
    request: Parameters<Contender['ask']>[0],
  ): Promise<number | undefined> {
    try {
      const contender = await this.#contender(spec);
      const reply = await contender.ask(request);
      if ('seconds' in reply) return reply.seconds;
      if ('failed' in reply) this.failures.push({ ...this.#subject(spec, entry), reason: reply.failed });
    } catch (error) {
      // It has died; the next task finds a new one.
      this.#contenders.delete(spec);
      this.failures.push({ ...this.#subject(spec, entry), reason: String(error) });
    }
    return undefined;
  }

  #contender(spec: ContenderSpec): Promise<Contender> {
    const contender = this.#contenders.get(spec) ?? Contender.start(spec);
    this.#contenders.set(spec, contender);
    return contender;
  }

  #row(spec: ContenderSpec, entry: Entry, speeds: readonly number[]): Row {
    const work = workOf(entry.task);
    const statistics = spread(speeds);
    const limits = this.#limitsFor(spec);
    if (isLimit(entry.task)) limits.push({ task: entry.task, speed: statistics.max });
    const roof = spec.implementation === OURS ? roofOf(work, limits) : undefined;
    return {
      ...this.#subject(spec, entry),
      unit: work.unit,
      ...statistics,
      runs: speeds,
      ...(roof !== undefined && { roof }),
    };
  }

  #limitsFor({ variant, threads }: ContenderSpec): Limit[] {
    const key = `${variant}/${threads}`;
    const known = this.#limits.get(key) ?? [];
    this.#limits.set(key, known);
    return known;
  }

  #subject({ implementation, variant, threads }: ContenderSpec, { name, task }: Entry): Subject {
    return { suite: this.#suite, name, shape: shapeOf(task), implementation, variant, threads };
  }
}

/** A contender that is ready for a task. */
interface Runner {
  readonly spec: ContenderSpec;
  readonly rounds: number;
  /** One for each round, from the first on. */
  readonly speeds: number[];
  /** Whether it failed in a round: it is not ready any more, and later speeds would be taken for those of other rounds. */
  out: boolean;
}
