import type { GradientFigures } from '../engine/protocol/training.js';
import { store } from './app-state.js';
import { ask } from './engine-actions.js';

/** Has the gradients of each layer measured during training, or no more. */
export function watchGradients(open: boolean): void {
  const { gradients } = store.state;
  if (gradients.open === open) return;
  store.update({ gradients: { ...gradients, open } });
  // Without an engine there is nothing to measure; the page tells of that elsewhere.
  ask((engine) => engine.measureGradients(open)).catch(() => {});
}

/** Forgets those of an earlier training. */
export function forgetGradients(): void {
  store.update({ gradients: { open: store.state.gradients.open } });
}

export function hearGradients(figures: GradientFigures | 'no-room'): void {
  const { gradients } = store.state;
  store.update({
    gradients:
      figures === 'no-room'
        ? { open: gradients.open, roomless: true }
        : { ...gradients, figures, first: gradients.first ?? figures },
  });
}
