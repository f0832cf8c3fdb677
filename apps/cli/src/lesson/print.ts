import type { Exhibit, Findings, Language, Lesson } from '@cnn/lessons';
import type { Terminal } from '../terminal.js';
import { wrapped } from '../wrapped.js';
import { chartText } from './chart.js';
import { galleryText } from './gallery.js';
import { chartTable, tableText } from './table.js';

/** How wide text is where there is no terminal, and at most. */
const WIDTH = 100;

/** What a lesson is about, while it is measured. */
export function printQuestion({ title, question }: Lesson, language: Language, terminal: Terminal): void {
  terminal.line(terminal.colours.bold(title[language]));
  terminal.lines(wrapped(question[language], widthOf(terminal)));
}

/** What was measured, what to see in it, and what follows. */
export function printFindings({ exhibits, answer }: Findings, language: Language, terminal: Terminal): void {
  for (const exhibit of exhibits) {
    terminal.line();
    terminal.line(terminal.colours.bold(exhibit.title[language]));
    terminal.line(exhibitText(exhibit, language, terminal));
    terminal.lines(wrapped(exhibit.look[language], widthOf(terminal)));
  }
  terminal.line();
  terminal.line(terminal.colours.bold({ en: 'Why', ja: 'なぜか' }[language]));
  terminal.lines(wrapped(answer[language], widthOf(terminal)));
}

function exhibitText(exhibit: Exhibit, language: Language, terminal: Terminal): string {
  switch (exhibit.kind) {
    case 'table':
      return tableText(exhibit, language, widthOf(terminal));
    case 'chart':
      // Without colours, lines that cross could not be told apart.
      return terminal.colours.isColorSupported
        ? chartText(exhibit, language, widthOf(terminal))
        : chartTable(exhibit, language, widthOf(terminal));
    case 'gallery':
      return galleryText(exhibit, language, widthOf(terminal));
  }
}

function widthOf({ columns = WIDTH }: Terminal): number {
  return Math.min(columns, WIDTH);
}
