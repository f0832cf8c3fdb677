export {
  convolved,
  type Filter,
  type FilterName,
  filterNames,
  filterOf,
  outputSize,
  resized,
  shades,
  tellsDifferences,
  type WindowSum,
  windowSum,
} from './demonstrations/convolution.js';
export { type DrawingName, drawingNames, drawings } from './demonstrations/drawings.js';
export {
  type FlowKind,
  flowKinds,
  type GradientFlow,
  watchGradients,
} from './demonstrations/gradient-flow.js';
export { type GreyImage, greyImage } from './demonstrations/grey-image.js';
export {
  type PooledShift,
  type Pooling,
  type PoolingShift,
  poolingShift,
  poolings,
} from './demonstrations/pooling-shift.js';
export {
  cellsFrom,
  type SlidingWindow,
  type WindowPlaces,
  windowPlaces,
} from './demonstrations/sliding-window.js';
export {
  type CurveName,
  type CurvePoint,
  curveNames,
  curvePoint,
  slopeThrough,
} from './demonstrations/slopes.js';
export { type WeightSharing, weightSharing } from './demonstrations/weight-sharing.js';
export type { Axis, Chart, Column, Exhibit, Gallery, NumberFormat, Picture, Table } from './exhibit.js';
export { GLYPH, type GlyphName, glyphNames } from './glyphs.js';
export type { Findings, Lesson, LessonOptions } from './lesson.js';
export { lessons } from './lessons.js';
export { type Language, languages, type Text, text } from './text.js';
