import { Command, CommanderError } from 'commander';
import { datasetsCommand } from './commands/datasets.js';
import { evaluateCommand } from './commands/evaluate.js';
import { summaryCommand } from './commands/summary.js';
import { trainCommand } from './commands/train.js';
import { UsageError } from './errors.js';
import { invocation } from './invocation.js';

/** Parses arguments and runs the command they name. @throws UsageError for arguments that make no sense. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command(invocation)
    .description('Train and evaluate convolutional networks.')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .option('--no-color', 'plain text; so does the environment variable NO_COLOR');
  for (const command of [trainCommand(), evaluateCommand(), summaryCommand(), datasetsCommand()]) {
    program.addCommand(command);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw usageError(error, program, args);
  }
}

/** commander's words, in one sentence and with where to look. */
function usageError({ message }: CommanderError, program: Command, args: readonly string[]): UsageError {
  const known = program.commands.find((command) => command.name() === args[0]);
  const help = `${invocation} ${known ? `${known.name()} ` : ''}--help`;
  const [what, hint] = message.replace(/^error: /, '').split('\n');
  const suggestion = hint === undefined ? '' : `, ${hint.replace(/[()]/g, '').replace(/^Did/, 'did')}`;
  return new UsageError(`${capitalised(what!)}${suggestion}; see ${help}.`);
}

function capitalised(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1).replace(/\.$/, '')}`;
}
