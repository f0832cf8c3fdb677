import type { Task } from './task.ts';

/** A task under the name that tables give it. */
export interface Entry {
  readonly name: string;
  readonly task: Task;
}

/** What a suite measures; the small form only shows that everything works. */
export type Suite = (small: boolean) => Entry[];
