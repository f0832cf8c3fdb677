import { stripVTControlCharacters } from 'node:util';
import type { EndEvent, EpochEvent, StartEvent } from '../events.js';
import { count, duration, loss, percent } from '../format.js';
import type { Terminal } from '../terminal.js';
import type { TrainingReport } from './training-report.js';

const gap = '  ';

/** What is said about a run in lines that stay: at its start, after each epoch, at its end. */
export function lineReport(terminal: Terminal, epochs: number): TrainingReport {
  return {
    start: (event) => terminal.paragraph(startLine(event)),
    epoch: (event) => terminal.line(epochLine(event, epochs, terminal.colours, terminal.columns)),
    end: (event) => terminal.paragraph(endLine(event, terminal)),
  };
}

function startLine({
  model,
  data,
  parameters,
  threads,
  variant,
  trainSize,
  validationSize,
}: StartEvent): string {
  const validation = validationSize > 0 ? `, ${count(validationSize)} to validate` : '';
  const on = `${threads} ${threads === 1 ? 'thread' : 'threads'} (${variant})`;
  return `${model} (${count(parameters)} parameters) on ${data}: ${count(trainSize)} images to train${validation}, ${on}`;
}

/** As much as fits: first words get shorter, then the least important figures go. */
export function epochLine(
  event: EpochEvent,
  epochs: number,
  colours: Terminal['colours'],
  columns = Number.POSITIVE_INFINITY,
): string {
  // The last column stays free: some terminals wrap as soon as it is written.
  const fits = (parts: string[]): boolean => stripVTControlCharacters(parts.join(gap)).length < columns;
  const full = epochParts(event, epochs, 'accuracy', colours);
  if (fits(full)) return full.join(gap);
  const parts = epochParts(event, epochs, 'acc', colours);
  while (parts.length > 1 && !fits(parts)) parts.pop();
  return parts.join(gap);
}

/** The most important ones first. */
function epochParts(
  event: EpochEvent,
  epochs: number,
  accuracy: 'accuracy' | 'acc',
  colours: Terminal['colours'],
): string[] {
  const { epoch, valLoss, valAccuracy, seconds, imagesPerSecond } = event;
  const parts = [
    colours.bold(`epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`),
    `loss ${loss(event.loss)}`,
  ];
  if (event.accuracy !== undefined) parts.push(`${accuracy} ${percent(event.accuracy)}`);
  if (event.meanIoU !== undefined) parts.push(`mean IoU ${event.meanIoU.toFixed(3)}`);
  if (valLoss !== null) parts.push(`val loss ${loss(valLoss)}`);
  if (valAccuracy != null) parts.push(`val ${accuracy} ${colours.cyan(percent(valAccuracy))}`);
  if (event.valMeanIoU != null) parts.push(`val mean IoU ${colours.cyan(event.valMeanIoU.toFixed(3))}`);
  if (event.valMeanAveragePrecision != null) {
    parts.push(`val mAP ${colours.cyan(event.valMeanAveragePrecision.toFixed(3))}`);
  }
  parts.push(colours.dim(duration(seconds)), colours.dim(`${count(imagesPerSecond)} images/s`));
  return parts;
}

/** How good a model is on test images. */
export function testFigures(event: EndEvent, { green }: Terminal['colours']): string[] {
  const { testLoss, testAccuracy, testMeanIoU, testMeanAveragePrecision, testCocoMeanAveragePrecision } =
    event;
  const figures = [`loss ${loss(testLoss)}`];
  if (testAccuracy !== undefined) figures.push(`accuracy ${green(percent(testAccuracy))}`);
  if (testMeanIoU !== undefined) figures.push(`mean IoU ${green(testMeanIoU.toFixed(3))}`);
  if (testMeanAveragePrecision !== undefined)
    figures.push(`mAP ${green(testMeanAveragePrecision.toFixed(3))}`);
  if (testCocoMeanAveragePrecision !== undefined) {
    figures.push(`mAP@[.5:.95] ${green(testCocoMeanAveragePrecision.toFixed(3))}`);
  }
  return figures;
}

function endLine(event: EndEvent, { colours }: Terminal): string {
  const { seconds, imagesPerSecond, peakMemoryMB } = event;
  return [
    colours.bold('test'),
    ...testFigures(event, colours),
    colours.dim(duration(seconds)),
    colours.dim(`${count(imagesPerSecond)} images/s`),
    colours.dim(`${count(peakMemoryMB)} MB memory at most`),
  ].join('  ');
}
