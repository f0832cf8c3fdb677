/** Imports a package that is installed in this folder, because it is from here that its name is looked up. */
export function load(name: string): Promise<unknown> {
  return import(name);
}
