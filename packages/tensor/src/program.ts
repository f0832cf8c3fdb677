import { encodeTape, tapeBytes } from '@cnn/kernels';
import type { Block } from './allocator.js';
import { align } from './arena.js';
import { canTakeTurns } from './bundle.js';
import { ShapeError } from './errors.js';
import type { Place, Scratch, Value } from './graph.js';
import { type Computation, type MemoryReport, makePlan, type Plan } from './plan.js';
import { ProgramMemory } from './program-memory.js';
import type { Session } from './session.js';
import { formatShape, sameShape } from './shape.js';
import { bytesOf, type Storage } from './storage.js';
import { type ArrayOf, type DType, Tensor } from './tensor.js';

const arrays = { f32: Float32Array, u8: Uint8Array, i32: Int32Array } as const;

const abandoned = new FinalizationRegistry<ProgramMemory>((memory) => memory.release());

/**
 * Computations that share variables, in one session: a training step, its evaluation, each for as many
 * batch sizes as needed. They run one at a time and share the memory for what lives only during a run.
 */
export class Program {
  readonly session: Session;
  readonly #memory: ProgramMemory;
  #addresses = new Map<Value, number>();
  #layout = 0;
  #version = 0;
  #released = false;

  constructor(session: Session) {
    this.session = session;
    this.#memory = new ProgramMemory(session.allocator);
    abandoned.register(this, this.#memory, this.#memory);
  }

  /**
   * Returns the memory to the session at once, which otherwise happens when the garbage collector finds
   * that nobody can reach the program any more. Nothing of it can be run or read afterwards.
   */
  release(): void {
    this.#released = true;
    abandoned.unregister(this.#memory);
    this.#memory.release();
  }

  /** Bytes of the session's memory that are this program's. */
  get usedBytes(): number {
    return this.#memory.usedBytes;
  }

  /**
   * Plans a computation and lays its tape into memory. What others have in their inputs and have computed stays there.
   * @throws MemoryError when it does not fit, KernelError when the host does not give the memory; then nothing changes
   * @throws ConfigError when two inputs have the same name
   */
  compile(computation: Computation): Executable {
    this.#expectHeld();
    const plan = makePlan(computation, this.session);
    this.#expectRoomFor(plan);
    const addresses = new Map(this.#addresses);
    try {
      return this.#memory.orNothing(() => new Executable(this, plan, this.#layOut(plan)));
    } catch (error) {
      this.#addresses = addresses;
      throw error;
    }
  }

  /** Copies a variable's contents out, or a bundle's with its gaps. @throws Error for other values, or once released */
  read(value: Value): Tensor<'f32'> {
    return new Tensor('f32', value.shape, this.#lasting(value).slice());
  }

  /**
   * Replaces the contents of a variable or a bundle.
   * @throws ShapeError when the shapes differ, Error for other values, or once released
   */
  write(value: Value, contents: Tensor<'f32'>): void {
    checkContents('A variable', value, contents);
    this.#lasting(value).set(contents.data);
    this.#version++;
  }

  /** @internal Goes up whenever variables may have changed. */
  get version(): number {
    return this.#version;
  }

  /** @internal To be called after a run that has written over variables. */
  changed(): void {
    this.#version++;
  }

  /** @internal Changes whenever something that has been compiled has moved. */
  get layout(): number {
    this.#expectHeld();
    return this.#layout;
  }

  /** @internal */
  get transientAddress(): number {
    this.#expectHeld();
    return this.#memory.transient!.address;
  }

  /** @internal */
  addressOf(owner: Value): number {
    return this.#addresses.get(owner)!;
  }

  /** @internal Elements of a value at an address; stale once the memory grows. */
  view<D extends DType>(value: Value & { readonly dtype: D }, address: number): ArrayOf[D] {
    this.#expectHeld();
    const length = value.shape.reduce((size, axis) => size * axis, 1);
    return new arrays[value.dtype](this.session.kernels.memory.buffer, address, length) as ArrayOf[D];
  }

  #expectRoomFor(plan: Plan): void {
    const own = [...new Set(plan.storageOf.values())].filter(
      ({ owner }) => owner && !this.#hasRoomFor(owner),
    );
    const lasting = own.reduce((sum, { bytes }) => sum + align(bytes), plan.preparedBytes);
    const growth = plan.transientBytes - (this.#memory.transient?.bytes ?? 0);
    this.session.allocator.expectFree(lasting + Math.max(growth, 0));
  }

  #hasRoomFor(owner: Value): boolean {
    return this.#addresses.has(owner) || this.#addressLike(owner, new Set()) !== undefined;
  }

  #expectHeld(): void {
    if (this.#released) throw new Error('This program has been released; make a new one.');
  }

  /** The blocks of a computation. What others use moves last: only then can nothing fail any more. */
  #layOut(plan: Plan): ExecutableBlocks {
    const storages = new Set(plan.storageOf.values());
    const owners = [...storages].flatMap(({ owner }) => owner ?? []);
    this.#placeGradients(owners.filter((owner) => canTakeTurns(owner, owner)));
    for (const owner of owners) if (owner.source.kind === 'bundle') this.#place(owner);
    for (const owner of owners) this.#place(owner);
    const blocks = {
      tape: this.#memory.allocate(tapeBytes(plan.instructions)),
      preparation: this.#memory.allocate(tapeBytes(plan.preparation)),
      prepared: this.#memory.allocate(plan.preparedBytes),
    };
    this.#growTransient(plan.transientBytes);
    return blocks;
  }

  #growTransient(bytes: number): void {
    const before = this.#memory.transient;
    this.#memory.growTransient(bytes);
    const { address } = this.#memory.transient!;
    if (!before || before.address === address) return;
    this.#move(before.address, address, before.bytes);
  }

  #move(from: number, to: number, bytes: number): void {
    new Uint8Array(this.session.kernels.memory.buffer).copyWithin(to, from, from + bytes);
    this.#layout++;
  }

  #lasting(value: Value): Float32Array {
    this.#expectHeld();
    const { kind } = value.source;
    if (kind !== 'variable' && kind !== 'bundle') {
      throw new Error(
        `A program reads and writes variables and bundles, but was given ${nameOf(value)}. Inputs are written, and results read, by what was compiled.`,
      );
    }
    this.#place(value);
    return this.view(value as Value & { dtype: 'f32' }, this.addressOf(value));
  }

  /** Gives lasting memory to a variable, constant or bundle that has none yet. */
  #place(owner: Value): void {
    if (this.#addresses.has(owner)) return;
    this.#placeAt(owner, () => this.#allocateZeros(owner));
    if (owner.source.kind === 'constant') {
      this.view(owner, this.addressOf(owner)).set(owner.source.tensor.data);
    }
  }

  /**
   * Gives the gradients of a computation the memory that those of others have, since one runs at a time, but no two
   * bundles the same.
   */
  #placeGradients(bundles: readonly Value[]): void {
    const taken = new Set<number>();
    for (const bundle of bundles) {
      const before = this.#addresses.get(bundle);
      if (before === undefined) {
        this.#placeAt(bundle, () => this.#addressLike(bundle, taken) ?? this.#allocateZeros(bundle));
      } else if (taken.has(before)) {
        this.#setAddress(bundle, this.#allocateZeros(bundle));
        this.#move(before, this.addressOf(bundle), bytesOf(bundle));
      }
      taken.add(this.addressOf(bundle));
    }
  }

  /** An address of gradients that are laid out alike, but for those that are taken. */
  #addressLike(bundle: Value, taken: ReadonlySet<number>): number | undefined {
    for (const [other, address] of this.#addresses) {
      if (!taken.has(address) && canTakeTurns(other, bundle)) return address;
    }
    return undefined;
  }

  #placeAt(owner: Value, find: () => number): void {
    const { source } = owner;
    if (source.kind === 'bundle' && source.members.some((member) => this.#addresses.has(member)))
      throw new Error('A variable was used before the bundle that it belongs to.');
    this.#setAddress(owner, find());
  }

  #allocateZeros(owner: Value): number {
    const { address, bytes } = this.#memory.allocate(bytesOf(owner));
    new Uint8Array(this.session.kernels.memory.buffer, address, bytes).fill(0);
    return address;
  }

  /** Where a value is, and the members of a bundle with it. */
  #setAddress(owner: Value, address: number): void {
    this.#addresses.set(owner, address);
    let offset = 0;
    for (const member of owner.source.kind === 'bundle' ? owner.source.members : []) {
      this.#addresses.set(member, address + offset);
      offset += align(bytesOf(member));
    }
  }
}

/** What a computation has in memory for itself. */
interface ExecutableBlocks {
  readonly tape: Block;
  readonly preparation: Block;
  readonly prepared: Block;
}

/** A computation that is ready to run. */
export class Executable {
  readonly #program: Program;
  readonly #plan: Plan;
  readonly #blocks: ExecutableBlocks;
  /** The program's layout when the tapes were encoded. */
  #encodedFor = -1;
  /** The program's version when the preparation was run. */
  #preparedFor = -1;

  /** @internal */
  constructor(program: Program, plan: Plan, blocks: ExecutableBlocks) {
    this.#program = program;
    this.#plan = plan;
    this.#blocks = blocks;
  }

  /** Bytes that this computation needs, by purpose. */
  get memory(): MemoryReport {
    return this.#plan.memory;
  }

  /** Runs to the end, on all threads of the session. Inputs must have been written. @throws KernelError */
  run(): void {
    const program = this.#program;
    const { kernels } = program.session;
    this.#encode();
    if (this.#plan.preparation.length > 0 && this.#preparedFor !== program.version) {
      kernels.run(this.#blocks.preparation.address);
      this.#preparedFor = program.version;
    }
    kernels.run(this.#blocks.tape.address);
    if (this.#plan.changesVariables) program.changed();
  }

  /**
   * The memory of an input, to be filled before `run`. Valid until something else is compiled or run.
   * @throws Error when the computation has no such input
   */
  input<D extends DType>(name: string, dtype: D): ArrayOf[D] {
    const value = this.#plan.inputs.get(name);
    if (!value)
      throw new Error(`There is no input '${name}'; there are ${[...this.#plan.inputs.keys()].join(', ')}.`);
    if (value.dtype !== dtype)
      throw new Error(`The input '${name}' has the dtype ${value.dtype}, not ${dtype}.`);
    return this.#program.view(value as Value & { dtype: D }, this.#address(value));
  }

  /** Whether the computation depends on an input of this name. */
  hasInput(name: string): boolean {
    return this.#plan.inputs.has(name);
  }

  /** Copies a tensor to an input. @throws ShapeError when shape or dtype differ. */
  write(name: string, contents: Tensor): void {
    const value = this.#plan.inputs.get(name);
    if (value) checkContents(`The input '${name}'`, value, contents);
    this.input(name, contents.dtype).set(contents.data);
  }

  /** Copies a result of the last run out. Valid until another computation of the program runs. */
  read(name: string): Tensor {
    const value = this.#plan.outputs[name];
    if (!value)
      throw new Error(
        `There is no output '${name}'; there are ${Object.keys(this.#plan.outputs).join(', ')}.`,
      );
    return new Tensor(
      value.dtype,
      value.shape,
      this.#program.view(value, this.#address(value)).slice() as ArrayOf[DType],
    );
  }

  /** A scalar result of the last run. */
  readScalar(name: string): number {
    return this.read(name).data[0]!;
  }

  #encode(): void {
    const program = this.#program;
    if (this.#encodedFor === program.layout) return;
    this.#write(this.#plan.preparation, this.#blocks.preparation);
    this.#write(this.#plan.instructions, this.#blocks.tape);
    this.#encodedFor = program.layout;
  }

  #write(instructions: Plan['instructions'], { address, bytes }: Block): void {
    const program = this.#program;
    const { workspace } = this.#plan;
    const place = {
      address: program.transientAddress + workspace.offset,
      bytesPerThread: workspace.bytesPerThread,
    };
    const memory = new DataView(program.session.kernels.memory.buffer, address, bytes);
    encodeTape(instructions, (operand) => this.#operandAddress(operand), place, memory);
  }

  #operandAddress(operand: Place): number {
    if (operand === null) return 0;
    if ('of' in operand) return this.#operandAddress(operand.of) + operand.bytes;
    if ('source' in operand) return this.#address(operand);
    if (operand.within) return this.#partAddress(operand.within.whole) + operand.within.offset;
    return this.#partAddress(operand);
  }

  #address(value: Value): number {
    return this.#storageAddress(this.#plan.storageOf.get(value)!);
  }

  #storageAddress(storage: Storage): number {
    if (storage.within) return this.#storageAddress(storage.within.whole) + storage.within.offset;
    if (storage.owner) return this.#program.addressOf(storage.owner);
    return this.#partAddress(storage);
  }

  #partAddress(part: Storage | Scratch): number {
    const prepared = this.#plan.preparedOffsets.get(part);
    if (prepared !== undefined) return this.#blocks.prepared.address + prepared;
    return this.#program.transientAddress + this.#plan.offsets.get(part)!;
  }
}

/** A value that is neither variable nor bundle, in words. */
function nameOf({ source }: Value): string {
  if (source.kind === 'input') return `the input '${source.name}'`;
  if (source.kind === 'node') return `the '${source.output}' of ${source.node.op.opName}`;
  return `a ${source.kind}`;
}

function checkContents(what: string, value: Value, contents: Tensor): void {
  if (sameShape(value.shape, contents.shape) && value.dtype === contents.dtype) return;
  throw new ShapeError(
    `${what} takes ${value.dtype} ${formatShape(value.shape)}, but was given ${contents.dtype} ${formatShape(contents.shape)}. Pass a tensor of that shape and dtype.`,
  );
}
