import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { UsageError } from './errors.js';
import { didYouMean } from './nearest.js';
import { shownPath } from './paths.js';
import { FOUND_ENTRY, runFiles } from './run-folder.js';
import { checked, type Settings, type Values } from './settings.js';
import { reasonOf } from './system-error.js';

/** What a file of options says. */
export interface Config<S extends Settings> {
  options: Partial<Values<S>>;
  /** What a run noted beside its options, in its config.json. */
  found: Readonly<Record<string, unknown>>;
}

/**
 * Options from a file, YAML or JSON, by the names of the settings. Paths are seen from the file's folder.
 * @throws UsageError when there is no such file, it cannot be parsed, an entry is no option or has a value
 * that the option does not take
 */
export async function readConfig<S extends Settings>(file: string, settings: S): Promise<Config<S>> {
  const { [FOUND_ENTRY]: found, ...entries } = parsed(await contents(file), shownPath(file));
  const options = Object.fromEntries(
    Object.entries(entries).map(([name, value]) => [name, option(settings, name, value, file)]),
  );
  return { options: options as Partial<Values<S>>, found: isRecord(found) ? found : {} };
}

function option(settings: Settings, name: string, value: unknown, file: string): unknown {
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (!setting) {
    throw new UsageError(
      `There is no option '${name}', which ${shownPath(file)} sets${didYouMean(name, Object.keys(settings))}`,
    );
  }
  const accepted = checked(setting, value, shortened(JSON.stringify(value)), {
    name: `${name} in ${shownPath(file)}`,
    example: (example) => `${name}: ${example}`,
  });
  return setting.kind.isPath ? resolve(dirname(file), accepted as string) : accepted;
}

async function contents(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${shownPath(file)} cannot be read: ${reasonOf(error)}; expected a file of options in YAML or JSON, such as ${runFiles.config} of a run.`,
    );
  }
}

function parsed(text: string, shown: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [what] = error.message.split(':\n');
    throw new UsageError(`${shown} is neither YAML nor JSON (${what}); expected lines such as epochs: 10.`);
  }
  if (isRecord(value)) return value;
  throw new UsageError(`${shown} holds no options by name; expected lines such as epochs: 10.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Enough to see what was meant. */
function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
