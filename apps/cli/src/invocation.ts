/** How the program is started, for help texts and advice: works on a machine with Node.js and npm alone. */
export const invocation = 'npx pnpm@12 --filter cli start';

/** The examples below a command's help. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  const shown = lines.map(([command, what]) => `  # ${what}\n  ${invocation} ${command}`);
  return `\nExamples:\n${shown.join('\n\n')}\n`;
}
