import { type FlowKind, flowKinds, type GradientFlow } from '@cnn/lessons';
import { proxy } from 'comlink';
import { css, html, nothing, type TemplateResult } from 'lit';
import { words } from '../../i18n/demonstration-words.js';
import { LocalizedElement } from '../../i18n/localized-element.js';
import { ask, sentenceOf } from '../../state/engine-actions.js';
import { controls, panel } from '../../styles/controls.js';
import { demonstration } from './demonstration.js';

const m = words.flow;

/** Powers of ten that the bars stand between. */
const scale = { low: -12, high: 2 };

/** Gradients of deep networks while they learn, layer by layer. */
export class FlowDemo extends LocalizedElement {
  static override readonly properties = {
    depth: { state: true },
    flows: { state: true },
    running: { state: true },
    error: { state: true },
  };

  static override readonly styles = [
    controls,
    panel,
    demonstration,
    css`
      .kind {
        padding: var(--space-3) 0;
        border-top: 1px solid var(--line);
      }

      .kind header {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-4);
        margin-bottom: var(--space-2);
      }

      .bars {
        display: flex;
        align-items: flex-end;
        gap: 2px;
        height: 7rem;
        border-radius: 6px;
        background: linear-gradient(var(--chart-grid) 1px, transparent 1px) 0 0 / 100% calc(100% / 7) var(--sunken);
      }

      .bars span {
        flex: 1;
        min-height: 1px;
        border-radius: 2px 2px 0 0;
        background: var(--colour);
        transition: height 120ms;
      }

      .sigmoid {
        --colour: var(--series-2);
      }

      .relu {
        --colour: var(--series-1);
      }

      .residual {
        --colour: var(--series-3);
      }

      .ends {
        display: flex;
        justify-content: space-between;
        margin-top: var(--space-1);
      }
    `,
  ];

  declare depth: number;
  declare flows: Partial<Record<FlowKind, GradientFlow>>;
  declare running: boolean;
  declare error: string | undefined;

  readonly #ready = this.select(({ engine }) => engine.status === 'ready');

  constructor() {
    super();
    this.depth = 16;
    this.flows = {};
    this.running = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override render(): TemplateResult {
    return html`<section class="panel" aria-labelledby="heading">
      <header><h2 id="heading">${this.m.study.demonstrations.flow}</h2></header>
      <p class="about">${this.said(m.about)}</p>
      <div class="settings">
        <div>
          <output for="depth">${this.depth}</output><label for="depth">${this.said(m.depth)}</label>
          <input
            id="depth"
            type="range"
            min="4"
            max="40"
            .value=${String(this.depth)}
            ?disabled=${this.running}
            @input=${this.#onDepth}
          />
        </div>
      </div>
      <div class="steps">
        <button class="primary" ?disabled=${!this.#ready.value} @click=${this.running ? this.#stop : this.#start}>
          ${this.said(this.running ? m.stop : m.start)}
        </button>
      </div>
      ${this.error ? html`<p class="error" role="alert">${this.error}</p>` : nothing}
      ${flowKinds.map((kind) => this.#kind(kind))}
      <p class="note soft">${this.said(m.look)}</p>
    </section>`;
  }

  #kind(kind: FlowKind): TemplateResult {
    const flow = this.flows[kind];
    const norms = flow?.norms ?? Array<number>(this.depth).fill(0);
    const [first, last] = [norms[0]!, norms.at(-1)!].map((norm) => (flow ? norm.toExponential(1) : '–'));
    const name = this.said(m.kinds[kind]);
    return html`<div class="kind ${kind}">
      <header>
        <h3>${name}</h3>
        <p class="small soft figures">${this.said(m.state(flow?.step ?? 0, this.format.loss(flow?.loss)))}</p>
      </header>
      <div class="bars" role="img" aria-label=${this.said(m.bars(name, first!, last!))}>
        ${norms.map((norm) => html`<span .style=${`height: ${height(norm)}%`}></span>`)}
      </div>
      <p class="ends small soft figures"><span>${this.said(m.first)} ${first}</span><span>${this.said(m.last)} ${last}</span></p>
    </div>`;
  }

  readonly #start = async (): Promise<void> => {
    this.flows = {};
    this.error = undefined;
    this.running = true;
    const { depth } = this;
    try {
      await ask((engine) => engine.watchGradients(depth, proxy(this.#hear)));
    } catch (error) {
      this.error = sentenceOf(error);
    }
    this.running = false;
  };

  readonly #hear = (flow: GradientFlow): void => {
    this.flows = { ...this.flows, [flow.kind]: flow };
  };

  readonly #stop = (): void => {
    if (this.running) void ask((engine) => engine.stopGradients());
  };

  readonly #onDepth = (event: Event): void => {
    this.depth = (event.target as HTMLInputElement).valueAsNumber;
    this.flows = {};
  };
}

/** Of a bar, as a share of the scale. */
function height(norm: number): number {
  if (norm === 0) return 0;
  return Math.min(100, Math.max(0, (100 * (Math.log10(norm) - scale.low)) / (scale.high - scale.low)));
}
