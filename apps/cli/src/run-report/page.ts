import { count, duration, loss, percent } from '../format.js';
import { generator } from './generator.js';
import { type Html, html, Html as Markup } from './html.js';
import { featureMapsSection, filtersSection } from './inside.js';
import { learningSection } from './learning.js';
import { confusionSection, mistakesSection } from './mistakes.js';
import type { RunRecord } from './run-record.js';
import { style } from './style.js';

/** A report as one HTML file that needs no other. */
export async function reportPage(run: RunRecord): Promise<string> {
  const { name, architecture, data, test, found } = run;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="${generator}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${architecture} on ${data} – ${name}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<h1>${architecture} on ${data}</h1>
<p>${name}${startedAt(found)}, tested on ${count(test.length)} images of ${test.classNames.length} classes.</p>
${keyFigures(run)}
${learningSection(run)}
${confusionSection(run)}
${mistakesSection(run)}
${filtersSection(run)}
${await featureMapsSection(run)}
${optionsSection(run)}
<footer>Made with @cnn.</footer>
</body>
</html>
`;
  return page.text;
}

function startedAt({ startedAt: time }: RunRecord['found']): string {
  if (typeof time !== 'string') return '';
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? ''
    : `, trained on ${date.toLocaleDateString('en-GB', { dateStyle: 'long' })}`;
}

function keyFigures({ model, history: { epochs, test }, predictions }: RunRecord): Html {
  const right = predictions.filter(({ label, guess }) => label === guess).length;
  const best = epochs
    .filter(({ valAccuracy }) => valAccuracy != null)
    .reduce<(typeof epochs)[number] | undefined>(
      (a, b) => (a && a.valAccuracy! >= b.valAccuracy! ? a : b),
      undefined,
    );
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return html`<div class="figures">
<div class="figure first"><b>${percent(right / predictions.length)}</b><span>test accuracy</span></div>
${test && html`<div class="figure"><b>${loss(test.loss)}</b><span>test loss</span></div>`}
${best && html`<div class="figure"><b>${percent(best.valAccuracy!)}</b><span>best validation accuracy, in epoch ${best.epoch}</span></div>`}
<div class="figure"><b>${count(model.countParams())}</b><span>parameters</span></div>
<div class="figure"><b>${epochs.length}</b><span>${epochs.length === 1 ? 'epoch' : 'epochs'} in ${duration(seconds)}</span></div>
</div>`;
}

function optionsSection({ options, found }: RunRecord): Html {
  const rows = Object.entries({ ...options, ...found });
  return html`
<h2>How it was made</h2>
<p>The options of the run, and what it noted beside them.</p>
<div class="card"><dl>
${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${shown(value)}</dd></div>`)}
</dl></div>`;
}

/** A value as one would type it: a list with commas. */
function shown(value: unknown): string {
  return typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value);
}
