import { areaOf, type Box, intersection, type LabelledBox, usualVisibility, wholeImage } from '../box.js';
import { type ImageSize, middle, type ResizeMode, resizedBox } from './resize.js';

/**
 * Objects where they are once `resizeImage` has made their image one of another size. Of objects that are partly cut
 * off the rest counts, unless that is less than a quarter.
 */
export function resizeBoxes(
  objects: readonly LabelledBox[],
  original: ImageSize,
  size: ImageSize,
  how: ResizeMode,
): LabelledBox[] {
  const whole = { top: 0, left: 0, ...original };
  const from = how === 'crop' ? middle(whole, size) : whole;
  const to = resizedBox(original, size, how === 'pad' ? 'pad' : 'squash');
  const across = (share: number): number =>
    (((share * original.width - from.left) / from.width) * to.width + to.left) / size.width;
  const down = (share: number): number =>
    (((share * original.height - from.top) / from.height) * to.height + to.top) / size.height;
  return objects.flatMap(({ label, left, top, right, bottom }) => {
    const moved: Box = { left: across(left), top: down(top), right: across(right), bottom: down(bottom) };
    const inside = intersection(moved, wholeImage);
    const visible = areaOf(inside) / areaOf(moved);
    return visible >= usualVisibility ? [{ ...inside, label }] : [];
  });
}
