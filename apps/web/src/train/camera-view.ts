import { css, html, nothing, type TemplateResult } from 'lit';
import { LocalizedElement } from '../i18n/localized-element.js';
import { controls } from '../styles/controls.js';

/** Height and width of a photo: more than any network here is given. */
const side = 128;

type Refusal = 'refused' | 'missing' | 'busy' | 'insecure';

/** What the camera sees, once a person has turned it on. Fires `change` when it goes on or off. */
export class CameraView extends LocalizedElement {
  static override readonly properties = {
    stream: { state: true },
    refusal: { state: true },
    asking: { state: true },
  };

  static override readonly styles = [
    controls,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        justify-items: center;
      }

      video {
        width: 100%;
        max-width: 14rem;
        aspect-ratio: 1;
        border-radius: var(--radius);
        background: var(--sunken);
        object-fit: cover;
      }
    `,
  ];

  declare stream: MediaStream | undefined;
  /** Why there is no picture. */
  declare refusal: Refusal | undefined;
  /** Whether the browser has yet to answer. */
  declare asking: boolean;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.turnOff();
  }

  protected override render(): TemplateResult {
    const { camera: m } = this.m;
    if (this.stream) {
      return html`<video autoplay muted playsinline aria-label=${m.view} .srcObject=${this.stream}></video>
        <button class="plain" @click=${this.turnOff}>${m.off}</button>`;
    }
    return html`<button ?disabled=${this.asking} @click=${this.#turnOn}>${m.on}</button>
      ${this.asking ? html`<p class="small soft" role="status">${m.asking}</p>` : nothing}
      ${this.refusal ? html`<p class="error" role="alert">${m.refusals[this.refusal]}</p>` : nothing}`;
  }

  /** A photo of now, the middle of what the camera sees, as JPEG; undefined while there is no picture. */
  async shoot(): Promise<Blob | undefined> {
    const video = this.renderRoot.querySelector('video');
    if (!video?.videoWidth) return undefined;
    const { videoWidth: width, videoHeight: height } = video;
    const square = Math.min(width, height);
    const canvas = document.createElement('canvas');
    canvas.width = side;
    canvas.height = side;
    const context = canvas.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(video, (width - square) / 2, (height - square) / 2, square, square, 0, 0, side, side);
    const photo = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
    return photo ?? undefined;
  }

  /** Lets go of the camera. */
  turnOff(): void {
    if (!this.stream) return;
    stop(this.stream);
    this.stream = undefined;
    this.dispatchEvent(new Event('change'));
  }

  readonly #turnOn = async (): Promise<void> => {
    this.refusal = undefined;
    this.asking = true;
    try {
      const stream = await openCamera();
      if (this.isConnected) this.stream = stream;
      else stop(stream);
      this.dispatchEvent(new Event('change'));
    } catch (error) {
      this.refusal = refusalOf(error);
    }
    this.asking = false;
  };
}

function openCamera(): Promise<MediaStream> {
  // Pages without https:// have none.
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  return navigator.mediaDevices.getUserMedia({ video: { width: 640, facingMode: 'environment' } });
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function refusalOf(error: unknown): Refusal {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'SecurityError') return 'insecure';
  return name === 'NotAllowedError' ? 'refused' : 'busy';
}
