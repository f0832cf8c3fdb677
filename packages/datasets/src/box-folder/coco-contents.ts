import { DataError } from '@cnn/tensor';

/** What is read of a file in COCO's format, with its names. */
export interface CocoContents {
  images: readonly { id: number | string; file_name: string; width: number; height: number }[];
  annotations: readonly {
    id?: number | string;
    image_id: number | string;
    category_id: number;
    /** Left, top, width and height, in pixels. */
    bbox: readonly number[];
    iscrowd?: number | boolean;
  }[];
  categories: readonly { id: number; name: string }[];
}

type Entry = Readonly<Record<string, unknown>>;

const isId = (value: unknown): boolean => Number.isInteger(value) || typeof value === 'string';
const isLength = (value: unknown): boolean => Number.isFinite(value) && Number(value) > 0;

/** What an entry of each list has to be, and how that is said. */
const lists = {
  images: {
    expected: '{ "id": 1, "file_name": "1.jpg", "width": 640, "height": 480 }',
    isGood: ({ id, file_name, width, height }: Entry) =>
      isId(id) && typeof file_name === 'string' && isLength(width) && isLength(height),
  },
  annotations: {
    expected: '{ "image_id": 1, "category_id": 1, "bbox": [left, top, width, height] }',
    isGood: ({ image_id, category_id, bbox }: Entry) =>
      isId(image_id) &&
      Number.isInteger(category_id) &&
      Array.isArray(bbox) &&
      bbox.length === 4 &&
      bbox.every(Number.isFinite),
  },
  categories: {
    expected: '{ "id": 1, "name": "cat" }',
    isGood: ({ id, name }: Entry) => Number.isInteger(id) && typeof name === 'string',
  },
} as const;

/** @throws DataError when a text has not the lists of COCO's format; `what` names the file */
export function cocoContents(text: string, what: string): CocoContents {
  const contents = parsed(text, what);
  for (const [name, { expected, isGood }] of Object.entries(lists)) {
    const list = contents?.[name];
    if (!Array.isArray(list)) {
      throw new DataError(
        `${what} has no list ${name}; expected COCO's format, with the lists images, annotations and categories. Correct it, or give it another name.`,
      );
    }
    const bad = list.findIndex((entry) => typeof entry !== 'object' || entry === null || !isGood(entry));
    if (bad < 0) continue;
    throw new DataError(
      `${what} has ${JSON.stringify(list[bad])} as ${name}[${bad}]; expected ${expected}. Correct it.`,
    );
  }
  const { images, ...others } = contents as unknown as CocoContents;
  const ids = new Set<number | string>();
  for (const { id } of images) {
    if (ids.has(id)) {
      throw new DataError(`${what} has two images of the id ${id}; expected an id for each. Correct it.`);
    }
    ids.add(id);
  }
  return { images, ...others };
}

function parsed(text: string, what: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text.trim());
  } catch (cause) {
    throw new DataError(
      `${what} is no JSON (${(cause as Error).message}); expected COCO's format. Correct it, or give it another name.`,
      { cause },
    );
  }
}
