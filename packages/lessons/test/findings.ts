import { expect } from 'vitest';
import type { Chart, Exhibit, Findings, Lesson, Table, Text } from '../src/index.js';

const found = new Map<Lesson, Promise<Findings>>();

/** What a lesson finds with the seed 0, computed once, and held to what every lesson promises. */
export async function findingsOf(lesson: Lesson): Promise<Findings> {
  const running = found.get(lesson) ?? lesson.run();
  found.set(lesson, running);
  const findings = await running;
  expect(findings).toMatchObject({ lesson: lesson.name, title: lesson.title, seed: 0 });
  expect(JSON.parse(JSON.stringify(findings)), 'plain data').toEqual(findings);
  for (const each of [findings.title, findings.question, findings.answer]) expectText(each);
  findings.exhibits.forEach(expectExhibit);
  return findings;
}

function expectText({ en, ja }: Text): void {
  expect(en.trim().length * ja.trim().length).toBeGreaterThan(0);
}

function expectExhibit(exhibit: Exhibit): void {
  expectText(exhibit.title);
  expectText(exhibit.look);
  if (exhibit.kind === 'table') {
    for (const row of exhibit.rows) expect(row).toHaveLength(exhibit.columns.length);
  }
  if (exhibit.kind === 'chart') {
    for (const { values } of exhibit.lines) expect(values).toHaveLength(exhibit.x.values.length);
    if (exhibit.y.logarithmic) {
      for (const { values } of exhibit.lines) expect(Math.min(...values)).toBeGreaterThan(0);
    }
  }
  if (exhibit.kind === 'gallery') {
    for (const { height, width, pixels } of exhibit.pictures) {
      expect(pixels).toHaveLength(height * width);
      expect(Math.min(...pixels)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...pixels)).toBeLessThanOrEqual(1);
    }
  }
}

/** The values of a line of a chart, by its English name. */
export function line({ exhibits }: Findings, chart: string, name: string): readonly number[] {
  const { lines } = titled<Chart>(exhibits, 'chart', chart);
  const found = lines.find((each) => each.name.en === name);
  if (!found) throw new Error(`The chart '${chart}' has no line '${name}'.`);
  return found.values;
}

/** The numbers of a row of a table, by its English name. */
export function row({ exhibits }: Findings, table: string, name: string): readonly number[] {
  const { rows } = titled<Table>(exhibits, 'table', table);
  const found = rows.find(([first]) => typeof first === 'object' && first.en === name);
  if (!found) throw new Error(`The table '${table}' has no row '${name}'.`);
  return found.filter((cell) => typeof cell === 'number');
}

function titled<T extends Exhibit>(exhibits: readonly Exhibit[], kind: T['kind'], title: string): T {
  const found = exhibits.find((exhibit) => exhibit.kind === kind && exhibit.title.en === title);
  if (!found) throw new Error(`There is no ${kind} '${title}'.`);
  return found as T;
}
