import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Dataset, DetectionDataset, type SegmentationDataset } from '@cnn/datasets';
import { classifierNotes, type Model } from '@cnn/layers';
import type { Command } from 'commander';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { readConfig } from '../config-file.js';
import { UsageError } from '../errors.js';
import { bytes } from '../format.js';
import { Interruption } from '../interruption.js';
import { path } from '../kinds.js';
import { givenPath, shownPath } from '../paths.js';
import type { PredictionOptions } from '../predicted-batches.js';
import { PhaseReport } from '../report/phase.js';
import { RunFolder } from '../run-folder.js';
import { generator } from '../run-report/generator.js';
import { predictionsOf } from '../run-report/predictions.js';
import { findingsIn } from '../run-report/seen-boxes.js';
import { seenMasks } from '../run-report/seen-masks.js';
import { optional, type Values } from '../settings.js';
import { Terminal } from '../terminal.js';
import { loadTestData } from '../test-data.js';
import { recipeSettings } from '../train-settings.js';
import { loadWeights } from '../weights.js';
import { writeWhole } from '../whole-file.js';

const usualName = 'report.html';

const settings = {
  out: optional(path('<file>'), `file to write (default: ${usualName} in the run)`),
  dataDir: common.dataDir,
  batchSize: common.batchSize('images computed together'),
  json: common.json('where the report is, as one object'),
};

/** `report`: a run as one page to look at. */
export function reportCommand(): Command {
  return command(
    'report',
    'Make a page of a run: curves, confusions, mistakes, masks or boxes, filters, feature maps.',
    settings,
    {
      notes: ['The page is one HTML file that needs no other and no network.'],
      examples: [
        ['report runs/my-run', 'Writes runs/my-run/report.html'],
        ['report runs/my-run --out run.html', 'Somewhere else'],
      ],
    },
  )
    .argument('<run>', 'folder that train made')
    .action(report);
}

async function report(
  run: string,
  { out, dataDir, batchSize, json }: Values<typeof settings>,
): Promise<void> {
  const terminal = new Terminal({ json: json ?? false });
  const interruption = new Interruption();
  const file = out ?? join(givenPath(run), usualName);
  await expectNothingElse(file);
  try {
    const folder = await RunFolder.existing(givenPath(run));
    const { options, found } = await readConfig(folder.file('config'), recipeSettings);
    const saved = await loadWeights(folder.path);
    const { name: data, splits } = await loadTestData(saved, { dataDir }, terminal, interruption.signal);
    const { test } = splits;
    const progress = new PhaseReport(terminal);
    const seen = await results(saved.model, test, {
      batchSize,
      signal: interruption.signal,
      onProgress: (share) => progress.progress('testing', share),
    }).finally(() => progress.clear());
    // What draws charts takes a while to load, which other commands need not wait for.
    const { reportPage } = await import('../run-report/page.js');
    const page = await reportPage({
      ...seen,
      name: basename(folder.path),
      model: saved.model,
      architecture: classifierNotes(saved.model).model ?? saved.model.name,
      data,
      history: await folder.history(),
      options,
      found,
    });
    interruption.signal.throwIfAborted();
    await save(page, file);
    if (json) terminal.object({ event: 'report', path: file, bytes: Buffer.byteLength(page) });
    else terminal.line(`wrote ${shownPath(file)} (${bytes(Buffer.byteLength(page))})`);
  } finally {
    interruption.end();
  }
}

/** What the model says about the test images. */
async function results(
  model: Model,
  test: Dataset | SegmentationDataset | DetectionDataset,
  options: PredictionOptions,
) {
  if (test instanceof DetectionDataset) {
    return { task: 'detection' as const, test, findings: await findingsIn(model, test, options) };
  }
  return test instanceof Dataset
    ? { task: 'classification' as const, test, predictions: await predictionsOf(model, test, options) }
    : { task: 'segmentation' as const, test, masks: await seenMasks(model, test, options) };
}

/** A report may take the place of another. @throws UsageError when anything else is there */
async function expectNothingElse(file: string): Promise<void> {
  const there = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' || error.code === 'ENOTDIR' ? undefined : error.code!,
  );
  if (there === undefined || there.slice(0, 500).includes(generator)) return;
  throw new UsageError(
    `${shownPath(file)} is there already and is no report; choose another name with --out, or remove it.`,
  );
}

async function save(page: string, file: string): Promise<void> {
  try {
    await writeWhole(file, page);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
