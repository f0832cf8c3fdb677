import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a command to its end. @returns its standard output @throws Error with all that it printed */
export async function run(command: string, args: readonly string[], folder: string): Promise<string> {
  try {
    return (await execute(command, [...args], { cwd: folder, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed: ${error}\n${stdout}\n${stderr}`);
  }
}
