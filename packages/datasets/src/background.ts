import type { RandomStream } from '@cnn/tensor';
import type { Colour, Picture } from './picture.js';
import { type SignedDistance, wave } from './shapes.js';
import { colour } from './synthetic.js';

/** As wide as the image, so that they cover it from its middle. */
const textures: readonly SignedDistance[] = [
  (_, y) => wave(y * 9) / 9 - 0.025,
  (x, y) => Math.max(wave(x * 7) / 7, wave(y * 7) / 7) - 0.045,
  (x, y) => Math.hypot(wave(x * 8) / 8, wave(y * 8) / 8) - 0.035,
];

/** Covers a picture with two colours that are alike, and a texture of a third. */
export function drawBackground(picture: Picture, random: RandomStream): void {
  const { size } = picture;
  const ground = colour(random);
  picture.fill(ground, near(ground, 60, random), random.uniform(0, 2 * Math.PI));
  picture.draw(textures[random.integer(textures.length)]!, {
    x: size / 2,
    y: size / 2,
    radius: size,
    angle: random.uniform(0, 2 * Math.PI),
    colour: near(ground, 40, random),
  });
}

/** A colour that differs from another by so much at most, in each channel. */
function near([red, green, blue]: Colour, most: number, random: RandomStream): Colour {
  const vary = (value: number): number => value + random.uniform(-most, most);
  return [vary(red), vary(green), vary(blue)];
}
