import { voidClass } from '@cnn/datasets';
import { Tensor } from '@cnn/tensor';
import { classColour } from '../class-colours.js';
import { count, percent } from '../format.js';
import { intersectionsOverUnions } from '../intersection-over-union.js';
import { maskPicture } from '../label-map.js';
import { bars, confusionChart } from './charts.js';
import { type Html, html } from './html.js';
import { legendEntry } from './legend.js';
import { imageAt, pngAddress } from './picture.js';
import type { SegmentationRecord } from './run-record.js';
import { pixelConfusion, type SeenMask, worstMasks } from './seen-masks.js';

const shownMasks = 12;

/** Which classes pixels are taken for, and how well the areas of each are covered. */
export function pixelsSection({ test, masks }: SegmentationRecord): Html {
  const { classNames } = test;
  const counts = pixelConfusion(masks, test);
  const pixels = counts.flat().reduce((sum, n) => sum + n, 0);
  const shares = intersectionsOverUnions(counts);
  const rows = classNames
    .map((name, label) => {
      const share = shares[label]!;
      return { name, share, title: `${name}: intersection over union ${share.toFixed(3)}` };
    })
    .filter(({ share }) => !Number.isNaN(share))
    .sort((a, b) => a.share - b.share);
  return html`
<h2>What it takes for what</h2>
<p>All ${count(pixels)} pixels of the test images that are of a class: what they show in rows, what the model took them for in columns, in per cent of the row.</p>
<div class="cards two">
  <div class="card"><h3>Confusion of pixels</h3>${confusionChart(counts, classNames, 'percent')}</div>
  <div class="card"><h3>Intersection over union</h3>${bars(rows)}</div>
</div>`;
}

/** The images of which most is wrong, each with its mask and what the model made of it. */
export function worstMasksSection(run: SegmentationRecord): Html | undefined {
  const worst = worstMasks(run.masks, shownMasks);
  if (worst.length === 0) return undefined;
  return html`
<h2>Its worst images</h2>
<p>Test images, their masks, and what the model sees:${legend(run)}</p>
<div class="card"><div class="triples">${worst.map((mask) => triple(mask, run))}</div></div>`;
}

function legend({ test: { classNames, y } }: SegmentationRecord): readonly Html[] {
  const names = [...classNames.entries()];
  const all = y.data.includes(voidClass) ? [...names, [voidClass, 'of no class'] as const] : names;
  return all.map(([label, name]) => legendEntry(`rgb(${classColour(label).join(' ')})`, name));
}

function triple({ index, labels, accuracy }: SeenMask, { test: { x, y } }: SegmentationRecord): Html {
  const truth = new Tensor('u8', labels.shape, y.rows(index, index + 1).data);
  const pictures = [
    ['test image', imageAt(x, index)],
    ['mask of test image', pngAddress(maskPicture(truth))],
    ['prediction for test image', pngAddress(maskPicture(labels))],
  ] as const;
  return html`<figure><div>
${pictures.map(([what, source]) => html`<img src="${source}" alt="${what} ${index}" title="${what} ${index}">`)}
</div><figcaption>${percent(accuracy)} of its pixels right</figcaption></figure>`;
}
