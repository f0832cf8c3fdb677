import type { EpochFigures } from '../events.js';
import { loss, percent } from '../format.js';
import { curves } from './charts.js';
import { type Html, html } from './html.js';
import { legendEntry } from './legend.js';
import type { RunRecord } from './run-record.js';

/** How the figures changed over the epochs. */
export function learningSection({ history: { epochs } }: RunRecord): Html | undefined {
  if (epochs.length === 0) return undefined;
  const validated = epochs.some(({ valLoss }) => valLoss !== null);
  const validation = <Key extends 'valLoss' | 'valAccuracy' | 'valMeanIoU'>(key: Key) =>
    validated ? { validation: (epoch: EpochFigures) => epoch[key] ?? null } : {};
  const shortLoss = (value: number): string => String(Number(value.toPrecision(3)));
  return html`
<h2>How it learned</h2>
<p>The means of each epoch:${legendEntry('var(--train)', 'training')}${validated && legendEntry('var(--validation)', 'validation')}</p>
<div class="cards">
  <div class="card"><h3>Loss</h3>
    ${curves({ epochs, train: (epoch) => epoch.loss, ...validation('valLoss'), ticks: shortLoss, format: loss })}</div>
  ${
    epochs.some(({ accuracy }) => accuracy !== undefined) &&
    html`<div class="card"><h3>Accuracy</h3>
    ${curves({ epochs, train: (epoch) => epoch.accuracy ?? null, ...validation('valAccuracy'), ticks: (value) => `${Math.round(100 * value)} %`, format: percent })}</div>`
  }
  ${
    epochs.some(({ valMeanAveragePrecision }) => valMeanAveragePrecision != null) &&
    html`<div class="card"><h3>Mean average precision</h3>
    ${curves({ epochs, validation: (epoch) => epoch.valMeanAveragePrecision ?? null, ticks: shortLoss, format: (value) => value.toFixed(3) })}</div>`
  }
  ${
    epochs.some(({ meanIoU }) => meanIoU !== undefined) &&
    html`<div class="card"><h3>Mean intersection over union</h3>
    ${curves({ epochs, train: (epoch) => epoch.meanIoU ?? null, ...validation('valMeanIoU'), ticks: shortLoss, format: (value) => value.toFixed(3) })}</div>`
  }
  ${rateCard(epochs)}
</div>`;
}

/** Runs of before did not note it; where it was the same all along there is nothing to see. */
function rateCard(epochs: readonly EpochFigures[]): Html | undefined {
  const rates = new Set(epochs.map(({ learningRate }) => learningRate));
  if (rates.size < 2 || rates.has(undefined as never)) return undefined;
  const format = (value: number): string => String(Number(value.toPrecision(3)));
  return html`<div class="card"><h3>Learning rate</h3>
    ${curves({ epochs, train: (epoch) => epoch.learningRate, ticks: format, format })}</div>`;
}
