/** What canvases paint charts with: the colours and the font that hold for an element now. */
export function colours(element: Element) {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name);
  return {
    series: [1, 2, 3, 4, 5, 6].map((number) => colour(`--series-${number}`)),
    axis: {
      stroke: colour('--chart-text'),
      font: `12px ${style.fontFamily}`,
      ticks: { show: false },
      grid: { stroke: colour('--chart-grid'), width: 1 },
    },
  };
}
