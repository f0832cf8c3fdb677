// Waiting for another thread: spin for as long as a barrier between two busy threads takes, then sleep.

import { FAILED, SLEEPERS } from "./control";

/** About 50 µs; waking a sleeper takes about as long. */
const SPINS: i32 = 40000;

/** Returns once the word at `address` differs from `seen`. Traps when a thread has died meanwhile. */
export function waitWhile(address: usize, seen: i32): void {
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(address) != seen) return;
  }
  while (atomic.load<i32>(address) == seen) {
    if (atomic.load<i32>(FAILED)) unreachable();
    atomic.add<i32>(SLEEPERS, 1);
    atomic.wait<i32>(address, seen, -1);
    atomic.sub<i32>(SLEEPERS, 1);
  }
}

/** Adds one to the word at `address` and wakes whoever sleeps on it. */
export function advance(address: usize): void {
  atomic.add<i32>(address, 1);
  if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(address, -1);
}
