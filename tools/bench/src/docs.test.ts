import { describe, expect, it } from 'vitest';
import { replaceSection } from './docs.ts';

describe('replaceSection', () => {
  const page = 'a\n<!-- bench: train -->\nold\n<!-- end of bench: train -->\nb\n';

  it('replaces what is between the marks, and nothing else', () => {
    const once = replaceSection(page, 'train', 'new');
    expect(once).toBe('a\n<!-- bench: train -->\n\nnew\n\n<!-- end of bench: train -->\nb\n');
    expect(replaceSection(once, 'train', 'new')).toBe(once);
  });

  it('says which lines a page without a place for it needs', () => {
    expect(() => replaceSection(page, 'infer', 'new')).toThrow('<!-- bench: infer -->');
  });
});
