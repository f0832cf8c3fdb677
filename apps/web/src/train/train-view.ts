import { html, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';
import { viewStyles } from '../styles/view.js';

/** Choose images, a model and settings on one side; watch on the other. */
export class TrainView extends LocalizedElement {
  static override readonly styles = [controls, viewStyles];

  protected override render(): TemplateResult {
    const { m } = this;
    return html`
      <div class="intro">
        <h1>${m.train.heading}</h1>
        <p>${m.train.lede}</p>
      </div>
      <div class="columns">
        <div class="column">
          <data-panel></data-panel>
          <model-panel></model-panel>
          <settings-panel></settings-panel>
        </div>
        <div class="column">
          <run-panel></run-panel>
          <curves-panel></curves-panel>
          <gradients-panel></gradients-panel>
          <run-list></run-list>
        </div>
      </div>
    `;
  }
}
