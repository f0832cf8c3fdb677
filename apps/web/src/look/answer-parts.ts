import { html, nothing, type TemplateResult } from 'lit';
import type { ImageReport, LookFigures } from '../engine/protocol/look.js';
import type { LookState } from '../state/app-state.js';

/** What is shown of an answer, in a way of its own for each task. */
export function answerParts(
  figures: LookFigures,
  { answer, pixels }: ImageReport,
  occlusion: LookState['occlusion'],
): TemplateResult {
  const { classNames, imageShape, samples } = figures;
  switch (answer.task) {
    case 'classification':
      return html`<verdict-panel
          .figures=${figures}
          .pixels=${pixels}
          .answer=${answer}
          .occlusion=${occlusion}
        ></verdict-panel>
        ${samples ? html`<survey-panel .classNames=${classNames}></survey-panel>` : nothing}`;
    case 'segmentation':
      return html`<mask-panel
        .classNames=${classNames}
        .imageShape=${imageShape}
        .pixels=${pixels}
        .answer=${answer}
      ></mask-panel>`;
    case 'detection':
      return html`<box-panel
        .classNames=${classNames}
        .imageShape=${imageShape}
        .pixels=${pixels}
        .answer=${answer}
      ></box-panel>`;
  }
}
