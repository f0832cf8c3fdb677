/** `MaxPooling2D` → `max_pooling2d`, `glorotUniform` → `glorot_uniform`: how Keras writes names and options. */
export function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** `kernel_size` → `kernelSize`, `GlorotUniform` → `glorotUniform`: how JavaScript writes options. */
export function camelCase(name: string): string {
  const joined = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}
