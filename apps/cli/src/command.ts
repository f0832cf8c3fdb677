import { Command, type Option } from 'commander';
import { optionOf, type Settings } from './settings.js';

/** A command with its options, `--no-color` and `--help`, which all have in the same words. */
export function command(name: string, description: string, settings: Settings): Command {
  const made = new Command(name)
    .description(description)
    .configureHelp({ optionDescription })
    .helpOption('-h, --help', 'show this help')
    .option('--no-color', 'plain text; so does the environment variable NO_COLOR');
  for (const [key, setting] of Object.entries(settings)) made.addOption(optionOf(key, setting));
  return made;
}

/** Without the quotes and the presets of commander's own. */
function optionDescription({ description, defaultValue }: Option): string {
  return defaultValue === undefined ? description : `${description} (default: ${defaultValue})`;
}
