import { messages } from '../i18n/localized-element.js';
import { store } from '../state/app-state.js';
import { currentView } from './route.js';

/** Keeps what lies outside all elements true to the state: language, title and appearance. */
export function followDocument(): void {
  const follow = (): void => {
    const { language, theme } = store.state;
    const { documentElement: root } = document;
    if (root.lang !== language) root.lang = language;
    const title = `${currentView().label(messages())} · @cnn`;
    if (document.title !== title) document.title = title;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
  };
  follow();
  store.subscribe(follow);
  addEventListener('hashchange', follow);
}
