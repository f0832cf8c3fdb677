/** What as many classes are called; by their numbers where no names are known. */
export function namesOf(classes: number, known: readonly string[]): string[] {
  return Array.from({ length: classes }, (_, index) => known[index] ?? String(index));
}

/** A class that a run and images have other names for. */
interface Renamed {
  readonly run: string;
  readonly data: string;
}

/** The first class that is called otherwise; undefined where all names are the same, in the same order. */
export function firstRenamed(run: readonly string[], data: readonly string[]): Renamed | undefined {
  const classes = Math.max(run.length, data.length);
  const [ofRun, ofData] = [namesOf(classes, run), namesOf(classes, data)];
  const index = ofRun.findIndex((name, i) => name !== ofData[i]);
  return index < 0 ? undefined : { run: ofRun[index]!, data: ofData[index]! };
}
