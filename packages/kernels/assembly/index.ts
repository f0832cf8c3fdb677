export { run, start, work, stop, fail } from "./run";
