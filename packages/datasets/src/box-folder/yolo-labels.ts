import { areaOf, type Box, intersection, type LabelledBox, wholeImage } from '../box.js';
import type { BrokenFile } from '../image-folder/broken-files.js';
import type { ImageFiles } from '../image-folder/image-files.js';
import { byCodeUnits, type SplitName } from '../image-folder/listing.js';
import { byKey, type KeyedFile } from '../image-folder/partners.js';
import type { AnnotatedImage, Annotations } from './annotations.js';
import { classNamesIn } from './class-names.js';
import { splitNamed } from './split-name.js';

/** Files that are read at the same time. */
const atOnce = 64;
/** Classes that there can be without a list of their names. */
const MOST_CLASSES = 10_000;
/** How far beyond an edge a share may be, for having been rounded. */
const SLACK = 0.001;

interface Found extends KeyedFile {
  split: SplitName;
}

/**
 * Objects as YOLO's programs write them: `train/labels/1.txt` for `train/images/1.jpg`, or `labels/train/1.txt` for
 * `images/train/1.jpg`, a line `class x y width height` for each, centre and size being shares of the image. A line with
 * the corners of a polygon stands for the box around it. An image without a file has no objects.
 * Undefined when there are no such files.
 * @throws DataError for two files of one name, or a list of classes that is none
 */
export async function yoloLabels(files: ImageFiles): Promise<Annotations | undefined> {
  const texts = files.documents.filter((path) => /\.txt$/i.test(path) && !/(^|\/)classes\.txt$/i.test(path));
  const labels = filesIn(files.place, texts, 'labels');
  if (labels.size === 0) return undefined;
  const images = filesIn(files.place, files.paths, 'images');
  const classes = await classNamesIn(files);
  const known = classes?.names.length ?? MOST_CLASSES;
  const faults = labelsAlone(images, labels);
  const read = async ({ path, split, key }: Found): Promise<AnnotatedImage[]> => {
    const file = labels.get(key)?.path;
    const objects = file === undefined ? [] : objectsIn((await files.text(file))!, known);
    if (typeof objects !== 'string') return [{ path, split, objects }];
    faults.push({ path: file!, reason: objects });
    return [];
  };
  const all = [...images.values()];
  const annotated: AnnotatedImage[] = [];
  for (let begin = 0; begin < all.length; begin += atOnce) {
    annotated.push(...(await Promise.all(all.slice(begin, begin + atOnce).map(read))).flat());
  }
  const classNames = classes?.names ?? numbered(annotated);
  return { classNames, images: annotated, faults: faults.sort((a, b) => byCodeUnits(a.path, b.path)) };
}

function filesIn(place: string, paths: readonly string[], kind: 'images' | 'labels'): Map<string, Found> {
  const found = [...paths].sort(byCodeUnits).flatMap((path) => foundAt(path, kind));
  return byKey(place, found, 'labels');
}

/** Nothing for files elsewhere. */
function foundAt(path: string, kind: 'images' | 'labels'): Found[] {
  const folders = path.split('/').slice(0, -1);
  const at = folders.indexOf(kind);
  if (at < 0 || at > 1) return [];
  const beside = folders[1 - at];
  const split = beside === undefined ? undefined : splitNamed(beside);
  if (at === 1 && split === undefined) return [];
  const stem = path.replace(/\.[^.]+$/, '').split('/');
  return [{ path, split: split ?? 'train', key: stem.toSpliced(at, 1).join('/') }];
}

/** Labels of which there is no image are of an image that was renamed, or forgotten. */
function labelsAlone(images: ReadonlyMap<string, Found>, labels: ReadonlyMap<string, Found>): BrokenFile[] {
  const alone = [...labels.values()].filter(({ key }) => !images.has(key));
  const reason = 'there is no image for it, as images/1.jpg is for labels/1.txt';
  return alone.map(({ path }) => ({ path, reason }));
}

/** The objects of a file, or what is wrong in which line. */
function objectsIn(text: string, classes: number): LabelledBox[] | string {
  const objects: LabelledBox[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const content = line.trim();
    if (content === '') continue;
    const object = objectOf(content.split(/\s+/).map(Number), classes);
    if (typeof object === 'string') return `line ${index + 1}, "${content}", ${object}`;
    objects.push(object);
  }
  return objects;
}

function objectOf([label, ...shares]: readonly number[], classes: number): LabelledBox | string {
  const isPolygon = shares.length >= 6 && shares.length % 2 === 0;
  if (label === undefined || (shares.length !== 4 && !isPolygon)) {
    return `has ${shares.length + 1} numbers; expected class, x, y, width and height`;
  }
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    return `has the class ${label}; expected a whole number from 0 to ${classes - 1}`;
  }
  const bad = shares.find((share) => !(share >= -SLACK && share <= 1 + SLACK));
  if (bad !== undefined) return `has ${bad} where a share of the image's size belongs, 0 to 1, not pixels`;
  const box = intersection(isPolygon ? around(shares) : centred(shares), wholeImage);
  return areaOf(box) > 0 ? { ...box, label } : 'is a box without an area';
}

function centred([x, y, width, height]: readonly number[]): Box {
  return {
    left: x! - width! / 2,
    top: y! - height! / 2,
    right: x! + width! / 2,
    bottom: y! + height! / 2,
  };
}

/** The box around corners. */
function around(places: readonly number[]): Box {
  const columns = places.filter((_, i) => i % 2 === 0);
  const rows = places.filter((_, i) => i % 2 === 1);
  return {
    left: Math.min(...columns),
    top: Math.min(...rows),
    right: Math.max(...columns),
    bottom: Math.max(...rows),
  };
}

/** Names for classes that have none, up to the largest. */
function numbered(images: readonly AnnotatedImage[]): string[] {
  const largest = images.reduce(
    (most, { objects }) => objects.reduce((more, { label }) => Math.max(more, label), most),
    0,
  );
  return Array.from({ length: largest + 1 }, (_, label) => `class ${label}`);
}
