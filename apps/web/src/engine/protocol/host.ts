import type { Lesson } from '@cnn/lessons';

/** What the worker computes on. */
export interface Host {
  readonly threads: number;
  readonly variant: string;
}

/** A lesson that has not been run. */
export type LessonTitle = Pick<Lesson, 'name' | 'title' | 'question'>;
