import { reshape, sizeOf, type Value } from '@cnn/tensor';
import { countedParts } from '../losses/ignored-class.js';
import { classCounts, countsAbove, ratio } from './class-table.js';
import type { Metric } from './metric.js';

/**
 * The share of hits, 1 or 0 for each class number. What the loss ignores counts as neither, whatever batch it is in: the
 * hits of all batches are divided by all that counts.
 */
export function hitRate(name: string, hits: Metric['build']): Metric {
  return {
    name,
    direction: 'up',
    build: hits,
    under: ({ ignoreClass }) => (ignoreClass === undefined ? undefined : ofCounted(hits)),
  };
}

/** Counts hits and misses, of what the loss counts. */
function ofCounted(hits: Metric['build']): Pick<Metric, 'build' | 'result'> {
  return {
    build: (predictions, y, loss) => {
      const counted = countedParts(y, predictions.shape.at(-1)!, loss.ignoreClass);
      return countsAbove(column(hits(predictions, y, loss)), column(counted), [0.5]);
    },
    result: (table) => {
      const [hitsAndMisses] = classCounts(table);
      const { truePositives, falseNegatives } = hitsAndMisses!;
      return ratio(truePositives, truePositives + falseNegatives);
    },
  };
}

function column(x: Value): Value {
  return reshape({ x }, [sizeOf(x.shape), 1]).y;
}
