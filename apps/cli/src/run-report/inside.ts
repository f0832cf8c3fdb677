import { type BaseLayer, Conv2D, featureMaps, filters, type Model } from '@cnn/layers';
import type { Tensor } from '@cnn/tensor';
import { type Html, html } from './html.js';
import { imageAt, pictureOf, scaledPicture } from './picture.js';
import type { RunRecord } from './run-record.js';

const shownFilters = 96;
const shownLayers = 4;
const shownMaps = 16;

/** What the first convolution looks for, as pictures. */
export function filtersSection({ model }: RunRecord): Html | undefined {
  const [first] = convolutions(model);
  if (!first) return undefined;
  const pictures = filters(first);
  const [count, height, width, channels] = pictures.shape as [number, number, number, number];
  if (channels !== 1 && channels !== 3) return undefined;
  const size = height * width * channels;
  const bytes = Uint8Array.from(pictures.data, (value) => 255 * value);
  const shown = Math.min(count, shownFilters);
  const images = Array.from({ length: shown }, (_, i) => bytes.slice(i * size, (i + 1) * size));
  return html`
<h2>What its first layer looks for</h2>
<p>${shown < count ? `${shown} of the ${count}` : `The ${count}`} filters of ${model.nameOf(first)}, ${height}×${width} pixels each. Grey is what a filter does not care about.</p>
<div class="card"><div class="filters">
${images.map((data, i) => html`<img src="${pictureOf(height, width, channels, data)}" alt="filter ${i}" title="filter ${i}">`)}
</div></div>`;
}

/** A test image that layers are shown at. */
export interface Sample {
  readonly index: number;
  /** What it is, where it is one thing. */
  readonly className?: string | undefined;
}

/** What some layers make of a test image. */
export async function featureMapsSection(
  { model, test }: RunRecord,
  { index, className }: Sample,
): Promise<Html | undefined> {
  const layers = spread(convolutions(model), shownLayers);
  if (layers.length === 0) return undefined;
  const maps = await featureMaps(model, test.x.rows(index, index + 1), { layers });
  return html`
<h2>What it sees in an image</h2>
<p>The first ${shownMaps} feature maps of some convolutions: the brighter, the more of what a filter looks for.</p>
<div class="card"><div class="maps">
<figure><img src="${imageAt(test.x, index)}" alt="test image ${index}"><h4>test image ${index}${className && `, ${className}`}</h4></figure>
<div>${maps.map(({ layer, output }) => layerMaps(model.nameOf(layer), output))}</div>
</div></div>`;
}

function layerMaps(name: string, { shape, data }: Tensor<'f32'>): Html {
  const [, height, width, channels] = shape as [number, number, number, number];
  const pixels = height * width;
  const pictures = Array.from({ length: Math.min(channels, shownMaps) }, (_, channel) =>
    scaledPicture(
      height,
      width,
      1,
      Float32Array.from({ length: pixels }, (_, pixel) => data[pixel * channels + channel]!),
    ),
  );
  return html`<div class="layer"><h4>${name}, ${height}×${width}, ${channels} maps</h4><div>
${pictures.map((picture, i) => html`<img src="${picture}" alt="map ${i} of ${name}" title="map ${i}">`)}
</div></div>`;
}

function convolutions(model: Model): Conv2D[] {
  return model.layers.filter((layer: BaseLayer) => layer instanceof Conv2D);
}

/** Some of a list, from its first to its last, as evenly as can be. */
function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))]!);
}
