import { reshape, type Shape, sizeOf, type Value } from '@cnn/tensor';
import { Layer, type LayerOptions } from '../layer.js';

/** Lays each input out as one row. */
export class Flatten extends Layer {
  constructor(options: LayerOptions) {
    super('Flatten', options, []);
  }

  override outputShape(inputShape: Shape): Shape {
    return [sizeOf(inputShape)];
  }

  override call(x: Value): Value {
    const [batch, ...item] = x.shape;
    return reshape({ x }, [batch!, sizeOf(item)]).y;
  }
}

/** Lays each input out as one row, `[height, width, channels]` → `[height · width · channels]`, for `dense`. Copies nothing. */
export function flatten(options: LayerOptions = {}): Flatten {
  return new Flatten(options);
}
