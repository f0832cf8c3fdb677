import { html, nothing, type TemplateResult } from 'lit';
import { type CurvePoint, curve } from './curve.js';
import type { EpochFigures, Prediction, Progress } from './engine/playground-protocol.js';
import type { Messages } from './messages.js';

/** How a training goes. */
interface Course {
  readonly trace: readonly Progress[];
  readonly done: readonly EpochFigures[];
  /** That are to be done. */
  readonly epochs: number;
}

/** Where a training stands, and the curves of loss and accuracy so far. */
export function progressFigures(m: Messages, { trace, done, epochs }: Course): TemplateResult {
  const { at, loss, accuracy, imagesPerSecond, threads } = trace.at(-1)!;
  const tested = done.at(-1);
  const top = Math.max(...trace.map((each) => each.loss).filter(Number.isFinite), 1e-6);
  const points = (figure: 'loss' | 'accuracy'): CurvePoint[] =>
    trace.filter((each) => Number.isFinite(each[figure])).map((each) => [each.at, each[figure]]);
  const tests = (figure: 'testLoss' | 'testAccuracy'): CurvePoint[] =>
    done.filter((each) => Number.isFinite(each[figure])).map((each) => [each.epoch, each[figure]]);
  const lossText = `${m.loss} ${(tested?.testLoss ?? loss).toFixed(3)}`;
  const accuracyText = `${m.accuracy} ${(100 * (tested?.testAccuracy ?? accuracy)).toFixed(1)} %`;
  return html`<p part="status" class="status">
      ${at.toFixed(1)} / ${epochs} ${m.epochs} · ${Math.round(imagesPerSecond)} ${m.speed}
      ${threads === 1 && !crossOriginIsolated ? html`<br />${m.oneThread}` : nothing}
    </p>
    <div part="curves" class="curves">
      <figure>
        ${caption(lossText, tested !== undefined)}
        ${curve({
          ...{ label: lossText, training: points('loss'), test: tests('testLoss'), epochs, top },
          topText: top.toFixed(1),
        })}
      </figure>
      <figure>
        ${caption(accuracyText, tested !== undefined)}
        ${curve({
          ...{
            label: accuracyText,
            training: points('accuracy'),
            test: tests('testAccuracy'),
            epochs,
            top: 1,
          },
          topText: '100 %',
        })}
      </figure>
    </div>`;
}

/** Read out once an epoch; before the first has ended, the figures change too often for that. */
function caption(text: string, settled: boolean): TemplateResult {
  return html`<figcaption>${settled ? nothing : text}<span role="status">${settled ? text : nothing}</span></figcaption>`;
}

/** What a network takes test images for. */
export function predictionFigures(
  m: Messages,
  predictions: readonly Prediction[],
  pictures: readonly HTMLCanvasElement[],
): TemplateResult {
  return html`<figure part="predictions">
    <figcaption>${m.testImages}</figcaption>
    <div class="samples">
      ${predictions.map(
        (
          { name, probability, right },
          index,
        ) => html`<figure part="prediction" class=${right ? 'right' : 'wrong'}>
          ${pictures[index]} ${name} ${Math.round(100 * probability)} %<br />${right ? `✓ ${m.right}` : `✗ ${m.wrong}`}
        </figure>`,
      )}
    </div>
  </figure>`;
}
