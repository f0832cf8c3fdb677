/** Whether so many things can be counted: a whole number, 1 or more. */
export function isCount(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 1;
}
