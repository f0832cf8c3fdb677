import type { LayerSpec } from '../engine/protocol/model.js';
import type { Settings } from '../engine/protocol/settings.js';
import type { Language } from '../i18n/languages.js';
import type { DataName, ModelName } from '../tasks/tasks.js';
import type { AppState, OtherModels, Theme } from './app-state.js';

const key = 'cnn';

/** Choices that outlive a visit. */
interface Memory {
  readonly language?: Language;
  readonly theme?: Theme;
  readonly data?: DataName;
  readonly model?: { readonly name: ModelName; readonly layers?: readonly LayerSpec[] | undefined };
  readonly otherModels?: OtherModels;
  readonly settings?: Partial<Settings>;
}

/** What was chosen on an earlier visit; nothing where storage is forbidden or holds something else. */
export function remembered(): Memory {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** What was last written: the state changes often, choices seldom. */
let written: readonly unknown[] = [];

export function remember({ language, theme, data, model, otherModels, settings }: AppState): void {
  const { name, layers } = model;
  const choices = [language, theme, data.name, name, layers, otherModels, settings];
  if (choices.every((choice, i) => choice === written[i])) return;
  written = choices;
  const memory: Memory = {
    ...{ language, theme, data: data.name, settings },
    ...{ model: { name, layers }, otherModels },
  };
  try {
    localStorage.setItem(key, JSON.stringify(memory));
  } catch {
    // A page that may not store anything works all the same.
  }
}
