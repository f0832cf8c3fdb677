import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** How the program ended and what it said. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** An empty folder to run the program in, which also has its cache, so that no run sees another's files. */
export class Workplace {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Workplace> {
    return new Workplace(await mkdtemp(join(tmpdir(), 'cnn-cli-')));
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  /** Starts the built program as a person would, but for the environment variables given. */
  start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [main, ...args], {
      cwd: this.folder,
      // Nothing listens at the last port: what is not on disk cannot be had, on any machine.
      env: {
        PATH: process.env['PATH'],
        CNN_CACHE: this.path('cache'),
        CNN_MIRROR: 'http://127.0.0.1:65535/',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Runs the built program to its end. */
  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    return outcome(this.start(args, env));
  }

  /** Runs it with `--json`, which has to succeed, and returns the objects, each of which has to be a line. */
  async events(
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Record<string, unknown>[]> {
    const { code, stdout, stderr } = await this.run([...args, '--json'], env);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
}

/** What a program says until it ends. */
export async function outcome(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, stdout, stderr };
}
