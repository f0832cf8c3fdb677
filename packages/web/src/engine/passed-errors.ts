import { transferHandlers } from 'comlink';

/** What comlink sends in place of something that was thrown. */
type Thrown = { readonly isError: boolean; readonly value: object };

/** Has comlink pass on what errors are about, next to their messages; for the worker, where comlink is nobody else's. */
export function passOnErrors(): void {
  const handler = transferHandlers.get('throw')!;
  transferHandlers.set('throw', {
    ...handler,
    serialize: (thrown: { value: unknown }) => {
      const [sent, transferables] = handler.serialize(thrown) as [Thrown, Transferable[]];
      const { value } = thrown;
      if (!(value instanceof Error && 'about' in value)) return [sent, transferables];
      return [{ ...sent, value: { ...sent.value, about: value.about } }, transferables];
    },
  });
}
