/** JSON that keeps every number: those that it has no words for stand as `{ "number": "NaN" }`. */

const wordless = ['NaN', 'Infinity', '-Infinity', '-0'];

/** Text for plain data, its numbers to the last bit. */
export function exactJson(data: unknown): string {
  return JSON.stringify(data, (_, value) => {
    if (typeof value !== 'number') return value;
    if (Object.is(value, -0)) return { number: '-0' };
    return Number.isFinite(value) ? value : { number: String(value) };
  });
}

/** The data in such a text. @throws SyntaxError when it is no JSON */
export function fromExactJson(text: string): unknown {
  return JSON.parse(text, (_, value) => {
    const word = value?.number;
    return wordless.includes(word) && Object.keys(value).length === 1 ? Number(word) : value;
  });
}
