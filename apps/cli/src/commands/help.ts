import { Command } from 'commander';
import { UsageError } from '../errors.js';
import { helpStyle } from '../help.js';
import { didYouMean } from '../nearest.js';

/** `help`: that of a command. */
export function helpCommand(program: Command): Command {
  return new Command('help')
    .description('Show the help of a command.')
    .configureHelp(helpStyle)
    .helpOption('-h, --help', 'show this help')
    .argument('[command]', 'the command')
    .action((name: string | undefined) => shownCommand(program, name).outputHelp());
}

/** @throws UsageError when there is no such command */
function shownCommand(program: Command, name: string | undefined): Command {
  const { commands } = program;
  const named = name === undefined ? program : commands.find((command) => command.name() === name);
  if (named) return named;
  const names = commands.map((command) => command.name());
  throw new UsageError(
    `There is no command '${name}', but there are ${names.join(', ')}${didYouMean(String(name), names)}`,
  );
}
