import { DataError } from '@cnn/tensor';
import type { ImageFiles } from '../image-folder/image-files.js';

/** What numbers in labels mean, and which file says so. */
export interface ClassNames {
  names: readonly string[];
  file: string;
}

/**
 * The names of the classes of YOLO's labels: those of `data.yaml`, or the lines of `classes.txt`, which some programs
 * write beside the labels; undefined when there is neither.
 * @throws DataError when it is no such file
 */
export async function classNamesIn({ documents, text, place }: ImageFiles): Promise<ClassNames | undefined> {
  const byDepth = [...documents].sort((a, b) => a.split('/').length - b.split('/').length);
  const find = (name: RegExp): string | undefined => byDepth.find((path) => name.test(path));
  const yaml = find(/^(data|dataset)\.ya?ml$/i);
  const lines = find(/^((.*\/)?labels\/)?classes\.txt$/i);
  const file = yaml ?? lines;
  if (file === undefined) return undefined;
  const contents = (await text(file))!;
  const names =
    file === yaml ? await namesInYaml(contents, file, place) : namesInLines(contents, file, place);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw refusal(file, place, `has the class ${twice} twice`);
  return { names, file };
}

function namesInLines(text: string, file: string, place: string): string[] {
  const lines = text.trim().split('\n');
  const names = lines.map((line) => line.trim());
  const empty = names.indexOf('');
  if (empty < 0) return names;
  throw refusal(file, place, lines.length === 1 ? 'is empty' : `has an empty line ${empty + 1}`);
}

/** Entry `names`: a list, or a name for each number from 0 on. */
async function namesInYaml(text: string, file: string, place: string): Promise<string[]> {
  const { parse } = await import('yaml');
  let names: unknown;
  try {
    names = parse(text)?.names;
  } catch (cause) {
    throw refusal(file, place, `is no YAML (${(cause as Error).message.split('\n', 1)[0]})`, cause);
  }
  if (typeof names !== 'object' || names === null) throw refusal(file, place, 'has no list of names');
  const numbers = Object.keys(names);
  const gap = numbers.findIndex((number, i) => Number(number) !== i);
  if (gap >= 0) throw refusal(file, place, `has the number ${numbers[gap]} where ${gap} belongs`);
  const list = Object.values(names);
  if (list.length === 0) throw refusal(file, place, 'has an empty list of names');
  return list.map(String);
}

function refusal(file: string, place: string, fault: string, cause?: unknown): DataError {
  const form = /\.txt$/i.test(file)
    ? 'one class a line, counted from 0'
    : 'names: [cat, dog], or a name for each number from 0 on';
  return new DataError(`${file} in ${place} ${fault}; expected ${form}. Correct it.`, { cause });
}
