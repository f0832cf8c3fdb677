// Waiting for another thread: spin for as long as a barrier between two busy threads takes, then sleep.
//
// No local variable may outlive `atomic.wait`: the baseline compiler of V8 11 (Node.js 20) forgets that
// a wait may overwrite the registers in which it keeps them. So whatever the waiting functions need to
// remember is in globals, of which each thread has its own.

import { FAILED, GENERATION, SLEEPERS, TICKET } from "./control";

/** About 50 µs; waking a sleeper takes about as long. */
const SPINS: i32 = 40000;

let awaited: i32 = 0;

/**
 * Returns once the word at `address`, a constant, differs from `seen`. Traps when a thread has died
 * meanwhile.
 */
// @ts-ignore: decorator
@inline
export function waitWhile(address: usize, seen: i32): void {
  awaited = seen;
  let spins = SPINS;
  while (spins > 0 && atomic.load<i32>(address) == awaited) spins--;
  while (atomic.load<i32>(address) == awaited) {
    if (atomic.load<i32>(FAILED)) unreachable();
    atomic.add<i32>(SLEEPERS, 1);
    atomic.wait<i32>(address, awaited, -1);
    atomic.sub<i32>(SLEEPERS, 1);
  }
  if (atomic.load<i32>(FAILED)) unreachable();
}

/** Has all threads that wait for a word trap, now or as soon as they look. */
export function giveUp(): void {
  atomic.store<i32>(FAILED, 1);
  // The words change, so that nobody falls asleep who looked at FAILED just before.
  advance(TICKET);
  advance(GENERATION);
}

/** Adds one to the word at `address` and wakes whoever sleeps on it. */
export function advance(address: usize): void {
  atomic.add<i32>(address, 1);
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(address, -1);
}
