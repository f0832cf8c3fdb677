/** Whether a value is the width and the height of a box: two numbers above 0. */
export function isSize(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((side) => Number.isFinite(side) && side > 0)
  );
}
