import { DataError } from '@cnn/tensor';
import { areaOf, type Box, intersection, type LabelledBox, wholeImage } from '../box.js';
import type { BrokenFile } from '../image-folder/broken-files.js';
import type { ImageFiles } from '../image-folder/image-files.js';
import { byCodeUnits, type SplitName } from '../image-folder/listing.js';
import type { AnnotatedImage, Annotations } from './annotations.js';
import { type CocoContents, cocoContents } from './coco-contents.js';
import { splitNamed } from './split-name.js';

/** `annotations.json`, `_annotations.coco.json`, `instances_train2017.json`. */
const fileNames = /^(_?annotations(\.coco)?|instances(_(?<split>.+))?)\.json$/i;

type CocoImage = CocoContents['images'][number];

/** A file of annotations. */
interface File extends CocoContents {
  path: string;
  /** That of all of its images, where folder or name say so. */
  split: SplitName | undefined;
}

/**
 * Objects as COCO's files tell them, one for each split, beside its images or in `annotations`, or one for all.
 * Undefined when there are no such files.
 * @throws DataError when one is no such file, two contradict each other, or an image is in several
 */
export async function cocoAnnotations(files: ImageFiles): Promise<Annotations | undefined> {
  const paths = files.documents.filter((path) => fileNames.test(path.split('/').at(-1)!)).sort(byCodeUnits);
  if (paths.length === 0) return undefined;
  const contents: File[] = [];
  for (const path of paths) {
    contents.push({
      path,
      split: splitOfFile(path),
      ...cocoContents((await files.text(path))!, `${path} in ${files.place}`),
    });
  }
  const categories = categoriesOf(files.place, contents);
  const labels = new Map([...categories.keys()].map((id, label) => [id, label]));
  const locate = locator(files.paths);
  const faults: BrokenFile[] = [];
  const images = contents.flatMap((file) => imagesOf(file, { labels, locate, faults }));
  expectOnce(files.place, images);
  images.sort((a, b) => byCodeUnits(a.path, b.path));
  return { classNames: [...categories.values()], images, faults };
}

function splitOfFile(path: string): SplitName | undefined {
  const { split } = fileNames.exec(path.split('/').at(-1)!)!.groups!;
  return splitOfFolders(path) ?? (split === undefined ? undefined : splitNamed(split));
}

function splitOfFolders(path: string): SplitName | undefined {
  const folders = path.split('/').slice(0, -1);
  return folders.map(splitNamed).find((split) => split !== undefined);
}

/** The names of all categories by their numbers, in the order of these. */
function categoriesOf(place: string, files: readonly File[]): Map<number, string> {
  const names = new Map<number, { name: string; path: string }>();
  for (const { path, categories } of files) {
    for (const { id, name } of categories) {
      const other = names.get(id);
      if (other !== undefined && other.name !== name) {
        throw new DataError(
          `${path} in ${place} calls category ${id} ${name}, and ${other.path} calls it ${other.name}; expected the same categories in all files. Correct one of them.`,
        );
      }
      names.set(id, { name, path });
    }
  }
  const sorted = [...names].sort(([a], [b]) => a - b).map(([id, { name }]) => [id, name] as const);
  const twice = sorted.find(([, name], i) => sorted.findIndex(([, other]) => other === name) < i);
  if (!twice) return new Map(sorted);
  throw new DataError(
    `The annotations in ${place} have two categories called ${twice[1]}; expected a name for each. Rename one of them.`,
  );
}

interface Reading {
  /** Of categories, by their numbers. */
  labels: ReadonlyMap<number, number>;
  locate: Locate;
  /** Where faults are noted. */
  faults: BrokenFile[];
}

/** The images of a file, all of whose objects can be used. */
function imagesOf(file: File, { labels, locate, faults }: Reading): AnnotatedImage[] {
  const { path, split, images, annotations } = file;
  const byId = new Map(images.map((image) => [image.id, image]));
  const objects = new Map(images.map(({ id }): [CocoImage['id'], LabelledBox[]] => [id, []]));
  for (const [index, annotation] of annotations.entries()) {
    const { id, image_id, category_id, iscrowd } = annotation;
    // A crowd is many objects that nobody told apart.
    if (iscrowd) continue;
    const object = objectOf(annotation, byId.get(image_id), labels.get(category_id));
    if (typeof object !== 'string') {
      objects.get(image_id)?.push(object);
      continue;
    }
    objects.delete(image_id);
    faults.push({ path, reason: `annotation ${index}${id === undefined ? '' : `, of id ${id},`} ${object}` });
  }
  return images.flatMap(({ id, file_name, width, height }): AnnotatedImage[] => {
    const own = objects.get(id);
    if (!own) return [];
    const [found, ...others] = locate(path, split, file_name);
    if (found !== undefined && others.length === 0) {
      return [
        {
          path: found,
          split: split ?? splitOfFolders(found) ?? 'train',
          objects: own,
          size: [height, width],
        },
      ];
    }
    const files = found === undefined ? 'no file' : `more than one file, ${found} and ${others[0]}`;
    faults.push({ path, reason: `of the image ${file_name} there is ${files}` });
    return [];
  });
}

/** An object, or what is wrong with it. */
function objectOf(
  { image_id, category_id, bbox }: CocoContents['annotations'][number],
  image: CocoImage | undefined,
  label: number | undefined,
): LabelledBox | string {
  if (!image) return `is of the image ${image_id}, which is not listed`;
  if (label === undefined) return `has the category ${category_id}, which is not listed`;
  const box = boxOf(bbox, image);
  if (box) return { ...box, label };
  return `has the bbox ${JSON.stringify(bbox)}, and ${image.file_name} is ${image.width} pixels wide and ${image.height} high; expected [left, top, width, height], with an area in there`;
}

/** As shares of the image; nothing of what has no area in there. */
function boxOf([left, top, wide, high]: readonly number[], { width, height }: CocoImage): Box | undefined {
  const box = intersection(
    {
      left: left! / width,
      top: top! / height,
      right: (left! + wide!) / width,
      bottom: (top! + high!) / height,
    },
    wholeImage,
  );
  return wide! > 0 && high! > 0 && areaOf(box) > 0 ? box : undefined;
}

/** The files that a name of an image may stand for. */
type Locate = (annotations: string, split: SplitName | undefined, name: string) => string[];

/**
 * Finds images by what their paths end with, since names are told from this folder or that. Where several fit, those
 * of the split count, and of these the ones beside the annotations.
 */
function locator(paths: readonly string[]): Locate {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.split('/').at(-1)!;
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (annotations, split, given) => {
    const name = given.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
    const ending = (byName.get(name.split('/').at(-1)!) ?? []).filter((path) =>
      `/${path}`.endsWith(`/${name}`),
    );
    const fitting = ending.filter((path) => {
      const own = splitOfFolders(path);
      return split === undefined || own === undefined || own === split;
    });
    const folder = annotations.split('/').slice(0, -1).join('/');
    const narrowed = [
      fitting.filter((path) => splitOfFolders(path) === split),
      fitting.filter((path) => path.startsWith(`${folder}/`)),
      fitting.filter((path) => path === (folder === '' ? name : `${folder}/${name}`)),
    ];
    return narrowed.find((some) => some.length === 1) ?? fitting;
  };
}

function expectOnce(place: string, images: readonly AnnotatedImage[]): void {
  const seen = new Set<string>();
  for (const { path } of images) {
    if (seen.has(path)) {
      throw new DataError(
        `The annotations in ${place} list the image ${path} twice; expected each image once, in one split. Remove one of them.`,
      );
    }
    seen.add(path);
  }
}
