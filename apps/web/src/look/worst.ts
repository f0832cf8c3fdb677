import type { Survey } from '../engine/protocol/survey.js';
import { mistakesOf } from './confusion.js';

/** Images with mistakes, the worst first. */
export function worstOf(survey: Survey): number[] {
  switch (survey.task) {
    case 'classification':
      return mistakesOf(survey);
    case 'segmentation':
      return byMost(survey.right, (share) => 1 - share);
    case 'detection':
      return byMost(survey.missed, (missed, image) => missed + survey.wrong[image]!);
  }
}

/** Those that have any, those with most first. */
function byMost(
  numbers: Float32Array | Uint16Array,
  mistakes: (number: number, image: number) => number,
): number[] {
  const counts = Array.from(numbers, mistakes);
  return [...counts.keys()].filter((image) => counts[image]! > 0).sort((a, b) => counts[b]! - counts[a]!);
}
