import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The part of a package.json that the rules are about. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  /** The files that have some, where it is a list. */
  readonly sideEffects?: boolean | readonly string[];
  readonly type?: string;
  readonly license?: string;
  readonly files?: readonly string[];
  readonly engines?: { readonly node?: string };
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A package of the workspace: its folder from the root ('packages/tensor') and its TypeScript sources. */
export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Text by path from the package's folder: 'src/shape.ts'. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Every package of the workspace on disk. AssemblyScript is not read: its imports are its own. */
export function readWorkspace(): Package[] {
  return globSync('{packages,apps,tools}/*/package.json', { cwd: root })
    .sort()
    .map((path) => {
      const folder = dirname(path);
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as Manifest;
      const files = globSync('{src,test}/**/*.ts', { cwd: join(root, folder) }).sort();
      const sources = new Map(files.map((file) => [file, readFileSync(join(root, folder, file), 'utf8')]));
      return { folder, manifest, sources };
    });
}
