// How the work of one instruction is divided. A kernel cuts it into chunks by shape alone, so that
// results do not depend on the number of threads; which thread computes which chunk may vary.
// Each thread first takes the chunks of its own contiguous range (they are likely in its cache),
// then helps the others with theirs, so a thread that the system has paused holds nobody up.

import { takenBy } from "./control";

let thread: i32 = 0;
let threads: i32 = 1;
let victim: i32 = 0;
let next: i32 = 0;
/** Whether this thread does all of an instruction, see depth-first.ts. */
let alone: bool = false;
let workspaceBase: usize = 0;

/** Scratch memory of this thread alone, for the duration of one chunk. */
// @ts-ignore: decorator
@inline
export function workspace(): usize {
  return workspaceBase;
}

/** The next chunk of this instruction for this thread, or -1 when none is left. */
export function claim(chunks: i32): i32 {
  if (!ASC_FEATURE_THREADS || alone) return next < chunks ? next++ : -1;
  while (victim < threads) {
    const owner = (thread + victim) % threads;
    const begin = rangeBegin(chunks, owner);
    const taken = atomic.add<i32>(takenBy(owner), 1);
    if (begin + taken < rangeBegin(chunks, owner + 1)) return begin + taken;
    victim++;
  }
  return -1;
}

// @ts-ignore: decorator
@inline
function rangeBegin(chunks: i32, owner: i32): i32 {
  return <i32>((<i64>chunks * owner) / threads);
}

export function joinAs(member: i32, members: i32): void {
  thread = member;
  threads = members;
}

export function useWorkspace(base: usize, bytesPerThread: usize): void {
  workspaceBase = base + <usize>thread * bytesPerThread;
}

/** Called by every thread before it looks at an instruction. */
// @ts-ignore: decorator
@inline
export function beginInstruction(): void {
  victim = 0;
  next = 0;
}

/** From here on this thread does its instructions alone. @returns what `endAlone` wants to know */
export function beginAlone(): i32 {
  alone = true;
  return next;
}

/** Called before each of these instructions. */
export function nextAlone(): void {
  next = 0;
}

/** The instruction that all threads share goes on. */
export function endAlone(claimed: i32): void {
  alone = false;
  next = claimed;
}

/** Called by one thread, between the others' arrival at the barrier and their release. */
export function returnAllChunks(): void {
  for (let owner = 0; owner < threads; owner++) atomic.store<i32>(takenBy(owner), 0);
}

export function threadIndex(): i32 {
  return thread;
}

export function threadCount(): i32 {
  return threads;
}
