import 'fake-indexeddb/auto';
import { describe, expect, test, vi } from 'vitest';
import { openDatabase } from './database.js';
import { PhotoAlbum } from './photo-album.js';

/** Where the browser forbids the page to keep anything. */
function closedDatabase() {
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  });
  return openDatabase();
}

describe.each([
  ['kept', openDatabase],
  ['held for the visit where the browser keeps nothing', closedDatabase],
])('photos are %s:', (_, open) => {
  test('they are listed in the order in which they were taken, without those that were removed', async () => {
    const album = new PhotoAlbum(open());
    expect(await album.list()).toEqual([]);
    const ids: number[] = [];
    for (const [i, name] of ['left', 'right', 'left'].entries()) {
      ids.push(await album.add(name, Uint8Array.of(i)));
    }
    expect(new Set(ids).size).toBe(3);
    await album.remove([ids[0]!]);
    expect(await album.list()).toEqual([
      { id: ids[1], className: 'right', jpeg: Uint8Array.of(1) },
      { id: ids[2], className: 'left', jpeg: Uint8Array.of(2) },
    ]);
  });
});
