import type { Task } from '../task.ts';

/** Does a task once. */
export type Run = () => void | Promise<void>;

/** Who does tasks. Each works in a process of its own. */
export interface Implementation {
  /**
   * Gets ready for a task, in place of the one before.
   * @returns what does it, or `undefined` when there is no such thing here
   */
  prepare(task: Task): Promise<Run | undefined>;
}

/** How an implementation is to work. */
export interface Setting {
  /** Of several builds of the same implementation, which one. */
  readonly variant: string;
  readonly threads: number;
}

/** What a file of an implementation exports. */
export type MakeImplementation = (setting: Setting) => Promise<Implementation>;
