import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { supportedVariants } from '@cnn/kernels';
import { isInstalled } from '../peers/load.ts';
import type { ContenderSpec } from './contender.ts';
import type { SuiteName } from './report.ts';

/** How this project is called among the implementations. */
export const OURS = 'cnn';

/** Where what is measured for itself is listed: the limits of the machine. */
export const LIMIT = 'limit';

/** An implementation that can be measured. */
interface Entry {
  readonly suites: readonly SuiteName[];
  /** Whether it can use more than one thread. */
  readonly threaded: boolean;
  readonly runs: { readonly file: string } | { readonly script: string; readonly module: string };
  /** The package in `peers/` that it needs. */
  readonly needs?: string;
}

const networks: readonly SuiteName[] = ['train', 'infer'];

const entries = {
  [LIMIT]: { suites: ['kernels'], threaded: true, runs: { file: 'limit' } },
  [OURS]: { suites: ['kernels', ...networks], threaded: true, runs: { file: 'cnn' } },
  'tfjs-wasm': { suites: ['kernels', ...networks], threaded: false, runs: { file: 'tfjs-wasm' } },
  'tfjs-wasm-composed': {
    suites: ['kernels', 'train'],
    threaded: false,
    runs: { file: 'tfjs-wasm-composed' },
  },
  'tfjs-cpu': { suites: networks, threaded: false, runs: { file: 'tfjs-cpu' } },
  'onnxruntime-web': {
    suites: ['infer'],
    threaded: true,
    runs: { file: 'onnxruntime-web' },
    needs: 'onnxruntime-web',
  },
  'onnxruntime-node': {
    suites: ['infer'],
    threaded: true,
    runs: { file: 'onnxruntime-node' },
    needs: 'onnxruntime-node',
  },
  convnetjs: { suites: networks, threaded: false, runs: { file: 'convnetjs' }, needs: 'convnetjs' },
  'jax-js': { suites: networks, threaded: false, runs: { file: 'jax-js' }, needs: '@jax-js/jax' },
  pytorch: { suites: networks, threaded: true, runs: { script: 'pytorch.py', module: 'torch' } },
  keras: { suites: networks, threaded: true, runs: { script: 'keras_cpu.py', module: 'keras' } },
} as const satisfies Record<string, Entry>;

/** Whom this project can be compared with. */
export const peerNames = Object.keys(entries).filter((name) => name !== OURS && name !== LIMIT);

/**
 * Everyone of a suite that is installed, in all settings: each build, on one thread and on `threads`.
 * @param peers whom to compare with
 */
export async function contendersOf(
  suite: SuiteName,
  peers: readonly string[],
  threads: number,
): Promise<ContenderSpec[]> {
  const variants = await supportedVariants();
  const specs: ContenderSpec[] = [];
  for (const [name, entry] of Object.entries(entries) as [string, Entry][]) {
    const own = name === OURS || name === LIMIT;
    if (!entry.suites.includes(suite) || !(own || peers.includes(name))) continue;
    const program = programOf(entry);
    if (!program) continue;
    for (const variant of own ? variants : ['']) {
      for (const count of entry.threaded ? new Set([1, threads]) : [1]) {
        const args = [...program.args, variant, String(count)];
        specs.push({ ...program, implementation: name, variant, threads: count, args });
      }
    }
  }
  return specs;
}

type Program = Pick<ContenderSpec, 'command' | 'args' | 'environment'>;

/** What starts a process with it; `undefined` when it is not installed. */
function programOf({ runs, needs }: Entry): Program | undefined {
  if ('script' in runs) {
    const command = pythonWith(runs.module);
    if (!command) return undefined;
    return { command, args: [here(`python/${runs.script}`)], environment: pythonEnvironment() };
  }
  if (needs && !isInstalled(needs)) return undefined;
  const args = [here('process.ts'), here(`implementations/${runs.file}.ts`)];
  return { command: process.execPath, args, environment: process.env };
}

/** The first Python that has a module. `PYTHON` names one that is not called as usual. */
function pythonWith(module: string): string | undefined {
  const candidates = [process.env['PYTHON'] ?? 'python3', 'python', '/usr/bin/python3'];
  const test = `import importlib.util, sys; sys.exit(not importlib.util.find_spec('${module}'))`;
  return candidates.find((python) => spawnSync(python, ['-c', test], { stdio: 'ignore' }).status === 0);
}

/** A person's environment may pin OpenBLAS to the kernels of an old processor; here it shall choose by itself. */
function pythonEnvironment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _type, OPENBLAS_L2_SIZE: _size, ...rest } = process.env;
  return { ...rest, PYTHONDONTWRITEBYTECODE: '1' };
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
