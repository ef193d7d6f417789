import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Why the tests did not run at all. */
  notRun: string | undefined;
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: 0, notRun: undefined };

/** What Vitest's JSON reporter writes, as far as it is counted. */
const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** The counts of a report. A file that fails before its first test, a missing report and a bad exit count as one failure. */
export function readTally(reportFile: string, exitCode: number): Tally {
  if (!existsSync(reportFile)) return { ...emptyTally, failed: 1 };
  const report = Report.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return {
    ...emptyTally,
    passed: report.numPassedTests,
    failed: failed === 0 && (exitCode !== 0 || !report.success) ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
      notRun: undefined,
    }),
    emptyTally,
  );
}
