export const languages = { en: 'English', ja: '日本語' } as const;

export type Language = keyof typeof languages;

/** The first of the browser's languages that the page speaks; English otherwise. */
export function preferredLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2));
  return (wanted.find((tag) => tag in languages) as Language | undefined) ?? 'en';
}
