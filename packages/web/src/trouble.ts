/**
 * What can go wrong that a reader or the author of a page can do something about, by kind, with the values that are
 * told. Some of it is thrown by the packages below; `about` of their errors has the same kinds.
 */
export interface Troubles {
  readonly 'worker-lost': { readonly reason: string };
  readonly 'no-address': { readonly written: string; readonly example: string };
  /** The server is out of reach, or forbids it (CORS). */
  readonly 'image-closed': { readonly address: string };
  readonly 'image-refused': { readonly address: string; readonly status: number };
  /** An image's or a model's, in the middle of it. */
  readonly 'download-broken': { readonly address: string };
  readonly 'image-empty': { readonly width: number; readonly height: number };
  readonly 'image-foreign': object;
  readonly 'image-broken': object;
  readonly 'model-closed': { readonly address: string };
  readonly 'model-refused': { readonly address: string; readonly status: number };
  readonly 'model-broken': { readonly address: string };
  readonly 'tells-no-classes': { readonly address: string; readonly shape: string };
  /** A model or images need more than WebAssembly or the browser has. */
  readonly 'model-memory': { readonly address: string };
  readonly 'images-memory': { readonly images: number };
  readonly memory: { readonly batch: number; readonly most: number };
  readonly 'memory-refused': { readonly bytes: number };
  readonly 'no-simd': object;
  readonly 'thread-died': object;
}

type Kind = keyof Troubles;

/** A kind with its values. */
export type Trouble = { [K in Kind]: { readonly kind: K } & Troubles[K] }[Kind];

/** A sentence for each kind: what happened, and what to do. */
export type TroubleSentences = { readonly [K in Kind]: (values: Troubles[K]) => string };

/** What an error is about, where it says so. */
export function troubleOf(error: unknown): Trouble | undefined {
  return error instanceof Error && 'about' in error ? (error.about as Trouble | undefined) : undefined;
}

/** Options of an error that tells what it is about. */
export function about(trouble: Trouble, cause?: unknown): { about: Trouble; cause?: unknown } {
  return { about: trouble, ...(cause === undefined ? {} : { cause }) };
}
