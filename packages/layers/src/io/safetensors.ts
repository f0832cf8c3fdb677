import { bytesPerElement, type DType, FormatError, type Shape, sizeOf, Tensor } from '@cnn/tensor';

/**
 * The file format for named tensors that the whole field reads: eight bytes with the length of a header, the
 * header as JSON, and the tensors' bytes one after another. https://huggingface.co/docs/safetensors
 */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: DType;
  readonly shape: Shape;
  /** From and to which byte after the header. */
  readonly begin: number;
  readonly end: number;
}

const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
/** What other readers refuse to exceed. */
const LONGEST_HEADER = 100_000_000;

const codes: Readonly<Record<DType, string>> = { f32: 'F32', i32: 'I32', u8: 'U8' };
const arrays = { f32: Float32Array, i32: Int32Array, u8: Uint8Array } as const;

/** The bytes of a file with these tensors and notes. Typed arrays are little-endian wherever JavaScript runs. */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  // Bytes go last, so that every number lies on a multiple of its size.
  const ordered = [...tensors].sort(([, a], [, b]) => bytesPerElement[b.dtype] - bytesPerElement[a.dtype]);
  let end = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    header[name] = { dtype: codes[dtype], shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / LENGTH_BYTES) * LENGTH_BYTES;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, LENGTH_BYTES);
  file.fill(0x20, LENGTH_BYTES + text.length, LENGTH_BYTES + headerBytes);
  let offset = LENGTH_BYTES + headerBytes;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

/**
 * Reads a file of tensors; nothing in it is trusted. Tensors of the types F32, I32 and U8.
 * @throws FormatError that tells what is wrong with a damaged file
 */
export function readSafetensors(file: Uint8Array): Safetensors {
  const headerEnd = LENGTH_BYTES + headerLength(file);
  const { [METADATA]: metadata = {}, ...rest } = parseHeader(file.subarray(LENGTH_BYTES, headerEnd));
  if (!isRecord(metadata) || !Object.values(metadata).every((note) => typeof note === 'string')) {
    damaged(`its notes (${METADATA}) are no map of text to text`);
  }
  const available = file.length - headerEnd;
  const entries = Object.entries(rest).map(([name, entry]): [string, Entry] => [
    name,
    checkEntry(name, entry, available),
  ]);
  expectNoGaps(entries, available);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    // A copy, which `slice` is not where the file is a Buffer of Node.js.
    const { buffer } = new Uint8Array(file.subarray(headerEnd + begin, headerEnd + end));
    tensors.set(name, new Tensor(dtype, shape, new arrays[dtype](buffer)));
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function headerLength(file: Uint8Array): number {
  if (file.length < LENGTH_BYTES) {
    damaged(`it has ${file.length} bytes, and the length of the header alone takes ${LENGTH_BYTES}`);
  }
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER) {
    damaged(
      `its header is said to be ${length} bytes long, more than the ${LONGEST_HEADER} that are allowed`,
    );
  }
  if (length > file.length - LENGTH_BYTES) {
    damaged(`its header is said to be ${length} bytes long, but only ${file.length - LENGTH_BYTES} follow`);
  }
  return length;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    damaged(`its header is not JSON (${(error as Error).message})`);
  }
  if (!isRecord(header)) damaged('its header is no JSON object');
  return header;
}

function checkEntry(name: string, entry: unknown, available: number): Entry {
  if (!isRecord(entry)) damaged(`the entry of '${name}' is no object`);
  const { dtype: code, shape, data_offsets: offsets } = entry;
  const dtype = (Object.keys(codes) as DType[]).find((one) => codes[one] === code);
  if (!dtype) {
    throw new FormatError(
      `The tensor '${name}' has the type ${JSON.stringify(code)}; F32, I32 and U8 can be read. Convert it to one of these.`,
    );
  }
  if (!isListOfSizes(shape)) damaged(`the shape of '${name}' is ${JSON.stringify(shape)}, no list of sizes`);
  if (!isListOfSizes(offsets) || offsets.length !== 2) {
    damaged(`the data_offsets of '${name}' are ${JSON.stringify(offsets)}, not where it begins and ends`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > available) {
    damaged(`'${name}' is said to lie at bytes ${begin} to ${end}, but there are ${available}`);
  }
  const bytes = sizeOf(shape) * bytesPerElement[dtype];
  if (end - begin !== bytes) {
    damaged(
      `'${name}' of type ${code} and shape [${shape.join(', ')}] takes ${bytes} bytes, but has ${end - begin}`,
    );
  }
  return { dtype, shape, begin, end };
}

/** Tensors must lie one after another and fill the file: no overlaps, no room for anything hidden. */
function expectNoGaps(entries: readonly [string, Entry][], available: number): void {
  let filled = 0;
  for (const [name, { begin, end }] of [...entries].sort(
    ([, a], [, b]) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin < filled) damaged(`'${name}' overlaps the tensor before it, from byte ${begin} to ${filled}`);
    if (begin > filled) damaged(`no tensor holds the bytes ${filled} to ${begin}, before '${name}'`);
    filled = end;
  }
  if (filled < available) damaged(`no tensor holds its last ${available - filled} bytes`);
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(how: string): never {
  throw new FormatError(
    `This is no intact safetensors file: ${how}. Expected a header and the tensors that it lists, complete. Download or save the file again.`,
  );
}
