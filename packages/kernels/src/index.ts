export {
  FIRST_FREE_BYTE,
  type FieldKind,
  type Fields,
  type InstructionName,
  type InstructionSpec,
  instructions,
  MAX_THREADS,
} from './abi.js';
export { KernelError, type KernelErrorAbout } from './errors.js';
export { type KernelOptions, Kernels } from './load.js';
export { canShareMemory, supportedVariants, type Variant, variants } from './probe.js';
export { encodeTape, type Instruction, instructionWords, tapeBytes, type Workspace } from './tape.js';
