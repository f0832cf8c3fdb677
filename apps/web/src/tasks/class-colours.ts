/** Red, green and blue, 0…255. */
type Colour = readonly [red: number, green: number, blue: number];

/** Okabe and Ito's, which people of all kinds of colour vision tell apart, those first that are told most easily. */
const palette: readonly Colour[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [213, 94, 0],
  [204, 121, 167],
  [0, 114, 178],
];

/** The colour of a class of objects. */
export function objectColour(label: number): Colour {
  return palette[label % palette.length]!;
}

/** The colour of a class of pixels; none for the first, the background, and for what is of no class. */
export function pixelColour(label: number): Colour | undefined {
  return label === 0 || label === 255 ? undefined : objectColour(label - 1);
}

/** As styles write it. */
export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}

/**
 * A picture, mixed with the colours of its pixels' classes; the background stays as it is.
 * @param mask a class for each pixel
 * @param strength the share of the colours, 0 to 1
 */
export function tinted(pixels: Uint8Array, mask: Uint8Array, channels: number, strength: number): Uint8Array {
  const mixed = pixels.slice();
  mask.forEach((label, pixel) => {
    const colour = pixelColour(label);
    if (!colour) return;
    const grey = (colour[0] + colour[1] + colour[2]) / 3;
    for (let channel = 0; channel < channels; channel++) {
      const at = pixel * channels + channel;
      const tint = channels === 3 ? colour[channel]! : grey;
      mixed[at] = (1 - strength) * pixels[at]! + strength * tint;
    }
  });
  return mixed;
}
