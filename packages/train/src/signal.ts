import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/** @throws ConfigError for anything but a signal, which would never end what it was meant to. */
export function checkSignal(method: string, signal: AbortSignal | undefined): void {
  if (signal === undefined || typeof signal?.aborted === 'boolean') return;
  throw new ConfigError(
    `The signal of ${method} is ${show(signal)}; it must be an AbortSignal. Pass the signal of an AbortController, controller.signal.`,
  );
}
