import { DataError } from '@cnn/tensor';
import type { PaintedClass } from '../image/mask.js';
import type { ImageFiles } from '../image-folder/image-files.js';
import { voidClass } from '../segmentation-dataset.js';

/** What a folder of masks says about its classes. */
export interface ClassList {
  classNames: readonly string[];
  /** One for each line, those that are void, too. */
  lines: readonly PaintedClass[];
}

/** A line, before its class has a number. */
interface Line {
  name: string;
  colour?: readonly [number, number, number] | undefined;
}

const form = 'one class a line, as in `road` or, with its colour, `road 128 64 128` or `road #804080`';

/** Names of pixels that are of no class. */
const voidNames = /^(void|ignored?|unlabell?ed)$/i;

/**
 * The list of classes that is in a folder, `classes.json` or `classes.txt`; undefined when there is none. The lines
 * count from 0, as the numbers in masks do; those called void, ignore or unlabelled are of no class.
 * @throws DataError when it is no such list.
 */
export async function classListIn(files: ImageFiles): Promise<ClassList | undefined> {
  const json = await files.text('classes.json');
  if (json !== undefined) return listOf(linesOfJson(json, files.place), `classes.json in ${files.place}`);
  const text = await files.text('classes.txt');
  return text === undefined
    ? undefined
    : listOf(linesOfText(text, files.place), `classes.txt in ${files.place}`);
}

function linesOfText(text: string, place: string): Line[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !/^#(?![0-9a-f]{6}$)/i.test(line))
    .map((line) => {
      const numbers = /^(.+?)[\s,:]+(\d+)[\s,]+(\d+)[\s,]+(\d+)$/.exec(line);
      if (numbers) return { name: numbers[1]!, colour: colourOf(numbers.slice(2).map(Number), line, place) };
      const hexadecimal = /^(.+?)[\s,:]+#([0-9a-f]{6})$/i.exec(line);
      return hexadecimal ? { name: hexadecimal[1]!, colour: ofHexadecimal(hexadecimal[2]!) } : { name: line };
    });
}

/** `["road", …]`, or `[{ "name": "road", "color": [128, 64, 128] }, …]`; a colour may be `"#804080"`. */
function linesOfJson(text: string, place: string): Line[] {
  const refuse = (what: string, cause?: unknown): DataError =>
    new DataError(
      `classes.json in ${place} ${what}; expected a list such as ["road", "sky"], or with colours [{ "name": "road", "color": [128, 64, 128] }]. Correct it.`,
      { cause },
    );
  const entries = parsed(text, (cause) => refuse('is no JSON', cause));
  if (!Array.isArray(entries)) throw refuse('is no list');
  return entries.map((entry): Line => {
    if (typeof entry === 'string') return { name: entry };
    const { name, color = entry?.colour } = entry ?? {};
    if (typeof name !== 'string') throw refuse(`has the entry ${JSON.stringify(entry)} without a name`);
    if (color === undefined) return { name };
    const hexadecimal = typeof color === 'string' ? /^#([0-9a-f]{6})$/i.exec(color) : undefined;
    if (hexadecimal) return { name, colour: ofHexadecimal(hexadecimal[1]!) };
    if (!Array.isArray(color)) throw refuse(`has the colour ${JSON.stringify(color)}`);
    return { name, colour: colourOf(color, JSON.stringify(entry), place) };
  });
}

function parsed(text: string, refusal: (cause: unknown) => DataError): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(cause);
  }
}

function colourOf(numbers: readonly unknown[], line: string, place: string): [number, number, number] {
  const isByte = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256;
  if (numbers.length === 3 && numbers.every(isByte)) return [...numbers] as [number, number, number];
  throw new DataError(
    `The list of classes in ${place} has the line ${line}; expected red, green and blue from 0 to 255. Correct the colour.`,
  );
}

function ofHexadecimal(digits: string): [number, number, number] {
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Gives classes their numbers. */
function listOf(lines: readonly Line[], what: string): ClassList {
  const classNames = lines.map(({ name }) => name).filter((name) => !voidNames.test(name));
  const refuse = (fault: string): DataError =>
    new DataError(`${what} ${fault}; expected ${form}. Correct it.`);
  if (classNames.length < 2) throw refuse(`has ${classNames.length === 1 ? 'one class' : 'no classes'}`);
  if (classNames.length > voidClass) throw refuse(`has ${classNames.length} classes, more than ${voidClass}`);
  const twice = classNames.find((name, i) => classNames.indexOf(name) < i);
  if (twice !== undefined) throw refuse(`has the class ${twice} twice`);
  const bare = lines.find(({ colour }) => colour === undefined);
  const coloured = lines.some(({ colour }) => colour);
  if (coloured && bare) throw refuse(`has colours, but none for ${bare.name}`);
  const colours = lines.map(({ colour }) => colour?.join(' '));
  const shared = coloured ? colours.findIndex((colour, i) => colours.indexOf(colour) < i) : -1;
  if (shared >= 0) throw refuse(`has the colour ${colours[shared]} twice`);
  let next = 0;
  const painted = lines.map(({ name, colour }): PaintedClass => {
    const label = voidNames.test(name) ? voidClass : next++;
    return colour ? { label, colour } : { label };
  });
  return { classNames, lines: painted };
}
