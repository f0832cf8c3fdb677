import { messages } from '../i18n/localized-element.js';
import { store } from '../state/app-state.js';

/** Keeps what lies outside all elements true to the state: language, title and appearance. */
export function followDocument(): void {
  const follow = (): void => {
    const { language, theme } = store.state;
    const { documentElement: root } = document;
    if (root.lang !== language) root.lang = language;
    if (document.title !== messages().title) document.title = messages().title;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  };
  follow();
  store.subscribe(follow);
}
