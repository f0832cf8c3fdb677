import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { ifOpened, openDatabase, unkeptBecause } from './database.js';

test('a browser that forbids the page to keep anything, and says so at once, is told of as such', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  });
  const database = openDatabase();
  expect(unkeptBecause(await database.catch((error: unknown) => error))).toEqual({ kind: 'storage-closed' });
  expect(await ifOpened(database)).toBeUndefined();
});
