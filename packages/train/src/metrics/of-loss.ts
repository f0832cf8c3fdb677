import { ConfigError } from '@cnn/tensor';
import type { Loss } from '../losses/loss.js';
import type { Metric } from './metric.js';

/** A loss as a figure beside the one that is minimised, such as the absolute error. */
export function ofLoss(figure: Loss): Metric {
  return {
    name: figure.name,
    build: (predictions, y, loss) => {
      if (figure.targets === loss.targets) return figure.build(predictions, y).each;
      const [wants, has] = [figure, loss].map(({ targets }) =>
        targets === 'labels' ? 'class numbers' : 'values',
      );
      throw new ConfigError(
        `${figure.name} was asked for as a metric, which takes ${wants}, with the loss ${loss.name}, whose y holds ${has}. Leave it out, or use a loss that takes ${wants}.`,
      );
    },
  };
}
