/**
 * Whether a file counts as an image by its name. Those of other formats do, too: it is better to say that they
 * cannot be decoded than to train without them.
 */
export function isImageName(name: string): boolean {
  return !name.startsWith('.') && /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|tiff?|avif|hei[cf]|jxl)$/i.test(name);
}

/** Whether a file may say something about images. */
export function isDocumentName(name: string): boolean {
  return !name.startsWith('.') && /\.(txt|json|ya?ml)$/i.test(name);
}
