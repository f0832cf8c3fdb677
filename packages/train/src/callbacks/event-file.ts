import { PbfWriter } from 'pbf';

/** A scalar of TensorBoard. */
export interface Scalar {
  readonly tag: string;
  readonly value: number;
}

/**
 * What an event file begins with: the record that tells its version.
 * @param wallTime seconds since 1970
 */
export function eventFileHead(wallTime: number): Uint8Array {
  const event = new PbfWriter();
  event.writeDoubleField(1, wallTime);
  event.writeStringField(3, 'brain.Event:2');
  return record(event.finish());
}

/** The record of some scalars at a step: a tensorflow.Event with a Summary of simple values. */
export function scalarEvent(wallTime: number, step: number, scalars: readonly Scalar[]): Uint8Array {
  const event = new PbfWriter();
  event.writeDoubleField(1, wallTime);
  event.writeVarintField(2, step);
  event.writeMessage(5, writeSummary, scalars);
  return record(event.finish());
}

function writeSummary(scalars: readonly Scalar[], summary: PbfWriter): void {
  for (const scalar of scalars) summary.writeMessage(1, writeValue, scalar);
}

function writeValue({ tag, value }: Scalar, message: PbfWriter): void {
  message.writeStringField(1, tag);
  message.writeFloatField(2, value);
}

/** A record of TensorFlow's TFRecord files: length, its checksum, data, their checksum, all little-endian. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length + 4);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

/** As TensorFlow stores checksums, so that one of data which hold checksums is as good. */
function maskedCrc32c(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Castagnoli's checksum, reflected, as in RFC 3720. */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}
