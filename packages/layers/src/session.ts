import { Session } from '@cnn/tensor';

let shared: Promise<Session> | undefined;

/** The session of all predictions that name no other; made when first asked for. */
export function sharedSession(): Promise<Session> {
  shared ??= Session.create().catch((error: unknown) => {
    // The next call may fare better, when the page has been isolated or memory has been freed.
    shared = undefined;
    throw error;
  });
  return shared;
}
