/** Elements by their tags. */
export type Elements = Readonly<Record<string, CustomElementConstructor>>;

/** Makes tags known to the browser, those that are not yet. */
export function define(elements: Elements): void {
  for (const [tag, element] of Object.entries(elements)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}
