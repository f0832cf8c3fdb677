import { readdir } from 'node:fs/promises';
import type { Case } from './case.ts';

/** All cases that are exported from the files in `cases/`, by name. */
export async function loadCases(): Promise<readonly Case[]> {
  const folder = new URL('./cases/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const modules = await Promise.all(files.map((file) => import(new URL(file, folder).href)));
  const cases = modules.flatMap((module) => Object.values<unknown>(module).filter(isCase));
  return cases.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isCase(value: unknown): value is Case {
  return typeof value === 'object' && value !== null && 'op' in value && 'sizes' in value;
}
