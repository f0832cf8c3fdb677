import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Picture } from '../engine/protocol/look.js';
import { type Drawing, type Point, paint, paintStroke, type Stroke } from './drawing.js';

/** Pixels of the longer side, about: each of the model's becomes a whole number of them. */
const side = 280;

/** What is drawn has changed. */
export class DrawnEvent extends Event {
  readonly drawing: ImageData;

  constructor(drawing: ImageData) {
    super('drawn');
    this.drawing = drawing;
  }
}

/** A place to draw on by mouse, finger or pen. Fires {@link DrawnEvent} at most once a frame. */
export class DrawingPad extends LitElement {
  static override readonly properties = {
    height: { type: Number },
    width: { type: Number },
    pen: { attribute: false },
    ground: {},
    label: {},
  };

  static override readonly styles = css`
    :host {
      display: block;
    }

    canvas {
      display: block;
      width: 100%;
      border-radius: var(--radius);
      cursor: crosshair;
      touch-action: none;
    }
  `;

  /** Of the images that the model takes. */
  declare height: number;
  declare width: number;
  /** What strokes are drawn with from now on. */
  declare pen: Pick<Stroke, 'colour' | 'width'>;
  /** The colour behind them. */
  declare ground: string;
  /** What it is for, in words. */
  declare label: string;

  #strokes: Stroke[] = [];
  #picture: ImageBitmap | undefined;
  #stroke: Stroke | undefined;
  /** Whose stroke it is; other fingers, or the hand that holds the pen, draw nothing meanwhile. */
  #pointer: number | undefined;
  #frame = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Whether there is nothing on it. */
  get empty(): boolean {
    return !this.#picture && this.#strokes.length === 0;
  }

  /** Takes everything away. */
  clear(): void {
    this.#strokes = [];
    this.#picture = undefined;
    this.#paint();
  }

  /** Takes the last stroke away. */
  undo(): void {
    this.#strokes.pop();
    this.#paint();
    this.#tell();
  }

  /** Shows a picture in place of what there is, to be drawn on; nothing when the browser cannot show it. */
  async show(picture: Picture): Promise<void> {
    const shown = await createImageBitmap(picture).catch(() => undefined);
    this.#strokes = [];
    this.#picture = shown;
    this.#paint();
  }

  protected override render(): TemplateResult {
    const scale = Math.max(1, Math.round(side / Math.max(this.height, this.width)));
    return html`<canvas
      role="img"
      aria-label=${this.label}
      width=${this.width * scale}
      height=${this.height * scale}
      @pointerdown=${this.#onDown}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onUp}
      @pointercancel=${this.#onUp}
    ></canvas>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('height') && !changed.has('width') && !changed.has('ground')) return;
    this.#paint();
    if (changed.get('ground') !== undefined && this.#strokes.length > 0) this.#tell();
  }

  get #context(): CanvasRenderingContext2D {
    return this.renderRoot.querySelector('canvas')!.getContext('2d', { willReadFrequently: true })!;
  }

  #paint(): void {
    const drawing: Drawing = { ground: this.#picture ?? this.ground, strokes: this.#strokes };
    paint(this.#context, drawing);
  }

  /** Once a frame is soon enough. */
  #tell(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.empty) return;
      const { canvas } = this.#context;
      this.dispatchEvent(new DrawnEvent(this.#context.getImageData(0, 0, canvas.width, canvas.height)));
    });
  }

  readonly #onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || this.#stroke) return;
    (event.target as HTMLCanvasElement).setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#stroke = { ...this.pen, points: [pointOf(event)] };
    this.#strokes.push(this.#stroke);
    paintStroke(this.#context, this.#stroke);
    this.#tell();
  };

  readonly #onMove = (event: PointerEvent): void => {
    if (!this.#stroke || event.pointerId !== this.#pointer) return;
    const from = this.#stroke.points.length;
    const moves = event.getCoalescedEvents?.() ?? [];
    this.#stroke.points.push(...(moves.length > 0 ? moves : [event]).map(pointOf));
    paintStroke(this.#context, this.#stroke, from);
    this.#tell();
  };

  readonly #onUp = (event: PointerEvent): void => {
    if (event.pointerId === this.#pointer) this.#stroke = undefined;
  };
}

function pointOf(event: PointerEvent): Point {
  const box = (event.target as HTMLCanvasElement).getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}
