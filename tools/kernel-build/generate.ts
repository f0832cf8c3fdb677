import {
  CONTROL_BLOCK,
  INSTRUCTION_HEADER_WORDS,
  type InstructionSpec,
  opcodes,
  TAPE_HEADER_WORDS,
} from '../../packages/kernels/src/abi.ts';

type Table = Readonly<Record<string, InstructionSpec>>;

const typeOf = { ptr: 'usize', i32: 'i32', f32: 'f32' } as const;
const banner = '// Written by the kernel build from packages/kernels/src/abi.ts. Do not edit.\n';

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** AssemblyScript classes with each instruction's fields, and the constants both sides share. */
export function generateFields(table: Table): string {
  const constants = { TAPE_HEADER_WORDS, INSTRUCTION_HEADER_WORDS, CONTROL_BLOCK };
  const lines = Object.entries(constants).map(([name, value]) => `export const ${name}: i32 = ${value};`);
  for (const [name, { fields }] of Object.entries(table)) {
    const members = Object.entries(fields).map(([field, kind]) => `  ${field}: ${typeOf[kind]} = 0;`);
    lines.push(`\n@unmanaged\nexport class ${capitalised(name)} {\n${members.join('\n')}\n}`);
  }
  return `${banner}${lines.join('\n')}\n`;
}

/** The function that hands an instruction to its kernel by opcode. */
export function generateDispatch(table: Table): string {
  const names = Object.keys(table);
  const imports = Object.entries(table).map(([name, { file }]) => `import { ${name} } from "../${file}";`);
  const cases = names.map((name) => {
    const opcode = opcodes[name as keyof typeof opcodes];
    return `    case ${opcode}: ${name}(changetype<${capitalised(name)}>(fields)); return;`;
  });
  return `${banner}${imports.join('\n')}
import { ${names.map(capitalised).join(', ')} } from "./fields";

export function dispatch(opcode: i32, fields: usize): void {
  switch (opcode) {
${cases.join('\n')}
    default: unreachable();
  }
}
`;
}
