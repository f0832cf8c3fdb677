import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LayerFigures, LayerSpec } from '../engine/protocol/model.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { layerKinds, newLayer, shortOptions } from '../models/layer-kinds.js';
import { editLayers } from '../state/model-actions.js';
import { controls } from '../styles/controls.js';
import { chevron, fold } from '../styles/fold.js';
import type { LayerEditEvent } from './layer-options.js';

/** The layers of the model, from its input to its output; those in a row can be changed. */
export class LayerList extends LocalizedElement {
  static override readonly properties = { open: { state: true } };

  static override readonly styles = [
    controls,
    fold,
    css`
      ol {
        max-height: 36rem;
        margin: 0 calc(-1 * var(--space-2));
        overflow-y: auto;
        list-style: none;
      }

      .layer {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--space-3);
        width: 100%;
        min-height: 0;
        padding: var(--space-2);
        border: none;
        border-radius: var(--radius);
        background: none;
        font-weight: 400;
        line-height: 1.4;
        text-align: left;
      }

      button.layer:hover,
      button.layer[aria-expanded='true'] {
        background: var(--sunken);
      }

      .name {
        font-weight: 520;
      }

      .end {
        text-align: right;
      }

      .ellipsis {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .add {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
    `,
  ];

  readonly #model = this.select(({ model }) => model);
  readonly #busy = this.select(({ activity }) => activity !== undefined);
  /** The layer whose options are open. */
  declare open: number | undefined;

  protected override render(): TemplateResult {
    const { model: m } = this.m;
    const { figures } = this.#model.value;
    const count = this.#specs ? this.#specs.length + 1 : (figures?.layers.length ?? 0);
    return html`<details class="fold">
      <summary><span>${m.layers} <span class="soft figures">${count || ''}</span></span>${chevron}</summary>
      ${this.#specs ? this.#editable(this.#specs) : this.#fixed(figures?.layers ?? [])}
    </details>`;
  }

  /** The layers that can be changed; undefined while nobody knows them, and for networks that branch. */
  get #specs(): readonly LayerSpec[] | undefined {
    const { layers, figures } = this.#model.value;
    return layers ?? figures?.editable;
  }

  #editable(specs: readonly LayerSpec[]): TemplateResult {
    const { model: m } = this.m;
    // Figures of a model that could be built; while it cannot, those of the layers before are old.
    const { figures, error } = this.#model.value;
    const known = !error && figures?.layers.length === specs.length + 1 ? figures.layers : [];
    return html`<ol>
        ${repeat(
          specs,
          (_, i) => i,
          (spec, i) => this.#layer(spec, known[i], i),
        )}
        <li class="layer">${this.#line('Dense', `${m.output} · softmax`, known.at(-1))}</li>
      </ol>
      <div class="add">
        <label class="visually-hidden" for="kind">${m.addKind}</label>
        <select id="kind" ?disabled=${this.#busy.value}>
          ${Object.keys(layerKinds).map((kind) => html`<option>${kind}</option>`)}
        </select>
        <button ?disabled=${this.#busy.value} @click=${this.#add}>${m.add}</button>
      </div>`;
  }

  #layer(spec: LayerSpec, figures: LayerFigures | undefined, i: number): TemplateResult {
    const expanded = this.open === i;
    return html`<li>
      <button
        class="layer"
        aria-expanded=${expanded}
        ?disabled=${this.#busy.value}
        @click=${() => (this.open = expanded ? undefined : i)}
      >
        ${this.#line(spec.className, shortOptions(spec), figures)}
      </button>
      ${
        expanded
          ? html`<layer-options
              .layer=${spec}
              .first=${i === 0}
              .last=${i === this.#specs!.length - 1}
              @layer-edit=${(event: LayerEditEvent) => this.#edit(event, i)}
            ></layer-options>`
          : nothing
      }
    </li>`;
  }

  #fixed(layers: readonly LayerFigures[]): TemplateResult {
    return html`<p class="small soft">${layers.length > 0 ? this.m.model.branches : ''}</p>
      <ol tabindex="0" aria-label=${this.m.model.layers}>
        ${layers.map((layer) => html`<li class="layer">${this.#line(layer.className, layer.name, layer)}</li>`)}
      </ol>`;
  }

  #line(className: string, about: string, figures: LayerFigures | undefined): TemplateResult {
    const { format } = this;
    return html`
      <span class="name">${className}</span>
      <span class="end figures">${figures ? format.shape(figures.outputShape) : ''}</span>
      <span class="small soft ellipsis">${about || ' '}</span>
      <span class="small soft end figures">${figures?.parameters ? format.count(figures.parameters) : ''}</span>
    `;
  }

  /** Before the first layer that gives no image, where new ones are wanted most; else at the end. */
  readonly #add = (): void => {
    const specs = this.#specs!;
    const kind = this.renderRoot.querySelector<HTMLSelectElement>('#kind')!.value;
    const flat = specs.findIndex(({ className }) =>
      ['Flatten', 'GlobalAveragePooling2D'].includes(className),
    );
    const places = ['Dense', 'Dropout', 'Flatten', 'GlobalAveragePooling2D'].includes(kind) || flat < 0;
    const at = places ? specs.length : flat;
    this.open = at;
    void editLayers(specs.toSpliced(at, 0, newLayer(kind)));
  };

  #edit({ edit }: LayerEditEvent, i: number): void {
    const specs = this.#specs!;
    if (edit.kind === 'change') return void editLayers(specs.with(i, edit.layer));
    if (edit.kind === 'remove') {
      this.open = undefined;
      return void editLayers(specs.toSpliced(i, 1));
    }
    const to = i + edit.by;
    this.open = to;
    void editLayers(specs.with(i, specs[to]!).with(to, specs[i]!));
  }
}
