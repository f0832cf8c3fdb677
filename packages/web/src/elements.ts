import { CnnClassifier } from './classifier.js';
import { CnnPlayground } from './playground.js';

/** Every element by its tag; a new one gets its line here. */
const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'cnn-classifier': CnnClassifier,
  'cnn-playground': CnnPlayground,
};

/**
 * Makes the tags known to the browser; those that are known stay as they are. `import '@cnn/web/define'` does it, too.
 * Outside a browser, as when a server renders a page, nothing happens.
 */
export function defineElements(): void {
  if (typeof customElements === 'undefined') return;
  for (const [tag, element] of Object.entries(elements)) {
    if (!customElements.get(tag)) customElements.define(tag, element);
  }
}
