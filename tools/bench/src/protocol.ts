import type { Task } from './task.ts';

/** What a measuring process is asked, a line of JSON each on its standard input. */
export type Request =
  /** Get ready for a task, and do it until the time is up; a slow one just once. */
  | { readonly prepare: Task; readonly warmUpSeconds: number }
  /** Do the task until the time is up, at least once. */
  | { readonly measureSeconds: number };

/** What it answers, a line of JSON each on its standard output. It says `{}` once it can be asked. */
export type Reply =
  /** Seconds that one run took. */
  | { readonly seconds: number }
  /** It has nothing that does this task. */
  | { readonly missing: true }
  /** It should have been able to, but was not. */
  | { readonly failed: string };
