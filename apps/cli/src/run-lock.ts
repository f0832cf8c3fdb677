import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './errors.js';
import { shownPath } from './paths.js';

/** How long a process may take to say who it is; training lets it do so about every 50 ms. */
const PATIENCE_MS = 2000;

/**
 * Keeps others from training in the same folder, as long as this process lives or until it is released.
 *
 * It is an address that this process listens at, because the system frees that however a process ends. A file with the
 * time of its last sign of life, as lock files of libraries are, would hold up `--resume` after a crash until it is old
 * enough, and be taken for dead while a long step is computed.
 */
export class RunLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @throws UsageError when another process trains in the folder */
  static async take(folder: string): Promise<RunLock> {
    const lock = await RunLock.tryTake(folder);
    if (lock) return lock;
    const pid = (await holderOf(addressOf(await canonical(folder))))?.pid;
    const who = pid === undefined ? 'Another process' : `Another process (pid ${pid})`;
    throw new UsageError(
      `${who} trains in ${shownPath(folder)} at this moment, and both would write the same files; wait until it has ended, stop it, or start a new run with another --out.`,
    );
  }

  /** Undefined when another process trains in the folder. */
  static async tryTake(folder: string): Promise<RunLock | undefined> {
    const address = addressOf(await canonical(folder));
    let server = await listen(address);
    // A socket that is a file outlives a process that was killed; nobody answers there.
    if (!server && isFile(address) && !(await holderOf(address))) {
      await rm(address, { force: true });
      server = await listen(address);
    }
    return server && new RunLock(server);
  }

  release(): void {
    this.#server.close();
  }
}

/** The path without links, as far as it leads to something already. */
async function canonical(path: string): Promise<string> {
  if (path === dirname(path)) return path;
  return realpath(path).catch(async () => join(await canonical(dirname(path)), basename(path)));
}

/** An address that a folder has to itself: in Linux's own name space, a pipe of Windows, or else a socket file. */
function addressOf(folder: string): string {
  const name = `cnn-run-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}

function isFile(address: string): boolean {
  return address.endsWith('.sock');
}

/** Undefined when somebody listens there already, or did. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => {}).end(`${process.pid}`));
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    // A program ends when its own work is done.
    server.listen(address, () => resolve(server.unref()));
  });
}

/** Who listens there; without a number when it does not say in time, busy as it may be. Undefined: nobody. */
function holderOf(address: string): Promise<{ pid: number | undefined } | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('connect', () => socket.on('close', () => resolve({ pid: Number(said) || undefined })));
    socket.on('data', (text) => {
      said += text;
    });
    socket.once('error', () => resolve(undefined));
  });
}
