import type { Divergence } from '@cnn/train';

/** Where a loss stopped to be a number, and what usually helps. */
export function divergenceMessage(divergence: Divergence): string {
  const { loss, epoch, batch } = divergence;
  return `the loss became ${loss} in epoch ${epoch + 1}, step ${batch + 1}: ${causeOf(divergence)}; training has ended, and what was saved before stays. Try a smaller --learning-rate, or --clip-norm 1.`;
}

function causeOf({ samples, weights, layer }: Divergence): string {
  if (samples) return 'the images of this step are no finite numbers';
  const [first, ...others] = weights;
  if (first !== undefined) {
    const all = others.length === 0 ? first : `${first} and ${others.length} more`;
    return `the step before had moved ${all} to where there are no numbers`;
  }
  if (layer !== undefined) return `${layer} was the first layer to give something that is no finite number`;
  return 'no layer was seen to give anything but finite numbers';
}
