import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import {
  cacheFolder,
  cacheRoot,
  catalog,
  type DataChoice,
  type DataName,
  dataNames,
  preparedFolder,
} from '../catalog.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { fetchData } from '../data.js';
import { definitionLines } from '../definition.js';
import { bytes, count } from '../format.js';
import { Interruption } from '../interruption.js';
import { invocation } from '../invocation.js';
import { oneOf } from '../kinds.js';
import { optional, type Values } from '../settings.js';
import { Terminal } from '../terminal.js';

const fetchable = dataNames.filter((name) => catalog[name].download);

const settings = {
  fetch: optional(oneOf(fetchable), 'put a data set into the cache'),
  json: common.json('the list as one object a line'),
};

/** `datasets`: what can be trained on, and what of it is on this machine. */
export function datasetsCommand(): Command {
  return command(
    'datasets',
    'List the data sets, and where they are on this machine; download one.',
    settings,
    {
      notes: [
        `The environment variable CNN_CACHE names the folder for downloads (now ${cacheRoot()}).`,
        'CNN_MIRROR is the address of a copy of the official files, instead of the official one.',
      ],
      examples: [
        ['datasets', 'What there is'],
        ['datasets --fetch mnist', 'Download MNIST (12 MB), so that training needs no network'],
      ],
    },
  ).action(datasets);
}

async function datasets({ fetch, json = false }: Values<typeof settings>): Promise<void> {
  const terminal = new Terminal({ json });
  if (fetch !== undefined) await fetchOne(fetch, terminal);
  const rows = [...(await Promise.all(dataNames.map(describe))), await describeFolders()];
  if (json) {
    for (const row of rows) terminal.object(row);
  } else if (fetch === undefined) {
    list(rows, terminal);
  }
}

async function fetchOne(name: DataName, terminal: Terminal): Promise<void> {
  const interruption = new Interruption();
  try {
    const { train, test, source } = await fetchData(name, terminal, interruption.signal);
    terminal.line(
      `${name}: ${count(train.length)} training and ${count(test.length)} test images in ${source}`,
    );
  } finally {
    interruption.end();
  }
}

/** One data set of the list. */
interface Row {
  name: DataChoice;
  about: string;
  downloadBytes: number | null;
  /** `null` for what is built in. */
  folder: string | null;
  /** On disk; `null` when it is not there. */
  cachedBytes: number | null;
}

async function describe(name: DataName): Promise<Row> {
  const { about, download } = catalog[name];
  const folder = cacheFolder(name) ?? null;
  const cachedBytes = folder === null ? null : await sizeOfFolder(folder);
  return { name, about, downloadBytes: download?.bytes ?? null, folder, cachedBytes };
}

/** Images of people's own, which are kept once they were decoded. */
async function describeFolders(): Promise<Row> {
  const folder = preparedFolder();
  return {
    name: 'folder',
    about:
      'your own images, a folder for each class: --data folder --data-dir DIR; with masks: --data mask-folder; with boxes: --data box-folder',
    downloadBytes: null,
    folder,
    cachedBytes: await sizeOfFolder(folder),
  };
}

function list(rows: readonly Row[], terminal: Terminal): void {
  const { bold } = terminal.colours;
  const definitions = rows.map((row) => ({
    name: bold(row.name),
    texts: [row.about, whereabouts(row, terminal)],
  }));
  terminal.lines(definitionLines(definitions, terminal.columns));
  terminal.line();
  terminal.paragraph(`Downloads are kept in ${cacheRoot()}; ${invocation} datasets --fetch NAME gets one.`);
}

function whereabouts({ name, folder, cachedBytes, downloadBytes }: Row, terminal: Terminal): string {
  const { dim, green } = terminal.colours;
  if (folder === null) return green('built in');
  if (cachedBytes !== null) {
    return `${green(name === 'folder' ? 'decoded' : 'here')}, ${bytes(cachedBytes)} in ${folder}`;
  }
  return dim(name === 'folder' ? 'none decoded' : `not here; ${bytes(downloadBytes!)} to download`);
}

/** Bytes of the files in a folder; null when there is no such folder. */
async function sizeOfFolder(folder: string): Promise<number | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return null;
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
