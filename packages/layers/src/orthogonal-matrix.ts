import type { RandomStream } from '@cnn/tensor';

/**
 * A random matrix `[rows, columns]` whose columns have length 1 and are at right angles to each other, or whose rows,
 * where these are fewer: all directions are as likely. The columns are what Gram and Schmidt make of normal numbers.
 * Mezzadri, "How to generate random matrices from the classical compact groups", 2007.
 */
export function orthogonalMatrix(rows: number, columns: number, random: RandomStream): Float64Array {
  const [length, count] = rows < columns ? [columns, rows] : [rows, columns];
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const other of vectors) addMultiple(vector, other, -product(vector, other));
    const norm = Math.sqrt(product(vector, vector));
    vectors.push(vector.map((element) => element / norm));
  }
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return rows < columns ? vectors[row]![column]! : vectors[column]![row]!;
  });
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addMultiple(to: Float64Array, vector: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += factor * vector[i]!;
}
