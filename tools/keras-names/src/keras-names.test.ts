import { readFileSync } from 'node:fs';
import * as layers from '@cnn/layers';
import type { Callback } from '@cnn/train';
import { afterAll, describe, expect, test } from 'vitest';
import { data, exported, objects, optionsOf, trainer } from './options.js';
import { hereOf, listsOf, type Row, rowsOf } from './page.js';

const page = readFileSync(new URL('../../../docs/keras.md', import.meta.url), 'utf8');
const rows = rowsOf(page);
const lists = listsOf(page);
afterAll(() => trainer.close());

/** Tables that are not of functions. */
const strings = rows.filter(({ section }) => section === 'Names in strings');
const hooks = rows.filter(({ section, here }) => section === 'Callbacks' && /^(on|set)[A-Z]/.test(here[0]!));
const functions = rows.filter((row) => !strings.includes(row) && !hooks.includes(row));

/** Whether there is such a function, or such a method or property of an object. */
function isThere(name: string): boolean {
  const [object, member] = name.split('.');
  return member === undefined ? typeof exported.get(name) === 'function' : member in objects[object!]!;
}

/** What the arguments of a line are those of. */
function subjects(row: Row): readonly string[] {
  if (row.here.length > 0) return row.here;
  return functions.filter(({ section }) => section === row.section).flatMap(({ here }) => here);
}

describe('every line of the tables', () => {
  test('is read', () => {
    const sections = [...new Set(rows.map(({ section }) => section))];
    expect(sections).toEqual(page.match(/(?<=^## ).*$/gm));
    expect(rows.length).toBe(page.match(/^\| (?!---|Keras )/gm)!.length);
  });

  test.each(functions.map((row) => [row.keras.join(', ') || `all of ${row.section}`, row] as const))(
    '%s',
    async (_, row) => {
      for (const name of subjects(row)) {
        expect(isThere(name), `${name} is there`).toBe(true);
        const options = await optionsOf(name);
        for (const argument of row.arguments) expect(options, name).toContain(hereOf(argument));
        for (const argument of row.missing) expect(options, name).not.toContain(hereOf(argument));
      }
    },
  );
});

test('names in strings are taken', () => {
  const [activations, initializers] = strings.map(({ keras, here }) => {
    expect(here).toEqual(keras.map(hereOf));
    return here;
  });
  for (const name of activations!) expect(() => layers.activation(name as never), name).not.toThrow();
  for (const name of initializers!) {
    const make = () => layers.dense({ units: 1, kernelInitializer: name as never });
    expect(make, name).not.toThrow();
  }
  expect(() => layers.activation('softPlus' as never)).toThrow();
  expect(() => layers.dense({ units: 1, kernelInitializer: 'he' as never })).toThrow();
});

test('methods of callbacks are called', async () => {
  const called = new Set<string>();
  const names = hooks.flatMap(({ here }) => here);
  expect(hooks.flatMap(({ keras }) => keras).map(hereOf)).toEqual(['setModel', ...names.slice(1)]);
  const callback = Object.fromEntries(names.map((name) => [name, () => void called.add(name)])) as Callback;
  await trainer.fit(data, { validationData: data, callbacks: [callback] });
  expect([...called].sort()).toEqual([...names].sort());
});

test('what is said to be in Keras alone, or here alone, is', () => {
  for (const name of lists.notInKeras) expect(isThere(name), name).toBe(true);
  const here = new Set([...exported.keys()].map((name) => name.toLowerCase()));
  for (const name of lists.notHere) {
    const [object, member] = name.split('.');
    if (member === undefined) expect(here.has(name.toLowerCase()), name).toBe(false);
    else expect(hereOf(member) in objects[object!]!, name).toBe(false);
  }
  expect(lists.notHere.length).toBeGreaterThan(20);
});

test('no layer is left out', () => {
  const named = new Set([...functions.flatMap(({ here }) => here), ...lists.notInKeras]);
  const classes = Object.entries(layers).filter(
    ([, made]) => typeof made === 'function' && made.prototype instanceof layers.BaseLayer,
  );
  const layerNames = classes.map(([name]) => name.toLowerCase()).filter((name) => name !== 'layer');
  const functionsOfLayers = Object.keys(layers).filter(
    (name) => /^[a-z]/.test(name) && layerNames.includes(name.toLowerCase()),
  );
  expect(functionsOfLayers.length).toBe(layerNames.length);
  for (const name of functionsOfLayers) expect(named, name).toContain(name);
});
