import { expect, test } from 'vitest';
import { bars, confusionChart, curves } from './charts.js';

test('curves leave gaps where a figure is no number', () => {
  const epochs = [1, 2, 3].map((epoch) => ({ epoch, loss: epoch === 2 ? Number.NaN : epoch }));
  const { text } = curves({
    epochs: epochs as never,
    train: ({ loss }) => loss,
    ticks: String,
    format: String,
  });
  expect(text).not.toMatch(/="[^"]*NaN/);
  expect(text).toContain('epoch 3, training: 3');
});

test('a confusion matrix of many classes has cells, and no names that nobody could read', () => {
  const names = Array.from({ length: 100 }, (_, i) => `class ${i}`);
  const counts = names.map((_, row) => names.map((_, column) => (row === column ? 9 : 0)));
  const { text } = confusionChart(counts, names);
  expect(text.match(/<rect /g)).toHaveLength(10_000);
  expect(text).not.toContain('<text');
});

test('names are escaped', () => {
  expect(bars([{ name: '<i>', share: 0.5, title: 'half' }]).text).not.toContain('<i>');
});
