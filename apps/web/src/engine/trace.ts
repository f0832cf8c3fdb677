import type { TracePoint } from './protocol/run.js';

/** More points than a chart has pixels serve nobody. */
const most = 1200;

/** The curve within epochs, thinned out as it grows. */
export class Trace {
  #points: TracePoint[];
  /** How many means of a slice of time make a point. */
  #each = 1;
  #gathered: TracePoint[] = [];

  constructor(points: readonly TracePoint[] = []) {
    this.#points = [...points];
  }

  get points(): readonly TracePoint[] {
    return this.#points;
  }

  add(point: TracePoint): void {
    this.#gathered.push(point);
    if (this.#gathered.length < this.#each) return;
    this.#points.push(meanOf(this.#gathered));
    this.#gathered = [];
    if (this.#points.length < most) return;
    this.#points = pairs(this.#points).map(meanOf);
    this.#each *= 2;
  }
}

function pairs(points: readonly TracePoint[]): TracePoint[][] {
  return Array.from({ length: Math.ceil(points.length / 2) }, (_, i) => points.slice(2 * i, 2 * i + 2));
}

function meanOf(points: readonly TracePoint[]): TracePoint {
  const names = Object.keys(points[0]!) as (keyof TracePoint)[];
  const mean = (name: keyof TracePoint): number =>
    points.reduce((sum, point) => sum + (point[name] ?? 0), 0) / points.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)])) as unknown as TracePoint;
}
