// The control block: what threads of one memory tell each other. Every word that one thread writes
// while another spins on it has a cache line of its own.

import { CONTROL_BLOCK } from "./generated/fields";

const LINE: usize = 64;

/** Goes up by one for every tape; helpers wait on it. */
export const TICKET: usize = <usize>CONTROL_BLOCK;
/** Address of the tape to run; 0 tells the helpers to leave. */
export const TAPE: usize = TICKET + LINE;
/** Threads that have reached the barrier. */
export const ARRIVED: usize = TAPE + LINE;
/** Goes up by one whenever all threads have passed the barrier. */
export const GENERATION: usize = ARRIVED + LINE;
/** Threads asleep in `atomic.wait`, on the ticket or the generation. */
export const SLEEPERS: usize = GENERATION + LINE;
/** 1 when a thread has died: the others must not wait for it. */
export const FAILED: usize = SLEEPERS + LINE;
/** Chunks taken so far from each thread's range of the instruction in hand. */
export const TAKEN: usize = FAILED + LINE;

// @ts-ignore: decorator
@inline
export function takenBy(thread: i32): usize {
  return TAKEN + <usize>thread * LINE;
}
