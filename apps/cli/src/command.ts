import { Command } from 'commander';
import { type HelpBelow, helpBelow, helpStyle } from './help.js';
import { optionOf, type Settings } from './settings.js';

/** A command with its options, `--no-color` and `--help`, which all have in the same words. */
export function command(name: string, description: string, settings: Settings, below: HelpBelow): Command {
  const made = new Command(name)
    .description(description)
    .configureHelp(helpStyle)
    .addHelpText('after', () => helpBelow(below, process.stdout.columns));
  for (const [key, setting] of Object.entries(settings)) made.addOption(optionOf(key, setting));
  // Where there are headings, these two are below one of their own.
  if (Object.values(settings).some(({ group }) => group !== undefined)) made.optionsGroup('Help:');
  return made
    .option('--no-color', 'plain text; so does the environment variable NO_COLOR')
    .helpOption('-h, --help', 'show this help');
}
