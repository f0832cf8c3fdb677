// Instructions for a whole batch to strands: lists of instructions for a few images, each for one thread.

import { type Instruction, type InstructionName, instructionWords } from '@cnn/kernels';
import { type Memory, placeOf, type Step } from './access.js';
import type { Operand, PerImage, Place, Scratch, Value } from './graph.js';
import type { Storage } from './storage.js';

/** Bytes of the largest tensor of a portion, if that has several images: with what goes with it, it stays in a cache. */
const PORTION_BYTES = 64 * 1024;
/** As many at most for images that are not to be separated. */
const MOST_BYTES = 256 * 1024;
/** A whole tensor of fewer bytes stays there, too. */
const LEAST_BYTES = 1024 * 1024;
/** Strands to have at least, for the threads to share. */
const STRANDS = 8;
/** Strands to have at most where each has memory of its own. */
const MOST_STRANDS = 16;

/** An instruction that can be given for a few images at a time. */
export interface Divisible extends Step {
  readonly perImage: PerImage;
}

/** Whether an instruction can be, and its tensors are too large for a cache. */
export function isDivisible(step: Step): step is Divisible {
  const { perImage } = step;
  if (!perImage) return false;
  return perImage.images * largestImage([perImage]) >= LEAST_BYTES && canBeCut([perImage]);
}

/**
 * Whether instructions can be cut alike: they are for as many images, enough of them, each small enough, and have sums
 * of as many parts, if any.
 */
export function canBeCut(instructions: readonly PerImage[]): boolean {
  const { images } = instructions[0]!;
  const together = imagesTogether(instructions);
  const parts = partsOf(instructions);
  return (
    instructions.every((each) => each.images === images && (!each.sums || each.sums.parts === parts)) &&
    images >= STRANDS * together &&
    together * largestImage(instructions) <= MOST_BYTES
  );
}

/** How images become strands, and these portions. */
interface Cut {
  readonly images: number;
  /** Images that are not to be separated, of one strand. */
  readonly unit: number;
  readonly strands: number;
  /** Images of a portion. */
  readonly portion: number;
  /** Portions of a strand; some may be empty. */
  readonly portions: number;
}

export interface Strands {
  /** The one that says that strands follow, and theirs. */
  readonly instructions: readonly Instruction<Place>[];
  /** A portion's memory for each strand, in place of a whole batch's that nothing else touches. */
  readonly scratches: ReadonlyMap<Memory, Scratch>;
}

/** @param own memory that nothing but a strand needs, so that it does not have to be there for all images at once */
export function cutToStrands(
  steps: readonly Divisible[],
  own: ReadonlySet<Memory>,
  storageOf: ReadonlyMap<Value, Storage>,
): Strands {
  const cut = cutOf(
    steps.map(({ perImage }) => perImage),
    own.size > 0,
  );
  const scratches = scratchesFor(steps, cut, own);
  const placed = (operand: Operand, image: number, strand: number, stride: number): Place => {
    if (operand === null) return null;
    const scratch = scratches.get(placeOf(operand, storageOf).memory);
    if (scratch) return { of: scratch, bytes: strand * cut.portion * stride };
    return { of: operand, bytes: image * stride };
  };
  const instructions: Instruction<Place>[] = [];
  for (let strand = 0; strand < cut.strands; strand++) {
    const [begin, end] = [firstImage(cut, strand), firstImage(cut, strand + 1)];
    for (let portion = 0; portion < cut.portions; portion++) {
      const first = Math.min(end, begin + portion * cut.portion);
      const images = Math.min(end - first, cut.portion);
      const place = (operand: Operand, stride: number): Place => placed(operand, first, strand, stride);
      for (const step of steps) instructions.push(portionOf(step, images, place, strand, portion > 0));
    }
  }
  const words = instructions.reduce((sum, { name }) => sum + instructionWords(name), 0) / cut.strands;
  const { strands } = cut;
  return { instructions: [{ name: 'depthFirst', fields: { strands, words } }, ...instructions], scratches };
}

/** A strand is a portion, or where strands have memory of their own or parts of sums over images, several of them. */
function cutOf(instructions: readonly PerImage[], hasOwn: boolean): Cut {
  const { images } = instructions[0]!;
  const unit = imagesTogether(instructions);
  const portion = unit * Math.max(1, Math.floor(PORTION_BYTES / largestImage(instructions) / unit));
  const most = Math.ceil(images / portion);
  const strands = partsOf(instructions) ?? (hasOwn ? Math.min(most, MOST_STRANDS) : most);
  const longest = unit * Math.ceil(Math.ceil(images / unit) / strands);
  return { images, unit, strands, portion, portions: Math.ceil(longest / portion) };
}

function firstImage({ images, unit, strands }: Cut, strand: number): number {
  return Math.min(images, unit * Math.floor((Math.ceil(images / unit) * strand) / strands));
}

/** Of how many parts the sums over images are, if there are any. */
function partsOf(instructions: readonly PerImage[]): number | undefined {
  return instructions.find(({ sums }) => sums)?.sums?.parts;
}

function scratchesFor(
  steps: readonly Divisible[],
  { portion, strands }: Cut,
  own: ReadonlySet<Memory>,
): Map<Memory, Scratch> {
  const scratches = new Map<Memory, Scratch>();
  for (const { memory, stride } of steps.flatMap(({ accesses }) => accesses)) {
    if (stride !== undefined && own.has(memory)) scratches.set(memory, { bytes: strands * portion * stride });
  }
  return scratches;
}

/** An instruction for so many images; `place` tells where what an operand has for these begins. */
function portionOf(
  { instruction, perImage }: Divisible,
  images: number,
  place: (operand: Operand, stride: number) => Place,
  strand: number,
  resume: boolean,
): Instruction<Place> {
  const operands = instruction.fields as Readonly<Record<string, Operand>>;
  const fields: Record<string, Place | number> = { ...operands };
  for (const [field, stride] of Object.entries<number>(perImage.bytes)) {
    fields[field] = place(operands[field]!, stride);
  }
  for (const [field, each] of Object.entries<number>(perImage.counts)) fields[field] = images * each;
  if (perImage.sums) {
    for (const [field, bytes] of Object.entries<number>(perImage.sums.bytes)) {
      fields[field] = { of: operands[field]!, bytes: strand * bytes };
    }
    Object.assign(fields, { parts: 1, resume: Number(resume) });
  }
  return { name: instruction.name as InstructionName, fields } as unknown as Instruction<Place>;
}

function largestImage(instructions: readonly PerImage[]): number {
  return Math.max(...instructions.flatMap(({ bytes }) => Object.values<number>(bytes)));
}

function imagesTogether(instructions: readonly PerImage[]): number {
  return instructions.map(({ together = 1 }) => together).reduce(leastCommonMultiple);
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
