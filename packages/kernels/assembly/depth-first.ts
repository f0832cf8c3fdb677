// Instructions that go through a batch together, some images at a time: what one has written, the next finds in the
// cache. A strand is a list of instructions for the same few images; one thread does all of them, without a barrier.

import { dispatch } from "./generated/dispatch";
import { DepthFirst, INSTRUCTION_HEADER_WORDS } from "./generated/fields";
import { beginAlone, claim, endAlone, nextAlone } from "./share";

/** The strands lie behind the instruction. */
export function depthFirst(f: DepthFirst): void {
  const first = changetype<usize>(f) + offsetof<DepthFirst>();
  const length = <usize>f.words * 4;
  for (let strand = claim(f.strands); strand >= 0; strand = claim(f.strands)) {
    const begin = first + <usize>strand * length;
    const claimed = beginAlone();
    for (let instruction = begin; instruction < begin + length; instruction += <usize>load<i32>(instruction, 4) * 4) {
      nextAlone();
      dispatch(load<i32>(instruction), instruction + INSTRUCTION_HEADER_WORDS * 4);
    }
    endAlone(claimed);
  }
}
