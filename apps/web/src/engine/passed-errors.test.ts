import { ConfigError } from '@cnn/tensor';
import { expose, wrap } from 'comlink';
import { expect, test } from 'vitest';
import { passOnErrors } from './passed-errors.js';
import { about } from './trouble.js';

test('what an error is about reaches whoever asked, with its message', async () => {
  passOnErrors();
  const { port1, port2 } = new MessageChannel();
  const engine = {
    tell: () => {
      throw new ConfigError('Nothing here.', about({ kind: 'file-missing', file: 'a.gz' }));
    },
  };
  expose(engine, port1);
  const asked = wrap<typeof engine>(port2).tell();
  await expect(asked).rejects.toMatchObject({
    message: 'Nothing here.',
    name: 'ConfigError',
    about: { kind: 'file-missing', file: 'a.gz' },
  });
  port1.close();
  port2.close();
});
