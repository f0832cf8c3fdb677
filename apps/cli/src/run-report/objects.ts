import { Tensor } from '@cnn/tensor';
import { boxColour, drawBoxes } from '../drawn-boxes.js';
import { count } from '../format.js';
import { bars } from './charts.js';
import { type Html, html } from './html.js';
import { legendEntry } from './legend.js';
import { pictureOf } from './picture.js';
import type { DetectionRecord } from './run-record.js';
import { type SeenBoxes, worstBoxes } from './seen-boxes.js';

const shownImages = 12;

/** How well the objects of each class are found. */
export function objectsSection({ test, findings }: DetectionRecord): Html {
  const rows = test.classNames
    .map((name, label) => {
      const share = findings.precisions.perClass[label]!;
      return { name, share, title: `${name}: average precision ${share.toFixed(3)}` };
    })
    .filter(({ share }) => !Number.isNaN(share))
    .sort((a, b) => a.share - b.share);
  return html`
<h2>What it finds</h2>
<p>Of the ${count(test.objects.flat().length)} objects of the test images, by class: the area below precision against recall, a box that overlaps the object's by half having found it.</p>
<div class="card"><h3>Average precision</h3>${bars(rows)}</div>`;
}

/** The images with most mistakes, each with its boxes and those that the model found. */
export function worstBoxesSection(run: DetectionRecord): Html | undefined {
  const worst = worstBoxes(run.findings.images, shownImages);
  if (worst.length === 0) return undefined;
  const legend = run.test.classNames.map((name, label) =>
    legendEntry(`rgb(${boxColour(label).join(' ')})`, name),
  );
  return html`
<h2>Its worst images</h2>
<p>Test images with their objects, and with what the model finds and is more than half sure of:${legend}</p>
<div class="card"><div class="triples">${worst.map((seen) => pair(seen, run))}</div></div>`;
}

function pair({ index, found, missed, wrong }: SeenBoxes, { test: { x, objects } }: DetectionRecord): Html {
  const picture = new Tensor('u8', x.shape.slice(1), x.rows(index, index + 1).data);
  const [height, width] = picture.shape as [number, number];
  const shown = [
    ['objects of test image', objects[index]!],
    ['found in test image', found],
  ] as const;
  return html`<figure><div class="pair">
${shown.map(([what, boxes]) => {
  const source = pictureOf(height, width, 3, drawBoxes(picture, boxes).data);
  return html`<img src="${source}" alt="${what} ${index}" title="${what} ${index}">`;
})}
</div><figcaption>${missed} missed, ${wrong} wrong</figcaption></figure>`;
}
