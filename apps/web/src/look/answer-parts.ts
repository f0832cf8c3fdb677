import { html, nothing, type TemplateResult } from 'lit';
import type { ImageReport, LookFigures } from '../engine/protocol/look.js';
import type { LookState } from '../state/app-state.js';

/** What is shown of an answer, and of those for all test images. */
export function answerParts(
  figures: LookFigures,
  report: ImageReport,
  occlusion: LookState['occlusion'],
): TemplateResult {
  const { classNames, samples, task } = figures;
  return html`${answerPanel(figures, report, occlusion)}
  ${samples ? html`<survey-panel .classNames=${classNames} .task=${task}></survey-panel>` : nothing}`;
}

/** In a way of its own for each task. */
function answerPanel(
  figures: LookFigures,
  { answer, pixels }: ImageReport,
  occlusion: LookState['occlusion'],
): TemplateResult {
  const { classNames, imageShape } = figures;
  switch (answer.task) {
    case 'classification':
      return html`<verdict-panel
        .figures=${figures}
        .pixels=${pixels}
        .answer=${answer}
        .occlusion=${occlusion}
      ></verdict-panel>`;
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
