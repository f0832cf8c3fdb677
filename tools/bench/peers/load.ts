import { existsSync } from 'node:fs';

/** Whether a package is installed in this folder. */
export function isInstalled(name: string): boolean {
  return existsSync(new URL(`./node_modules/${name}/package.json`, import.meta.url));
}

/** Imports a package that is installed in this folder, because it is from here that its name is looked up. */
export function load(name: string): Promise<unknown> {
  return import(name);
}
