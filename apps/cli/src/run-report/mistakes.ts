import { count, percent } from '../format.js';
import { bars, confusionChart } from './charts.js';
import { type Html, html } from './html.js';
import { imageAt } from './picture.js';
import { confusionOf, worstMistakes } from './predictions.js';
import type { ClassificationRecord } from './run-record.js';

/** More classes than these are told of by the ones that are recognised worst. */
const mostBars = 20;

const shownMistakes = 24;

/** Which classes the model recognises, and which it takes for which. */
export function confusionSection({ test, predictions }: ClassificationRecord): Html {
  const { classNames } = test;
  const counts = confusionOf(predictions, classNames.length);
  const rows = counts.map((row, label) => {
    const total = row.reduce((sum, n) => sum + n, 0);
    const share = total === 0 ? 0 : row[label]! / total;
    const name = classNames[label]!;
    return { name, total, share, title: `${name}: ${row[label]} of ${total} recognised` };
  });
  const worstFirst = rows.filter(({ total }) => total > 0).sort((a, b) => a.share - b.share);
  const shown = worstFirst.slice(0, mostBars);
  const which = shown.length < worstFirst.length ? `, the ${mostBars} hardest classes` : '';
  return html`
<h2>What it takes for what</h2>
<p>All ${count(predictions.length)} test images: what they show in rows, what the model took them for in columns.</p>
<div class="cards two">
  <div class="card"><h3>Confusion matrix</h3>${confusionChart(counts, classNames)}</div>
  <div class="card"><h3>Images recognised${which}</h3>${bars(shown)}</div>
</div>`;
}

/** The images at which the model was surest and wrong. */
export function mistakesSection({ test, predictions }: ClassificationRecord): Html | undefined {
  const worst = worstMistakes(predictions, shownMistakes);
  if (worst.length === 0) return undefined;
  const { x, classNames } = test;
  return html`
<h2>Its worst mistakes</h2>
<p>Test images of which it was surest that they show something else.</p>
<div class="card"><div class="pictures">
${worst.map(
  ({ index, label, guess, confidence }) => html`<figure>
  <img src="${imageAt(x, index)}" alt="test image ${index}: ${classNames[label]}" title="test image ${index}">
  <figcaption>${classNames[label]}<br><em>${classNames[guess]}</em> <i>${percent(confidence)}</i></figcaption>
</figure>`,
)}
</div></div>`;
}
