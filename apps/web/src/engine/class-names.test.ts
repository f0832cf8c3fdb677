import { expect, test } from 'vitest';
import { firstRenamed, namesOf } from './class-names.js';

test('classes without a name are called by their numbers', () => {
  expect(namesOf(3, ['cat', 'dog'])).toEqual(['cat', 'dog', '2']);
  expect(namesOf(1, ['cat', 'dog'])).toEqual(['cat']);
});

test('names differ by what they are, by their order, and by how many there are', () => {
  expect(firstRenamed(['cat', 'dog'], ['cat', 'dog'])).toBeUndefined();
  expect(firstRenamed(['cat', 'dog'], ['cat', 'fox'])).toEqual({ run: 'dog', data: 'fox' });
  expect(firstRenamed(['cat', 'dog'], ['dog', 'cat'])).toEqual({ run: 'cat', data: 'dog' });
  expect(firstRenamed(['cat'], ['cat', 'dog'])).toEqual({ run: '1', data: 'dog' });
});
