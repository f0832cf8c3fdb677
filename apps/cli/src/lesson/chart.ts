import type { Axis, Chart, Language } from '@cnn/lessons';
import { plot } from 'simple-ascii-chart';
import { number } from './number.js';

const HEIGHT = 12;
const colours = ['ansiRed', 'ansiGreen', 'ansiYellow', 'ansiBlue', 'ansiMagenta', 'ansiCyan'] as const;

/** A chart in colour. @param columns how wide it may be */
export function chartText({ x, y, lines }: Chart, language: Language, columns: number): string {
  const height = (value: number): number => (y.logarithmic ? Math.log10(value) : value);
  const series = lines.map(({ values }) =>
    values.map((value, i): [number, number] => [x.values[i]!, height(value)]),
  );
  const drawn = plot(series, {
    width: Math.max(20, Math.min(columns - 16, 60)),
    height: HEIGHT,
    color: lines.map((_, i) => colours[i % colours.length]!),
    formatter: (value, { axis }) => (axis === 'x' ? number(value, x.format) : label(value, y)),
    legend: { position: 'bottom', series: lines.map(({ name }) => name[language]) },
  });
  const measured = {
    en: `${y.name.en}, by ${x.name.en}`,
    ja: `縦軸：${y.name.ja}　横軸：${x.name.ja}`,
  }[language];
  const text = drawn.split('\n').map((line) => line.trimEnd());
  return [measured, ...text].filter((line) => line !== '').join('\n');
}

/** A value of an axis; of a logarithmic one, the power of ten is given. */
function label(value: number, { format, logarithmic }: Axis): string {
  return number(logarithmic ? 10 ** value : value, format);
}
