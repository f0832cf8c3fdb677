export type { Axis, Chart, Column, Exhibit, Gallery, NumberFormat, Picture, Table } from './exhibit.js';
export type { Findings, Lesson, LessonOptions } from './lesson.js';
export { lessons } from './lessons.js';
export { type Language, languages, type Text } from './text.js';
