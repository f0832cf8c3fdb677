// Zero-padded copies of images: with them a convolution's inner loop never asks where it is.

/**
 * Copies the window of an image whose top left pixel is (top, left); it may lie outside of the image
 * on any side, or not reach its borders. What the image does not have is zero.
 */
export function copyPadded(
  to: usize, height: i32, width: i32,
  from: usize, fromHeight: i32, fromWidth: i32, top: i32, left: i32, channels: i32,
): void {
  const pixel = <usize>channels * 4;
  const begin = min(width, max(0, -left));
  const end = max(begin, min(width, fromWidth - left));
  for (let row = top; row < top + height; row++) {
    if (row < 0 || row >= fromHeight) {
      fillZeros(to, <usize>width * pixel);
    } else {
      fillZeros(to, <usize>begin * pixel);
      const source = from + <usize>((row * fromWidth + left + begin) * channels) * 4;
      copyBytes(to + <usize>begin * pixel, source, <usize>(end - begin) * pixel);
      fillZeros(to + <usize>end * pixel, <usize>(width - end) * pixel);
    }
    to += <usize>width * pixel;
  }
}

/**
 * The same with columns sorted: those `apart` from each other, from the first one on, then those from
 * the second on, and so forth. `width` is a multiple of `apart`.
 */
export function copyPaddedApart(
  to: usize, height: i32, width: i32,
  from: usize, fromHeight: i32, fromWidth: i32, top: i32, left: i32, channels: i32, apart: i32,
): void {
  for (let row = top; row < top + height; row++) {
    for (let first = left; first < left + apart; first++) {
      for (let column = first; column < left + width; column += apart) {
        copyPadded(to, 1, 1, from, fromHeight, fromWidth, row, column, channels);
        to += <usize>channels * 4;
      }
    }
  }
}

export function copyBytes(to: usize, from: usize, bytes: usize): void {
  for (; bytes >= 16; bytes -= 16) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  for (; bytes > 0; bytes -= 4) {
    store<f32>(to, load<f32>(from));
    to += 4;
    from += 4;
  }
}

export function fillZeros(to: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (; bytes >= 16; bytes -= 16) {
    v128.store(to, zero);
    to += 16;
  }
  for (; bytes > 0; bytes -= 4) {
    store<f32>(to, 0);
    to += 4;
  }
}
