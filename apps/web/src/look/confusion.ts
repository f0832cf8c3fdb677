import type { ClassSurvey } from '../engine/protocol/survey.js';

/** How often each class was taken for which: `[true class][predicted class]`. */
export function countsOf({ labels, taken }: ClassSurvey, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, image) => {
    counts[label]![taken[image]!]!++;
  });
  return counts;
}

/** The share of images that were told right. */
export function accuracyOf({ labels, taken }: ClassSurvey): number {
  return labels.filter((label, image) => label === taken[image]).length / labels.length;
}

/** Images of a class that were taken for one, those first that were found least like what they are. */
export function imagesOf(survey: ClassSurvey, truth: number, prediction: number): number[] {
  return byLoss(survey, (image) => survey.labels[image] === truth && survey.taken[image] === prediction);
}

/** Images that were taken for something else, those of the highest loss first. */
export function mistakesOf(survey: ClassSurvey): number[] {
  return byLoss(survey, (image) => survey.labels[image] !== survey.taken[image]);
}

/** The loss is the larger, the smaller the probability of what an image is. */
function byLoss({ truths }: ClassSurvey, wanted: (image: number) => boolean): number[] {
  return [...truths.keys()].filter(wanted).sort((a, b) => truths[a]! - truths[b]!);
}
