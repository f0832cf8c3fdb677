// The tape runner. Thread 0 is the caller of `run`; helpers sit in `work` for their whole life.

import { ARRIVED, FAILED, GENERATION, TAPE, TICKET } from "./control";
import { dispatch } from "./generated/dispatch";
import { INSTRUCTION_HEADER_WORDS, TAPE_HEADER_WORDS } from "./generated/fields";
import { beginInstruction, joinAs, returnAllChunks, threadCount, threadIndex, useWorkspace } from "./share";
import { advance, giveUp, waitWhile } from "./wait";

// Globals, because locals do not survive a wait: see wait.ts.
/** Tapes that this helper has been called to. */
let tickets: i32 = 0;
/** The next instruction for this thread, and its opcode. */
let instruction: usize = 0;
let opcode: i32 = 0;

/** Tells this instance which of how many threads it is. */
export function start(thread: i32, threads: i32): void {
  joinAs(thread, threads);
}

/** Runs a tape to its end, with the helpers if there are any. */
export function run(tape: usize): void {
  if (ASC_FEATURE_THREADS) {
    if (atomic.load<i32>(FAILED)) unreachable();
    atomic.store<usize>(TAPE, tape);
    advance(TICKET);
  }
  execute(tape);
}

/** A helper's life: wait for a tape, run its share, again; returns after `stop`. */
export function work(): void {
  if (!ASC_FEATURE_THREADS) return;
  while (true) {
    waitWhile(TICKET, tickets);
    tickets++;
    const tape = atomic.load<usize>(TAPE);
    if (!tape) return;
    execute(tape);
  }
}

/** Sends the helpers home. */
export function stop(): void {
  if (!ASC_FEATURE_THREADS) return;
  atomic.store<usize>(TAPE, 0);
  advance(TICKET);
}

/** Called by the host of a thread that died, so that the others do not wait for it for ever. */
export function fail(): void {
  if (!ASC_FEATURE_THREADS) return;
  giveUp();
}

function execute(tape: usize): void {
  useWorkspace(load<u32>(tape, 0), load<u32>(tape, 4));
  instruction = tape + TAPE_HEADER_WORDS * 4;
  opcode = load<i32>(instruction);
  // Whoever passes the last barrier must not look at the tape any more: the caller may already be
  // writing the next one over it. An empty tape has a barrier, too, so that no helper falls a tape behind.
  do {
    if (opcode != 0) {
      beginInstruction();
      dispatch(opcode, instruction + INSTRUCTION_HEADER_WORDS * 4);
      instruction += <usize>load<i32>(instruction, 4) * 4;
      opcode = load<i32>(instruction);
    }
    if (ASC_FEATURE_THREADS) barrier();
  } while (opcode != 0);
}

function barrier(): void {
  if (threadCount() == 1) {
    returnAllChunks();
    return;
  }
  const generation = atomic.load<i32>(GENERATION);
  if (atomic.add<i32>(ARRIVED, 1) + 1 < threadCount()) {
    waitWhile(GENERATION, generation);
    return;
  }
  atomic.store<i32>(ARRIVED, 0);
  returnAllChunks();
  advance(GENERATION);
}
