import { clock, count, loss, percent } from '../format.js';
import type { Terminal } from '../terminal.js';
import { type DrawLine, drawBar, LiveLine } from './bar.js';
import { phaseLine } from './phase.js';
import type { Step, TrainingReport } from './training-report.js';

/** Bars narrower than this say nothing. */
const narrowest = 6;
const widest = 30;

/** A line at the bottom of the terminal that follows each step. */
export function liveReport(terminal: Terminal, epochs: number): TrainingReport {
  let line: LiveLine | undefined;
  let last: Step | undefined;
  let closed = false;
  const show = (progress: number, draw: DrawLine): void => {
    if (closed) return;
    line ??= new LiveLine(terminal.stream);
    line.update(progress, draw);
  };
  const stop = (): void => {
    line?.stop();
    line = undefined;
  };
  return {
    step: (step) => {
      last = step;
      show(step.step / step.steps, (progress, columns) => stepLine(step, epochs, progress, columns));
    },
    phase: (name, share) => {
      const where = last ? `epoch ${last.epoch}/${epochs}  ` : '';
      show(share, (progress, columns) => phaseLine(`${where}${name}`, progress, columns));
    },
    epoch: stop,
    end: stop,
    close: () => {
      closed = true;
      stop();
    },
  };
}

/** As much as fits: the bar first gets narrower, then the least important figures go. */
export function stepLine(step: Step, epochs: number, progress: number, columns: number): string {
  const { epoch, steps, imagesPerSecond, secondsLeft } = step;
  const head = `epoch ${epoch}/${epochs}`;
  const figures = [
    `loss ${loss(step.loss)}`,
    ...(step.accuracy === undefined ? [] : [`acc ${percent(step.accuracy)}`]),
    `${count(imagesPerSecond)} images/s`,
    ...(secondsLeft === undefined ? [] : [`${clock(secondsLeft)} left`]),
    `step ${String(step.step).padStart(String(steps).length)}/${steps}`,
  ];
  for (; figures.length > 0; figures.pop()) {
    const text = figures.join('  ');
    const room = columns - head.length - text.length - 4;
    if (room >= narrowest) return `${head}  ${drawBar(progress, Math.min(room, widest))}  ${text}`;
  }
  return head.slice(0, columns);
}
