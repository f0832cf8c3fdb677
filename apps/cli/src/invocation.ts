/** How the program is started, for help texts and advice: works on a machine with Node.js and npm alone. */
export const invocation = 'npx pnpm@12 --filter cli start';
