import { expect, test } from 'vitest';
import { html } from './html.js';

test('text is escaped, HTML is not, lists are joined, and what is absent is left out', () => {
  const name = `<b title="it's">&`;
  const items = [1, 0].map((n) => html`<li>${n}</li>`);
  expect(html`<p id="${name}">${name}${undefined}${false}${null}</p><ul>${items}</ul>`.text).toBe(
    '<p id="&#60;b title=&#34;it&#39;s&#34;&#62;&#38;">&#60;b title=&#34;it&#39;s&#34;&#62;&#38;</p><ul><li>1</li><li>0</li></ul>',
  );
});
