import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addTallies, emptyTally, readTally } from './tally.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-tally-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function report(change: object): string {
  const file = path.join(directory, 'report.json');
  const base = {
    success: true,
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [],
  };
  writeFileSync(file, JSON.stringify({ ...base, ...change }));
  return file;
}

test('a report is counted as it says', () => {
  expect(readTally(report({}), 0)).toEqual({ ...emptyTally, passed: 3, skipped: 1 });
  expect(readTally(report({ success: false, numFailedTests: 2 }), 1)).toMatchObject({ passed: 3, failed: 2 });
});

test('a file that fails before its first test is a failure of its own', () => {
  const broken = {
    name: 'a.test.ts',
    status: 'failed',
    message: 'no such module\nat …',
    assertionResults: [],
  };
  const test = { status: 'failed', fullName: 'adds up', failureMessages: ['expected 1 to be 2\nat …'] };
  const failing = { name: 'b.test.ts', status: 'failed', assertionResults: [test] };
  const file = report({ success: false, numFailedTests: 1, testResults: [broken, failing] });
  expect(readTally(file, 1)).toMatchObject({
    failed: 2,
    failures: ['a.test.ts: no such module', 'b.test.ts: adds up: expected 1 to be 2'],
  });
});

test('a bad exit without a failed test is a failure, and so is a missing report', () => {
  expect(readTally(report({}), 1).failed).toBe(1);
  expect(readTally(path.join(directory, 'none.json'), 0).failed).toBe(1);
});

test('totals are sums', () => {
  const sum = addTallies([
    { ...emptyTally, passed: 2, failed: 1 },
    { ...emptyTally, passed: 3, skipped: 4 },
  ]);
  expect(sum).toEqual({ passed: 5, failed: 1, skipped: 4, notRun: undefined, failures: [] });
});
