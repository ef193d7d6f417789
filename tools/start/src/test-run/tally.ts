import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Why the tests did not run at all. */
  notRun: string | undefined;
  /** What failed, as `file: test` and the first line of its reason. */
  failures: readonly string[];
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: 0, notRun: undefined, failures: [] };

/** What Vitest's JSON reporter writes, as far as it is counted. */
const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

type FileReport = z.infer<typeof Report>['testResults'][number];

/** The counts of a report. A file that fails before its first test, a missing report and a bad exit count as one failure. */
export function readTally(reportFile: string, exitCode: number): Tally {
  if (!existsSync(reportFile)) return { ...emptyTally, failed: 1, failures: ['the tests wrote no report'] };
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
    failures: report.testResults.flatMap(failuresOf),
  };
}

function failuresOf(file: FileReport): string[] {
  const name = relative(process.cwd(), file.name);
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  if (file.status === 'failed' && failed.length === 0) return [`${name}: ${firstLine(file.message)}`];
  return failed.map((test) => `${name}: ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
}

function firstLine(message: string | undefined): string {
  return (
    (message ?? '').split('\n', 1)[0]?.slice(0, 300) ||
    'failed outside of its tests; its output above says why'
  );
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
      notRun: undefined,
      failures: [...sum.failures, ...tally.failures],
    }),
    emptyTally,
  );
}
