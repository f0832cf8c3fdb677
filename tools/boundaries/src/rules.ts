import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { findCycles } from './cycles.js';
import { type Import, readImports } from './imports.js';
import type { Package } from './workspace.js';

/**
 * What each package may import of the others. Imports run one way:
 * kernels ← tensor ← layers ← train ← detection, lessons ← apps; data sets need tensors at most. Elements are for pages, as
 * apps are.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  '@cnn/kernels': [],
  '@cnn/tensor': ['@cnn/kernels'],
  '@cnn/datasets': ['@cnn/tensor'],
  '@cnn/layers': ['@cnn/kernels', '@cnn/tensor'],
  '@cnn/train': ['@cnn/kernels', '@cnn/tensor', '@cnn/layers'],
  '@cnn/detection': ['@cnn/tensor', '@cnn/layers', '@cnn/train', '@cnn/datasets'],
  '@cnn/web': ['@cnn/tensor', '@cnn/layers', '@cnn/train', '@cnn/datasets'],
  '@cnn/lessons': ['@cnn/tensor', '@cnn/layers', '@cnn/train', '@cnn/datasets'],
};

/** Apps that run in Node.js only, and so may import its modules anywhere. */
const nodeApps = ['apps/cli'];

/** Everything in the workspace that breaks a rule, as sentences. */
export function findViolations(packages: readonly Package[]): string[] {
  return packages.flatMap((pkg) => {
    const imports = new Map([...pkg.sources].map(([file, text]) => [file, readImports(file, text)]));
    return [
      ...manifestViolations(pkg),
      ...[...imports].flatMap(([file, list]) =>
        list.flatMap((each) =>
          importViolations(pkg, file, each).map((what) => `${pkg.folder}/${file} ${what}`),
        ),
      ),
      ...cycleViolations(pkg, imports),
    ];
  });
}

function manifestViolations({ folder, manifest }: Package): string[] {
  const wrong = (what: string): string => `${folder}/package.json ${what}`;
  const violations = [];
  if (manifest.type !== 'module') violations.push(wrong('must say "type": "module"'));
  if (manifest.license !== 'MIT') violations.push(wrong('must say "license": "MIT"'));
  if (manifest.private) return violations;
  if (!(manifest.name in mayImport))
    violations.push(wrong(`is published, but the rules do not know ${manifest.name}`));
  if (!isDeclaredPure(manifest.sideEffects)) {
    violations.push(wrong('must say "sideEffects": false, or ["./dist/define.js"]'));
  }
  if (manifest.engines?.node !== '>=20.19')
    violations.push(wrong('must say "engines": { "node": ">=20.19" }'));
  for (const [name, conditions] of Object.entries(manifest.imports ?? {})) {
    const elsewhere = conditions['default'] ?? '';
    if (elsewhere === '' || isNodeFile(elsewhere)) {
      violations.push(wrong(`must give ${name} a "default" that runs outside Node.js`));
    }
  }
  return violations;
}

/** Without side effects, but for a module that makes elements known to the browser. */
function isDeclaredPure(sideEffects: Package['manifest']['sideEffects']): boolean {
  if (typeof sideEffects === 'object') return sideEffects.every((file) => file === './dist/define.js');
  return sideEffects === false;
}

function importViolations(pkg: Package, file: string, { specifier, forEffect }: Import): string[] {
  if (isTest(file)) return [];
  const violations = [];
  if (isRelative(specifier) && resolveRelative(file, specifier).startsWith('..')) {
    violations.push(`imports ${specifier} from outside its package`);
  }
  if (specifier in mayImport && !allowed(pkg, specifier)) {
    violations.push(`imports ${specifier}, against the direction of imports`);
  }
  if (pkg.folder.startsWith('tools/')) return violations;
  if (/^(@cnn-tools\/|cli$|web$)/.test(specifier))
    violations.push(`imports ${specifier}, which is not published`);
  if (forEffect) violations.push(`imports ${specifier} for its side effects`);
  if (nodeApps.includes(pkg.folder) || isNodeFile(file)) return violations;
  if (isBuiltin(specifier)) violations.push(`imports ${specifier}, which only *.node.ts files may`);
  if (isRelative(specifier) && isNodeFile(specifier)) {
    violations.push(`imports ${specifier} by its path; reach it by a # name with a twin for browsers`);
  }
  return violations;
}

function allowed({ folder, manifest }: Package, specifier: string): boolean {
  if (folder.startsWith('apps/') || folder.startsWith('tools/')) return true;
  return mayImport[manifest.name]?.includes(specifier) ?? false;
}

/** Imports of types do not count: compiled modules know nothing of them, and may be loaded in any order. */
function cycleViolations(pkg: Package, imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const edges = new Map<string, string[]>();
  for (const [file, list] of imports) {
    const needed = list.filter(({ typeOnly }) => !typeOnly);
    const targets = needed.flatMap(({ specifier }) => resolveWithin(pkg, file, specifier));
    edges.set(file, targets);
  }
  return findCycles(edges).map(
    (cycle) => `${pkg.folder} has an import cycle: ${[...cycle, cycle[0]].join(' → ')}`,
  );
}

/** The files of the same package that an import may mean: a # name means one for each kind of host. */
function resolveWithin({ manifest, sources }: Package, file: string, specifier: string): string[] {
  const targets = isRelative(specifier)
    ? [resolveRelative(file, specifier)]
    : Object.values(manifest.imports?.[specifier] ?? {}).map((path) => path.replace('./dist/', 'src/'));
  const found = targets
    .map((path) => path.replace(/(\.d\.ts|\.js)$/, '.ts'))
    .filter((path) => sources.has(path));
  return [...new Set(found)];
}

const isRelative = (specifier: string): boolean => specifier.startsWith('.');
const isNodeFile = (path: string): boolean => /\.node\.(js|ts)$/.test(path);
const isTest = (file: string): boolean => /\.test\.ts$|^test\/|^src\/testing\//.test(file);

function resolveRelative(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier);
}
