import { describe } from '@cnn/layers';
import type { Command } from 'commander';
import { catalog, type DataName, type Task, usualData } from '../catalog.js';
import { command } from '../command.js';
import * as common from '../common-settings.js';
import { definitionLines } from '../definition.js';
import { count, millions } from '../format.js';
import { invocation } from '../invocation.js';
import { aboutModel, buildModel, imageShapeFor, type ModelName, modelNames, taskOfModel } from '../models.js';
import type { Values } from '../settings.js';
import { Terminal } from '../terminal.js';

const settings = {
  data: common.dataName('data set that they are built for'),
  json: common.json('the list as one object a line'),
};

/** `models`: what can be trained, and how large it is. */
export function modelsCommand(): Command {
  return command('models', 'List the networks, with their parameters and operations.', settings, {
    examples: [
      ['models', 'What there is'],
      ['models --data mnist', 'As built for grey 28×28 images'],
    ],
  }).action(models);
}

function models({ data, json = false }: Values<typeof settings>): void {
  const terminal = new Terminal({ json });
  const rows = modelNames.map((name) => row(name, data));
  if (json) {
    for (const each of rows) terminal.object(each);
    return;
  }
  const { bold, dim } = terminal.colours;
  const definitions = rows.map(({ name, about, task, data, parameters, flops }) => {
    const size = `${count(parameters)} parameters, ${millions(flops)} operations an image`;
    return { name: bold(name), texts: [about, dim(`${task} of ${data}: ${size}`)] };
  });
  terminal.lines(definitionLines(definitions, terminal.columns));
  terminal.line();
  terminal.paragraph(`${invocation} summary --model NAME --data NAME shows the layers of one.`);
}

/** One network of the list. */
interface Row {
  name: ModelName;
  about: string;
  task: Task;
  /** What it is built for here. */
  data: DataName;
  parameters: number;
  /** Of the forward pass for one image. */
  flops: number;
}

function row(name: ModelName, named: DataName | undefined): Row {
  const task = taskOfModel(name);
  const data = named !== undefined && catalog[named].task === task ? named : usualData(task);
  const { classes } = catalog[data];
  const about = aboutModel(name);
  const model = buildModel(name, { inputShape: imageShapeFor(name, data), classes, seed: 0 });
  const { parameters, flops } = describe(model, { batchSize: 1 });
  return { name, about, task, data, parameters: parameters.total, flops: flops.forward };
}
