import { describe } from '@cnn/layers';
import { count, duration, loss, percent } from '../format.js';
import { intersectionsOverUnions } from '../intersection-over-union.js';
import { generator } from './generator.js';
import { type Html, html, Html as Markup } from './html.js';
import { featureMapsSection, filtersSection, type Sample } from './inside.js';
import { learningSection } from './learning.js';
import { confusionSection, mistakesSection } from './mistakes.js';
import { objectsSection, worstBoxesSection } from './objects.js';
import { pixelsSection, worstMasksSection } from './pixels.js';
import type { RunRecord } from './run-record.js';
import type { SeenBoxes } from './seen-boxes.js';
import { pixelConfusion } from './seen-masks.js';
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
${resultSections(run)}
${filtersSection(run)}
${await featureMapsSection(run, sampleOf(run))}
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

/** What came out for the test images. */
function resultSections(run: RunRecord): readonly (Html | undefined)[] {
  switch (run.task) {
    case 'classification':
      return [confusionSection(run), mistakesSection(run)];
    case 'segmentation':
      return [pixelsSection(run), worstMasksSection(run)];
    case 'detection':
      return [objectsSection(run), worstBoxesSection(run)];
  }
}

/** An image that the model recognises, if there is such. */
function sampleOf(run: RunRecord): Sample {
  if (run.task === 'detection') {
    const mistakes = ({ missed, wrong }: SeenBoxes): number => missed + wrong;
    return run.findings.images.reduce((best, seen) => (mistakes(seen) < mistakes(best) ? seen : best));
  }
  if (run.task === 'segmentation') {
    return run.masks.reduce((best, mask) => (mask.accuracy > best.accuracy ? mask : best));
  }
  const { predictions, test } = run;
  const { index, label } = predictions.find((each) => each.label === each.guess) ?? predictions[0]!;
  return { index, className: test.classNames[label] };
}

/** The figure that a run is judged by. */
function firstFigures(run: RunRecord): readonly (readonly [value: string, what: string])[] {
  if (run.task === 'classification') {
    const right = run.predictions.filter(({ label, guess }) => label === guess).length;
    return [[percent(right / run.predictions.length), 'test accuracy']];
  }
  if (run.task === 'detection') return [[run.findings.precisions.mean.toFixed(3), 'mean average precision']];
  const counts = pixelConfusion(run.masks, run.test);
  const shares = intersectionsOverUnions(counts).filter((share) => !Number.isNaN(share));
  const right = counts.reduce((sum, row, k) => sum + row[k]!, 0);
  const total = counts.flat().reduce((sum, n) => sum + n, 0);
  return [
    [
      (shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(3),
      'mean intersection over union',
    ],
    [percent(right / total), 'test accuracy of pixels'],
  ];
}

function keyFigures(run: RunRecord): Html {
  const { epochs, test } = run.history;
  const [first, ...others] = firstFigures(run);
  const best = epochs
    .filter(({ valAccuracy }) => valAccuracy != null)
    .reduce<(typeof epochs)[number] | undefined>(
      (a, b) => (a && a.valAccuracy! >= b.valAccuracy! ? a : b),
      undefined,
    );
  const { total, trainable } = describe(run.model).parameters;
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  return html`<div class="figures">
<div class="figure first"><b>${first![0]}</b><span>${first![1]}</span></div>
${others.map(([value, what]) => html`<div class="figure"><b>${value}</b><span>${what}</span></div>`)}
${test && html`<div class="figure"><b>${loss(test.loss)}</b><span>test loss</span></div>`}
${best && html`<div class="figure"><b>${percent(best.valAccuracy!)}</b><span>best validation accuracy, in epoch ${best.epoch}</span></div>`}
<div class="figure"><b>${count(total)}</b><span>parameters${trainable < total && `, ${count(trainable)} of which learn`}</span></div>
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
