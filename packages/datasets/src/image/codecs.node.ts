import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isOfZerosBeforeEnd, withPlainHead } from './jpeg-oddities.js';

/** Decodes a file, or throws something that says hardly more than that it could not. */
export type Codec = (bytes: Uint8Array) => ImageData;

const makers = { jpeg: makeJpegCodec, png: makePngCodec, webp: makeWebpCodec };
const codecs = new Map<keyof typeof makers, Promise<Codec>>();

/** The decoder of a format, loaded when it is first needed. */
export function codec(format: keyof typeof makers): Promise<Codec> {
  const made = codecs.get(format) ?? makers[format]();
  codecs.set(format, made);
  return made;
}

/** Has the decoder loaded anew: a WebAssembly module that gave up may not be fit for more. */
export function forgetCodec(format: keyof typeof makers): void {
  codecs.delete(format);
}

/** libjpeg complains about a file that ends too early, for instance, and makes the rest up. */
async function makeJpegCodec(): Promise<Codec> {
  const { default: makeModule } = await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js');
  const complaints: string[] = [];
  const module = await makeModule({
    ...(await moduleOptions('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')),
    printErr: (line: string) => complaints.push(line),
  });
  return (bytes) => {
    complaints.length = 0;
    const image = module.decode(withPlainHead(bytes) as never, false);
    const [complaint] = complaints;
    if (complaint !== undefined && !isOfZerosBeforeEnd(complaint, bytes)) throw new Error(complaint);
    return image;
  };
}

async function makeWebpCodec(): Promise<Codec> {
  const { default: makeModule } = await import('@jsquash/webp/codec/dec/webp_dec.js');
  const module = await makeModule(await moduleOptions('@jsquash/webp/codec/dec/webp_dec.wasm'));
  return (bytes) => {
    const image = module.decode(bytes as never);
    if (!image) throw new Error('libwebp returned nothing');
    return image;
  };
}

async function makePngCodec(): Promise<Codec> {
  const { default: load, decode } = await import('@jsquash/png/codec/pkg/squoosh_png.js');
  await load(await compiled('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
  return decode;
}

/** Left to itself, a module of Emscripten's fetches its bytes from an address, which Node cannot do from a disk. */
async function moduleOptions(file: string) {
  const module = await compiled(file);
  return {
    noInitialRun: true,
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ): WebAssembly.Exports => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  };
}

async function compiled(file: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(createRequire(import.meta.url).resolve(file)));
}
