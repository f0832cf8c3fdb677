/** Languages that lessons are written in. */
export const languages = ['en', 'ja'] as const;

export type Language = (typeof languages)[number];

/** The same in each language. */
export type Text = Readonly<Record<Language, string>>;

export function text(en: string, ja: string): Text {
  return { en, ja };
}
