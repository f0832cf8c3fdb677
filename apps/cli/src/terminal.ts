import pc from 'picocolors';
import { wrapped } from './wrapped.js';

type Colours = ReturnType<typeof pc.createColors>;

/**
 * Where a command says things. With `--json`, standard output belongs to the program that reads it, and
 * everything for people goes to standard error.
 */
export class Terminal {
  readonly stream: NodeJS.WriteStream;
  readonly colours: Colours;
  readonly #json: boolean;

  constructor({ json = false } = {}) {
    this.#json = json;
    this.stream = json ? process.stderr : process.stdout;
    this.colours = coloursFor(this.stream);
  }

  /** Whether something that is redrawn in place can be shown without spoiling other output. */
  get live(): boolean {
    if (process.env['TERM'] === 'dumb') return false;
    return this.stream.isTTY === true && !(this.#json && process.stdout.isTTY === true);
  }

  /** How wide the terminal is; undefined where there is none, and lines may have any length. */
  get columns(): number | undefined {
    return this.stream.columns;
  }

  /** A line for people. */
  line(text = ''): void {
    this.stream.write(`${text}\n`);
  }

  /** Lines for people. */
  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }

  /** A text for people, in as many lines as the terminal needs for it. */
  paragraph(text: string): void {
    this.lines(wrapped(text, this.columns));
  }

  /** A line for programs. */
  object(value: object): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }
}

/** Something a person should know, on standard error. */
export function warn(text: string): void {
  const colours = coloursFor(process.stderr);
  process.stderr.write(`${colours.yellow('note:')} ${text}\n`);
}

/** Why the program ends, on standard error. */
export function fail(text: string): void {
  const colours = coloursFor(process.stderr);
  process.stderr.write(`${colours.red('error:')} ${text}\n`);
}

/** https://no-color.org, and `--no-color` wherever it stands. */
function coloursFor(stream: NodeJS.WriteStream): Colours {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR || process.argv.includes('--no-color')) return pc.createColors(false);
  if (FORCE_COLOR) return pc.createColors(FORCE_COLOR !== '0');
  return pc.createColors(stream.isTTY === true && TERM !== 'dumb');
}
