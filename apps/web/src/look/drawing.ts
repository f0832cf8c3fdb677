/** Where a pen was, in shares of the width and the height. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line that a pen has drawn. */
export interface Stroke {
  readonly colour: string;
  /** In shares of the shorter side. */
  readonly width: number;
  readonly points: Point[];
}

/** A drawing: strokes, on a colour or on a picture that covers all. */
export interface Drawing {
  readonly ground: string | ImageBitmap;
  readonly strokes: readonly Stroke[];
}

/** Paints a drawing anew. */
export function paint(context: CanvasRenderingContext2D, { ground, strokes }: Drawing): void {
  const { width, height } = context.canvas;
  if (typeof ground === 'string') {
    context.fillStyle = ground;
    context.fillRect(0, 0, width, height);
  } else cover(context, ground);
  for (const stroke of strokes) paintStroke(context, stroke);
}

/** Paints a stroke, or what it has gained from a point on. */
export function paintStroke(
  context: CanvasRenderingContext2D,
  { colour, width, points }: Stroke,
  from = 0,
): void {
  const { canvas } = context;
  const place = ({ x, y }: Point): [number, number] => [x * canvas.width, y * canvas.height];
  context.strokeStyle = colour;
  context.lineWidth = width * Math.min(canvas.width, canvas.height);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(...place(points[Math.max(0, from - 1)]!));
  // A line to where it is makes a dot.
  for (const point of points.slice(from)) context.lineTo(...place(point));
  context.stroke();
}

/** The middle of a picture, as large as fills everything, as images are cut to be learned from. */
function cover(context: CanvasRenderingContext2D, picture: ImageBitmap): void {
  const { width, height } = context.canvas;
  const scale = Math.min(picture.width / width, picture.height / height);
  const [w, h] = [width * scale, height * scale];
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (picture.width - w) / 2, (picture.height - h) / 2, w, h, 0, 0, width, height);
}
