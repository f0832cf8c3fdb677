import { DataError } from '@cnn/tensor';

/**
 * A data set that is neither on disk nor to be had from its server at this moment: offline, no answer in time,
 * or refused. A program may catch this one and go on with {@link synthetic}.
 */
export class DataUnavailableError extends DataError {
  override name = 'DataUnavailableError';
}

/** The worker that transforms images ended before its work was done. */
export class WorkerError extends Error {
  override name = 'WorkerError';
}
