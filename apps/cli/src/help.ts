import type { Help, Option } from 'commander';
import { linesOf } from './definition.js';
import { invocation } from './invocation.js';
import { wrapped } from './wrapped.js';

/** What help says of a command below its options. */
export interface HelpBelow {
  /** Each a paragraph. */
  readonly notes?: readonly string[];
  readonly examples: readonly (readonly [command: string, what: string])[];
}

const indent = '  ';

/** How options and commands are listed. */
export const helpStyle: Partial<Help> = {
  /** Without the quotes and the presets of commander's own. */
  optionDescription({ description, defaultValue, mandatory }: Option): string {
    if (mandatory) return `${description} (required)`;
    return defaultValue === undefined ? description : `${description} (default: ${defaultValue})`;
  },
  formatItem(term, termWidth, description, { helpWidth = 80 }) {
    const lines = linesOf({ name: term, texts: [description] }, termWidth, helpWidth - indent.length);
    return lines.map((line) => indent + line).join('\n');
  },
};

/** The text, in lines that the terminal has room for; commands are whole, so that they can be copied. */
export function helpBelow({ notes = [], examples }: HelpBelow, columns = 80): string {
  const shown = examples.map(([command, what]) => {
    const comment = wrapped(what, columns - indent.length - 2).map((line) => `${indent}# ${line}`);
    return [...comment, `${indent}${invocation} ${command}`].join('\n');
  });
  const paragraphs = notes.flatMap((note) => [...wrapped(note, columns), '']);
  return ['', ...paragraphs, 'Examples:', shown.join('\n\n')].join('\n');
}
