import { FormatError } from '@cnn/tensor';
import type { Run, RunFiles, RunZip } from './protocol/run.js';
import { about } from './trouble.js';

/** The files of a run in a folder, as one zip. Weights stay as they are, because numbers hardly become smaller. */
export async function zipOfRun(run: Run, files: RunFiles): Promise<RunZip> {
  const { strToU8, zipSync } = await import('fflate');
  const folder = folderName(run);
  const entries = Object.entries(files).map(([name, contents]) => [
    `${folder}/${name}`,
    typeof contents === 'string' ? strToU8(contents) : ([contents, { level: 0 }] as const),
  ]);
  return { name: `${folder}.zip`, bytes: zipSync(Object.fromEntries(entries)) };
}

/** The same files, with those that zips hold in place of the zips. @throws FormatError when one is damaged */
export async function withoutZips(files: readonly File[]): Promise<File[]> {
  const opened = files.map((file) => (/\.zip$/i.test(file.name) ? filesIn(file) : [file]));
  return (await Promise.all(opened)).flat();
}

async function filesIn(zip: File): Promise<File[]> {
  const { unzipSync } = await import('fflate');
  try {
    const bytes = new Uint8Array(await zip.arrayBuffer());
    const entries = unzipSync(bytes, { filter: ({ name }) => isOfRun(baseName(name)) });
    return Object.entries(entries).map(([path, contents]) => new File([contents], baseName(path)));
  } catch (cause) {
    throw new FormatError(
      `${zip.name} is no intact zip (${(cause as Error).message}); expected a run that was saved as one. Save or download it again.`,
      about({ kind: 'zip-damaged', file: zip.name }, cause),
    );
  }
}

/** Not what some systems put beside each file, such as `._config.json`. */
function isOfRun(name: string): boolean {
  return /^[^.].*\.(json|safetensors)$/i.test(name);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** As the command line calls folders of runs. */
function folderName({ config, found }: Run): string {
  const began = found.startedAt?.slice(0, 19);
  const name = [config.model, config.data, began].filter(Boolean).join('-');
  return name.replaceAll(/[^\w.-]+/g, '-');
}
