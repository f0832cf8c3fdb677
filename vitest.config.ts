import { defineConfig } from 'vitest/config';
import { LeftOutReporter } from './tools/test-report/src/left-out.js';

/** A file that gets the results as JSON, too. */
const report = process.env['TEST_REPORT'];
const leftOut = new LeftOutReporter();

export default defineConfig({
  test: {
    include: ['{packages,apps,tools}/*/{src,test}/**/*.test.ts'],
    testTimeout: 30_000,
    reporters: report ? ['default', leftOut, ['json', { outputFile: report }]] : ['default', leftOut],
  },
});
