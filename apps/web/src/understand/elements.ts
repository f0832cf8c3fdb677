import type { Elements } from '../app/define.js';
import { ExhibitFigure } from './exhibit-figure.js';
import { LessonPanel } from './lesson-panel.js';
import { LineChart } from './line-chart.js';
import { UnderstandView } from './understand-view.js';

/** Every element of the view that explains, which is loaded when it is wanted. */
export const understandElements: Elements = {
  'exhibit-figure': ExhibitFigure,
  'lesson-panel': LessonPanel,
  'line-chart': LineChart,
  'understand-view': UnderstandView,
};
