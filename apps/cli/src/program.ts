import { existsSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { dataChoices } from './catalog.js';
import { datasetsCommand } from './commands/datasets.js';
import { evaluateCommand } from './commands/evaluate.js';
import { helpCommand } from './commands/help.js';
import { lessonCommand } from './commands/lesson.js';
import { modelsCommand } from './commands/models.js';
import { predictCommand } from './commands/predict.js';
import { reportCommand } from './commands/report.js';
import { summaryCommand } from './commands/summary.js';
import { trainCommand } from './commands/train.js';
import { UsageError } from './errors.js';
import { helpStyle } from './help.js';
import { invocation } from './invocation.js';
import { modelNames } from './models.js';
import { givenPath, quoted } from './paths.js';
import { version } from './version.js';

/** Parses arguments and runs the command they name. @throws UsageError for arguments that make no sense. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command(invocation)
    .description('Train, evaluate and use convolutional networks.')
    .configureHelp(helpStyle)
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .option('--no-color', 'plain text; so does the environment variable NO_COLOR');
  // As node, npm and git have it; there is nothing to be verbose about.
  program.addOption(new Option('-v').hideHelp()).on('option:v', () => {
    process.stdout.write(`${version}\n`);
    throw new CommanderError(0, 'commander.version', version);
  });
  for (const command of [
    trainCommand(),
    evaluateCommand(),
    reportCommand(),
    predictCommand(),
    summaryCommand(),
    modelsCommand(),
    datasetsCommand(),
    lessonCommand(),
  ]) {
    program.addCommand(command);
  }
  program.addCommand(helpCommand(program));
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

/** What commander found wrong, in one sentence and with where to look. */
function usageError(error: CommanderError, program: Command, args: readonly string[]): UsageError {
  const known = program.commands.find((command) => command.name() === args[0]);
  const help = `${invocation} ${known ? `${known.name()} ` : ''}--help`;
  return new UsageError(`${complaint(error, known ?? program)}; see ${help}.`);
}

function complaint({ code, message }: CommanderError, command: Command): string {
  const [what, hint = ''] = message.replace(/^error: /, '').split('\n');
  const subject = /'(.*?)'/.exec(what!)?.[1];
  const suggestion = /\(Did you mean (.*)\?\)/.exec(hint)?.[1] ?? spelledOut(subject, command);
  const meant = suggestion === undefined ? '' : `, did you mean ${suggestion}?`;
  switch (code) {
    case 'commander.unknownOption':
      return `There is no option ${subject}${meant}`;
    case 'commander.unknownCommand':
      return `There is no command '${subject}'${meant}`;
    case 'commander.optionMissingArgument':
      return `${subject} was given without a value, but needs one`;
    case 'commander.missingMandatoryOptionValue':
      return `${subject} is missing, but ${command.name()} needs it${meantBy(strayIn(command), command)}`;
    case 'commander.missingArgument':
      return `${command.name()} was given no ${subject}, but needs one`;
    case 'commander.excessArguments': {
      const stray = strayIn(command);
      return `'${stray}' is one argument too many: ${command.name()} takes ${takenBy(command)}options, which begin with --${meantBy(stray, command)}`;
    }
    default:
      return what!;
  }
}

/** `--learning-rate` for `--lr`: what is often called by its initials. */
function spelledOut(typed: string | undefined, { options }: Command): string | undefined {
  const initials = (flag: string): string => flag.match(/(?<=-)[a-z]/g)!.join('');
  const named = options.flatMap(({ long }) => (long ? [long] : []));
  return named.find((flag) => initials(flag).length > 1 && typed === `--${initials(flag)}`);
}

/** The first argument that a command does not take. */
function strayIn({ args, registeredArguments: taken }: Command): string | undefined {
  return taken.some(({ variadic }) => variadic) ? undefined : args[taken.length];
}

/** The option that it may belong to: nobody has to know that names and runs are not arguments. */
function meantBy(stray: string | undefined, { options }: Command): string {
  if (stray === undefined) return '';
  const fitting = {
    '--model': modelNames.some((name) => name === stray),
    '--data': dataChoices.some((name) => name === stray),
    '--weights': existsSync(givenPath(stray)),
  };
  const flag = options.find(({ long }) => fitting[long as keyof typeof fitting])?.long;
  return flag ? `; did you mean ${flag} ${quoted(stray)}?` : '';
}

/** `one <run> and `, where there is one. */
function takenBy({ registeredArguments: [first] }: Command): string {
  return first ? `one <${first.name()}> and ` : '';
}
