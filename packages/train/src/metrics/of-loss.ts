import { ConfigError } from '@cnn/tensor';
import type { Loss } from '../losses/loss.js';
import type { Metric } from './metric.js';

/** A loss as a figure beside the one that is minimised, such as the absolute error. */
export function ofLoss(figure: Loss): Metric {
  return {
    name: figure.name,
    direction: 'down',
    build: (predictions, y, loss) => {
      expectSameTargets(figure, loss);
      expectSameIgnored(figure, loss);
      return figure.build(predictions, y).each;
    },
  };
}

function expectSameTargets(figure: Loss, loss: Loss): void {
  if (figure.targets === loss.targets) return;
  const [wants, has] = [figure, loss].map(({ targets }) =>
    targets === 'labels' ? 'class numbers' : 'values',
  );
  throw new ConfigError(
    `${figure.name} was asked for as a metric, which takes ${wants}, with the loss ${loss.name}, whose y holds ${has}. Leave it out, or use a loss that takes ${wants}.`,
  );
}

/** @throws ConfigError when the figure would take for a class what the loss ignores */
function expectSameIgnored(figure: Loss, { name, ignoreClass }: Loss): void {
  if (ignoreClass === undefined || figure.ignoreClass === ignoreClass) return;
  const counted = figure.ignoreClass === undefined ? 'counts it' : `ignores ${figure.ignoreClass} alone`;
  throw new ConfigError(
    `${figure.name} was asked for as a metric with the loss ${name}, which ignores the class ${ignoreClass}; the metric ${counted}. Use ${figure.name}({ ignoreClass: ${ignoreClass} }), or leave it out.`,
  );
}
