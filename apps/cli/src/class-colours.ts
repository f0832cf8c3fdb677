/** Red, green and blue, 0…255. */
export type Colour = [red: number, green: number, blue: number];

/**
 * The colours of classes in masks, those of Pascal VOC: black for the first, and for the others as far from each other
 * as their number allows. The bits of a number are dealt to red, green and blue in turn, from the highest down.
 * Everingham et al., "The Pascal visual object classes (VOC) challenge", IJCV 88, 2010.
 */
export function classColour(label: number): Colour {
  const colour: Colour = [0, 0, 0];
  for (let bits = label, place = 7; bits > 0; bits >>= 3, place--) {
    colour.forEach((_, channel) => {
      colour[channel]! |= ((bits >> channel) & 1) << place;
    });
  }
  return colour;
}
