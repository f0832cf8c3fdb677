import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/** @throws ConfigError unless an option is a number from 0 to 1 */
export function share(of: string, option: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new ConfigError(
    `The ${option} of ${of} is ${show(value)}; it must be a number from 0 to 1. Choose one such as 0.5.`,
  );
}
