import { parseSync } from 'oxc-parser';

/** One module asking for another. */
export interface Import {
  /** As written: './shape.js', '#pool', 'node:fs', '@cnn/tensor'. */
  readonly specifier: string;
  /** Gone after compilation: only types are taken. */
  readonly typeOnly: boolean;
  /** `import './x.js'`, for what it does, not for what it exports. */
  readonly forEffect: boolean;
}

/** Every import and re-export of a module, dynamic ones among them. @throws Error for what does not parse. */
export function readImports(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]!.message}`);
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    forEffect: entries.length === 0,
  }));
  const reexports = module.staticExports.flatMap(({ entries }) => {
    const specifier = entries[0]?.moduleRequest?.value;
    if (specifier === undefined) return [];
    return { specifier, typeOnly: entries.every((entry) => entry.isType), forEffect: false };
  });
  const dynamics = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"`])([^$]*)\1$/.exec(source.slice(start, end));
    return literal ? { specifier: literal[2]!, typeOnly: false, forEffect: false } : [];
  });
  return [...statics, ...reexports, ...dynamics];
}
