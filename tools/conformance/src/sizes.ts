/** What a case was drawn with: sizes that can shrink (whole numbers) and options that cannot. */
export type Sizes = Readonly<Record<string, Scalar>>;

type Scalar = number | boolean | string;

/** The same of a case's own sizes, whose names are known. */
export type ScalarsOf<S> = { readonly [K in keyof S]: Scalar };

/** `batch=2,height=7,padding=same` */
export function formatSizes(sizes: Sizes): string {
  return Object.entries(sizes)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** The inverse of `formatSizes`. @throws Error for a part that is no `name=value`. */
export function parseSizes(text: string): Sizes {
  const entries = text.split(',').map((part) => {
    const [, name, value] = /^(\w+)=(.+)$/.exec(part) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`'${part}' is no size. Write name=value, and commas between them.`);
    return [name, valueIn(value)] as const;
  });
  return Object.fromEntries(entries);
}

function valueIn(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
