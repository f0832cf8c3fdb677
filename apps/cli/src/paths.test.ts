import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { quoted } from './paths.js';

describe('quoted', () => {
  it.each(['runs/simple-cnn-mnist-2026-11-24T10-30-00', '/home/zoë/läufe_1/a.b'])(
    'leaves %s as it is',
    (path) => {
      expect(quoted(path)).toBe(path);
    },
  );

  it.each(['my run', "it's", '~', 'a$b`c"d', 'x;y', 'runs/*', ''])('keeps %s whole in a shell', (path) => {
    const shell = `printf %s ${quoted(path, 'linux')}`;
    if (process.platform !== 'win32')
      expect(execFileSync('sh', ['-c', shell], { encoding: 'utf8' })).toBe(path);
  });

  it('knows that Windows has other quotes, and folders after backslashes', () => {
    expect(quoted('C:\\runs\\a', 'win32')).toBe('C:\\runs\\a');
    expect(quoted('C:\\my runs', 'win32')).toBe('"C:\\my runs"');
  });
});
