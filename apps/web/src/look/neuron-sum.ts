import { css, html, nothing, type TemplateResult } from 'lit';
import type { ChannelTerm, NeuronMaking } from '../engine/protocol/neuron.js';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

type Sum = Extract<NeuronMaking, { kind: 'sum' }>;
type Largest = Extract<NeuronMaking, { kind: 'largest' }>;

/** The arithmetic behind one number: the windows of the channels that count most, and all that is added to them. */
export class NeuronSum extends LocalizedElement {
  static override readonly properties = {
    made: { attribute: false },
    value: { attribute: false },
    fromImage: { attribute: false },
    channels: { attribute: false },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .parts {
        display: grid;
        gap: var(--space-5);
        max-width: 41rem;
      }

      .terms {
        display: grid;
        gap: var(--space-4);
      }

      @container (min-width: 58rem) {
        .parts {
          grid-template-columns: minmax(0, 5fr) minmax(0, 3fr);
          align-items: start;
          gap: var(--space-6);
          max-width: 68rem;
        }
      }

      .term {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 13rem) 1rem) minmax(0, 13rem);
        gap: var(--space-1) var(--space-2);
        align-items: center;
      }

      .term header {
        display: flex;
        grid-column: 1 / -1;
        justify-content: space-between;
        gap: var(--space-3);
      }

      .name {
        font-weight: 560;
      }

      .sign {
        color: var(--ink-soft);
        text-align: center;
      }

      .caption {
        text-align: center;
      }

      .single,
      .single + table {
        width: min(100%, 13rem);
      }

      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-small);
        font-variant-numeric: tabular-nums;
      }

      th {
        padding: var(--space-1) var(--space-5) var(--space-1) 0;
        font-weight: 450;
        text-align: left;
      }

      td {
        padding: var(--space-1) 0 var(--space-1) var(--space-4);
        text-align: right;
        white-space: nowrap;
      }

      .total > * {
        border-top: 1px solid var(--line-strong);
        font-weight: 600;
      }

      .value > * {
        font-weight: 600;
      }

      .value td {
        color: var(--accent);
      }

      @media (max-width: 40rem) {
        .term {
          grid-template-columns: repeat(2, minmax(0, 1fr) 0.625rem) minmax(0, 1fr);
          gap: var(--space-1);
        }

      }
    `,
  ];

  declare made: NeuronMaking;
  declare value: number;
  /** How many channels the image has that the layer sees directly; 0 when other layers are between. */
  declare fromImage: number;
  /** Whether what the layer sees has channels, and not numbers alone. */
  declare channels: boolean;

  protected override render(): TemplateResult {
    return this.made.kind === 'largest' ? this.#largest(this.made) : this.#sum(this.made);
  }

  #largest({ inputs, width, winner }: Largest): TemplateResult {
    const { neuron: m } = this.m.look;
    return html`<div class="terms">
      <p class="small soft">${m.largest}</p>
      <number-board class="single" .numbers=${inputs} .width=${width} .marked=${winner} .label=${m.inputs}></number-board>
      <table>
        <tbody>
          ${this.#row('value', m.same, this.value)}
        </tbody>
      </table>
    </div>`;
  }

  #sum(made: Sum): TemplateResult {
    const { neuron: m } = this.m.look;
    const { activation, bias, height, rest, sum, terms, width } = made;
    const single = height * width === 1;
    return html`<div class="parts">
      ${single ? nothing : html`<div class="terms">${terms.map((term) => this.#term(term, width))}</div>`}
      <table>
        <tbody>
          ${terms.map((term) => this.#row('', this.#nameOf(term.channel), term.sum, single ? this.#product(term) : nothing))}
          ${rest.count > 0 ? this.#row('', (this.channels ? m.rest : m.restUnits)(rest.count), rest.sum) : nothing}
          ${bias === 0 ? nothing : this.#row('', m.bias, bias)} ${this.#row('total', m.total, sum)}
          ${activation === 'linear' ? nothing : this.#row('value', this.#after(activation), this.value)}
        </tbody>
      </table>
    </div>`;
  }

  #term({ channel, inputs, weights, sum }: ChannelTerm, width: number): TemplateResult {
    const { neuron: m } = this.m.look;
    const products = inputs.map((input, i) => input * weights[i]!);
    const board = (numbers: readonly number[], label: string): TemplateResult =>
      html`<number-board .numbers=${numbers} .width=${width} .label=${label}></number-board>`;
    const caption = (text: string): TemplateResult =>
      html`<span class="caption small soft" aria-hidden="true">${text}</span>`;
    return html`<div class="term">
      <header class="small figures">
        <span class="name">${this.#nameOf(channel)}</span>
        <span>${m.sum} ${this.format.decimal(sum, 4)}</span>
      </header>
      ${board(inputs, m.inputs)}<span class="sign" aria-hidden="true">×</span>${board(weights, m.weights)}<span
        class="sign"
        aria-hidden="true"
        >=</span
      >${board(products, m.products)} ${caption(m.inputs)}<span></span>${caption(m.weights)}<span></span>${caption(m.products)}
    </div>`;
  }

  #product({ inputs, weights }: ChannelTerm): TemplateResult {
    return html`<span class="soft">${this.format.decimal(inputs[0]!, 4)} × ${this.format.decimal(weights[0]!, 4)}</span>`;
  }

  #row(
    kind: string,
    name: string,
    value: number,
    how: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    return html`<tr class=${kind}>
      <th scope="row">${name}</th>
      <td>${how}</td>
      <td>${this.format.decimal(value, 4)}</td>
    </tr>`;
  }

  #nameOf(channel: number): string {
    const { neuron: m } = this.m.look;
    if (this.fromImage === 3) return m.colours[channel]!;
    return this.channels ? m.channel(channel + 1) : m.unitBefore(channel + 1);
  }

  #after(activation: string): string {
    const { neuron: m } = this.m.look;
    return activation === 'softmax' ? m.softmax : m.activation(activation);
  }
}
