/** Whether a label is one of so many classes, counted from 0. */
export function isClass(label: number, classes: number): boolean {
  return Number.isInteger(label) && label >= 0 && label < classes;
}
