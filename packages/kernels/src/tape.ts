import {
  type Fields,
  INSTRUCTION_HEADER_WORDS,
  type InstructionName,
  type InstructionSpec,
  instructions,
  opcodes,
  TAPE_HEADER_WORDS,
} from './abi.js';

/** An instruction whose addresses may still be operands to be placed. */
export interface Instruction<Operand = number, Name extends InstructionName = InstructionName> {
  readonly name: Name;
  readonly fields: Fields<Name, Operand>;
}

/** Scratch memory of each thread. */
export interface Workspace {
  readonly address: number;
  readonly bytesPerThread: number;
}

/** Bytes that `encodeTape` writes for these instructions. */
export function tapeBytes(tape: readonly Instruction<unknown>[]): number {
  const words = tape.reduce((sum, { name }) => sum + instructionWords(name), TAPE_HEADER_WORDS + 1);
  return words * 4;
}

/**
 * Writes a tape to memory in the form that the kernels read.
 * @param addressOf the address, in bytes, of an operand
 * @param memory where to write, at least `tapeBytes(tape)` long and 4-byte aligned
 */
export function encodeTape<Operand>(
  tape: readonly Instruction<Operand>[],
  addressOf: (operand: Operand) => number,
  workspace: Workspace,
  memory: DataView,
): void {
  memory.setUint32(0, workspace.address, true);
  memory.setUint32(4, workspace.bytesPerThread, true);
  let at = TAPE_HEADER_WORDS * 4;
  for (const { name, fields } of tape) {
    memory.setInt32(at, opcodes[name], true);
    memory.setInt32(at + 4, instructionWords(name) + wordsOfStrands(name, fields), true);
    let field = at + INSTRUCTION_HEADER_WORDS * 4;
    for (const [key, kind] of Object.entries((instructions[name] as InstructionSpec).fields)) {
      const value = (fields as Record<string, Operand | number>)[key]!;
      if (kind === 'ptr') memory.setUint32(field, addressOf(value as Operand), true);
      else if (kind === 'f32') memory.setFloat32(field, value as number, true);
      else memory.setInt32(field, value as number, true);
      field += 4;
    }
    at = field;
  }
  memory.setInt32(at, 0, true);
}

/** Words of an instruction on the tape. */
export function instructionWords(name: InstructionName): number {
  return INSTRUCTION_HEADER_WORDS + Object.keys(instructions[name].fields).length;
}

/** What belongs to `depthFirst`: the instructions behind it are not for all threads in turn. */
function wordsOfStrands(name: InstructionName, fields: object): number {
  if (name !== 'depthFirst') return 0;
  const { strands, words } = fields as Fields<'depthFirst'>;
  return strands * words;
}
