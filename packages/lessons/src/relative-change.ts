import type { Tensor } from '@cnn/tensor';

/** How far numbers are from what they were, as a share of the size of these: ‖after − before‖ / ‖before‖. */
export function relativeChange(before: Tensor<'f32'>, after: Tensor<'f32'>): number {
  let change = 0;
  let size = 0;
  before.data.forEach((number, i) => {
    change += (after.data[i]! - number) ** 2;
    size += number ** 2;
  });
  return Math.sqrt(change / size);
}
