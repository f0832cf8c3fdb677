import { type Language, languages, lessons } from '@cnn/lessons';
import type { Command } from 'commander';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { definitionLines } from '../definition.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { oneOf, wholeNumber } from '../kinds.js';
import { printFindings, printQuestion } from '../lesson/print.js';
import { didYouMean } from '../nearest.js';
import { type Values, withDefault } from '../settings.js';
import { Terminal } from '../terminal.js';

const settings = {
  language: withDefault(oneOf(languages), 'en', 'language of the texts'),
  seed: withDefault(wholeNumber(0, 1), 0, 'what images and first weights are derived from'),
  json: common.json('what was measured as one object, in all languages; of the list, one object a line'),
};

/** `lesson`: why networks work, measured. */
export function lessonCommand(): Command {
  return command(
    'lesson',
    'Measure why networks work, in seconds; without a name, list the lessons.',
    settings,
    {
      examples: [
        ['lesson', 'What there is'],
        ['lesson vanishing-gradients', 'Measure one and see what is in it'],
        ['lesson pooling --language ja', 'In Japanese'],
      ],
    },
  )
    .argument('[name]', 'the lesson')
    .action(lesson);
}

async function lesson(name: string | undefined, options: Values<typeof settings>): Promise<void> {
  const { language, seed, json = false } = options;
  const terminal = new Terminal({ json });
  if (name === undefined) return list(language, json, terminal);
  const chosen = lessons.find((each) => each.name === name);
  if (!chosen) {
    const names = lessons.map((each) => each.name);
    throw new UsageError(
      `There is no lesson '${name}', but there are ${names.join(', ')}${didYouMean(name, names)}`,
    );
  }
  printQuestion(chosen, language, terminal);
  const findings = await chosen.run({ seed });
  if (json) return terminal.object(findings);
  printFindings(findings, language, terminal);
}

function list(language: Language, json: boolean, terminal: Terminal): void {
  if (json) {
    for (const { name, title, question } of lessons) terminal.object({ name, title, question });
    return;
  }
  const { bold, dim } = terminal.colours;
  const definitions = lessons.map(({ name, title, question }) => ({
    name: bold(name),
    texts: [title[language], dim(question[language])],
  }));
  terminal.lines(definitionLines(definitions, terminal.columns));
  terminal.line();
  terminal.paragraph(
    {
      en: `${invocation} lesson NAME measures one.`,
      ja: `${invocation} lesson NAME --language ja で、その実験を行います。`,
    }[language],
  );
}
