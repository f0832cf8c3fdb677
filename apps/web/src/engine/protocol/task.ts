/** What is told of an image: its class, the class of each of its pixels, or where objects are in it. */
export type Task = 'classification' | 'segmentation' | 'detection';

export const figureNames = ['accuracy', 'meanIoU', 'meanAveragePrecision'] as const;

/** What says how well a task is done, from 0 to 1, by its name in `history.json`. */
export type FigureName = (typeof figureNames)[number];

/** Those that were taken. */
export type Figures = { readonly [Name in FigureName]?: number | undefined };

/** Those of images that validate; null where there are none. */
export type ValidationFigures = { readonly [Name in FigureName as ValidationName<Name>]?: number | null };

export type ValidationName<Name extends string = FigureName> = `val${Capitalize<Name>}`;

/** `valMeanIoU` for `meanIoU`. */
export function validationName<Name extends string>(name: Name): ValidationName<Name> {
  return `val${name[0]!.toUpperCase()}${name.slice(1)}` as ValidationName<Name>;
}
