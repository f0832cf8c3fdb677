// Builds the packages that the page is made of, then becomes Vite: `node start.js dev|build|preview`.
import { packagesFirst } from '@cnn-tools/build-first';
import { build, createServer, preview } from 'vite';

const [command, ...rest] = process.argv.slice(2);
const root = import.meta.dirname;
const option = (name) => rest.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
const mode = option('mode');
const port = option('port');
const options = { root, ...(mode ? { mode } : {}) };
const listening = port ? { port: Number(port), strictPort: true } : {};

const commands = {
  dev: async () => {
    const server = await createServer({ ...options, server: listening });
    await server.listen();
    server.printUrls();
  },
  build: () => build({ ...options, logLevel: 'warn' }),
  preview: async () => {
    await build({ ...options, logLevel: 'warn' });
    (await preview({ ...options, preview: listening })).printUrls();
  },
};

if (!Object.hasOwn(commands, command)) {
  process.stderr.write(`start.js got '${command}'; expected dev, build or preview.\n`);
  process.exitCode = 2;
} else if (await packagesFirst(root)) await commands[command]();
