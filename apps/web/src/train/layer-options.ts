import { css, html, svg, type TemplateResult } from 'lit';
import type { LayerSpec } from '../engine/protocol/model.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { fieldValue, type LayerField, layerKinds, withField } from '../models/layer-kinds.js';
import { controls } from '../styles/controls.js';

type LayerEdit =
  | { readonly kind: 'change'; readonly layer: LayerSpec }
  | { readonly kind: 'move'; readonly by: 1 | -1 }
  | { readonly kind: 'remove' };

/** What a person wants done to a layer. */
export class LayerEditEvent extends Event {
  readonly edit: LayerEdit;

  constructor(edit: LayerEdit) {
    super('layer-edit');
    this.edit = edit;
  }
}

/** The options of a layer, and its place among the others. Fires {@link LayerEditEvent}. */
export class LayerOptions extends LocalizedElement {
  static override readonly properties = {
    layer: { attribute: false },
    first: { attribute: false },
    last: { attribute: false },
  };

  static override readonly styles = [
    controls,
    css`
      .box {
        margin: 0 var(--space-2) var(--space-2);
        padding: var(--space-2) 0 var(--space-3);
        border-bottom: 1px solid var(--line);
      }

      .fields {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2) var(--space-3);
      }

      label {
        margin-bottom: 0.125rem;
      }

      .place {
        display: flex;
        gap: var(--space-1);
        justify-content: flex-end;
        margin-top: var(--space-2);
      }
    `,
  ];

  declare layer: LayerSpec;
  declare first: boolean;
  declare last: boolean;

  protected override render(): TemplateResult {
    const { model: m } = this.m;
    const fields = layerKinds[this.layer.className] ?? [];
    return html`<div class="box" role="group" aria-label=${m.options(this.layer.className)}>
      ${
        fields.length > 0
          ? html`<div class="fields">${fields.map((field) => this.#field(field))}</div>`
          : html`<p class="small soft">${m.noOptions}</p>`
      }
      <div class="place">
        ${this.#button(m.moveUp, icons.up, { kind: 'move', by: -1 }, this.first)}
        ${this.#button(m.moveDown, icons.down, { kind: 'move', by: 1 }, this.last)}
        ${this.#button(m.remove, icons.remove, { kind: 'remove' }, this.first && this.last)}
      </div>
    </div>`;
  }

  #field(field: LayerField): TemplateResult {
    const { key, kind } = field;
    const value = fieldValue(this.layer, field);
    const take = (event: Event): void =>
      this.#take(event.target as HTMLInputElement | HTMLSelectElement, field);
    return html`<div>
      <label for=${key}>${this.m.layerFields[key]}</label>
      ${
        kind === 'choice'
          ? html`<select id=${key} @change=${take}>
              ${[...new Set([value, ...field.choices])].map(
                (choice) => html`<option value=${choice} ?selected=${choice === value}>${choice}</option>`,
              )}
            </select>`
          : html`<input
              id=${key}
              type="number"
              required
              min=${kind === 'share' ? 0 : 1}
              max=${kind === 'share' ? 0.999 : 8192}
              step=${kind === 'share' ? 'any' : 1}
              .value=${value}
              @change=${take}
            />`
      }
    </div>`;
  }

  #button(label: string, icon: TemplateResult, edit: LayerEdit, disabled: boolean): TemplateResult {
    return html`<button
      class="icon"
      title=${label}
      aria-label=${label}
      ?disabled=${disabled}
      @click=${() => this.dispatchEvent(new LayerEditEvent(edit))}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">${icon}</svg>
    </button>`;
  }

  #take(control: HTMLInputElement | HTMLSelectElement, field: LayerField): void {
    if (!control.reportValidity()) return;
    this.dispatchEvent(
      new LayerEditEvent({ kind: 'change', layer: withField(this.layer, field, control.value) }),
    );
  }
}

const icons = {
  up: svg`<path d="M10 16V4M5 9l5-5 5 5" />`,
  down: svg`<path d="M10 4v12M5 11l5 5 5-5" />`,
  remove: svg`<path d="M4 6h12M8 6V4h4v2M6 6l.7 10h6.6L14 6" />`,
};
