import { show } from '@cnn/layers';
import { ConfigError } from '@cnn/tensor';

/** The name of a figure. @throws ConfigError for what is none */
export function metricName(called: string, name: string | undefined): string {
  if (name === undefined) return called;
  if (typeof name === 'string' && name !== '') return name;
  throw new ConfigError(
    `The name of ${called} is ${show(name)}; it must be a word. Choose one such as '${called}'.`,
  );
}
