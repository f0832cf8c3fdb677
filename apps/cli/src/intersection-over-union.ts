/** Intersection over union of each class's areas; NaN for a class that neither occurs nor is predicted. */
export function intersectionsOverUnions(counts: readonly (readonly number[])[]): number[] {
  return counts.map((row, k) => {
    const truth = row.reduce((sum, count) => sum + count, 0);
    const predicted = counts.reduce((sum, other) => sum + other[k]!, 0);
    return row[k]! / (truth + predicted - row[k]!);
  });
}
