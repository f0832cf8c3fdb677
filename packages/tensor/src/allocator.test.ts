import { expect, test } from 'vitest';
import { Allocator } from './allocator.js';
import { ConfigError } from './errors.js';

test('blocks do not overlap, and released ones are used again, joined with their neighbours', () => {
  const allocator = new Allocator(1024, () => {});
  const [a, b, c] = [allocator.allocate(100), allocator.allocate(200), allocator.allocate(300)];
  expect(b.address).toBeGreaterThanOrEqual(a.address + 100);
  expect(c.address).toBeGreaterThanOrEqual(b.address + 200);
  allocator.release(b);
  allocator.release(a);
  expect(allocator.allocate(a.bytes + b.bytes).address).toBe(a.address);
  expect(allocator.usedBytes).toBe(a.bytes + b.bytes + c.bytes);
});

test('a block grows in place where there is room, and stays as it was where there is none', () => {
  const allocator = new Allocator(0, () => {});
  const [a, b] = [allocator.allocate(64), allocator.allocate(128)];
  const moved = allocator.replace(a, 128);
  expect(moved).toEqual({ address: 192, bytes: 128 });
  expect(allocator.replace(moved, 256)).toEqual({ address: 192, bytes: 256 });
  expect(() => allocator.replace(b, 2 ** 32)).toThrow(ConfigError);
  expect(allocator.usedBytes).toBe(128 + 256);
  expect(allocator.allocate(128)).toEqual({ address: 448, bytes: 128 });
});

test('the memory is made large enough before a block is handed out', () => {
  let reserved = 0;
  const allocator = new Allocator(0, (bytes) => {
    reserved = bytes;
  });
  const { address, bytes } = allocator.allocate(1_000_000);
  expect(reserved).toBe(address + bytes);
});

test('more than 4 GiB is refused with the numbers, and nothing is taken', () => {
  const allocator = new Allocator(0, () => {});
  allocator.allocate(3 * 2 ** 30);
  expect(() => allocator.allocate(2 * 2 ** 30)).toThrow(ConfigError);
  expect(() => allocator.allocate(2 * 2 ** 30)).toThrow('2048 MiB more were asked for with 3072 MiB in use');
  expect(allocator.usedBytes).toBe(3 * 2 ** 30);
});
