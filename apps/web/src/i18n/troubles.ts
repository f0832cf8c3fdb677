import type { TroubleKind, Troubles } from '../engine/trouble.js';

/** A sentence for each kind of trouble: what happened, and what to do. */
export type TroubleSentences = { readonly [K in TroubleKind]: (values: Troubles[K]) => string };
