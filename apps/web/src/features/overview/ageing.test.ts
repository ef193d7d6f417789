import type { OpenPullRequest } from '@devpulse/contracts/analytics/figures';
import { expect, test } from 'vitest';
import { AGEING_BUCKETS, ageingRows, waitingAges } from './ageing.ts';

const HOUR = 3600;
const calendar = {
  zone: 'Europe/Berlin',
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 540,
  endMinute: 1020,
  holidays: [],
};

function open(state: OpenPullRequest['state'], hours: number): OpenPullRequest {
  return {
    id: '00000000-0000-4000-8000-000000000000',
    repository: 'ledger',
    number: 1,
    title: 'A change',
    url: 'https://github.com/fernhill/ledger/pull/1',
    state,
    ageWorkingSeconds: hours * HOUR,
    isOverTarget: false,
  };
}

test('a bucket holds its lower bound and not its upper', () => {
  const hours = [0, 7.99, 8, 16, 24, 39, 40, 79, 80, 400];
  const [, waiting] = ageingRows(
    hours.map((age) => open('waiting', age)),
    calendar,
  );
  expect(waiting?.cells.map((cell) => cell.map((item) => item.ageWorkingSeconds / HOUR))).toEqual([
    [7.99, 0],
    [8],
    [16],
    [39, 24],
    [79, 40],
    [400, 80],
  ]);
  expect(waiting?.count).toBe(10);
});

test('every state has its row, also when nothing is in it', () => {
  const rows = ageingRows([], calendar);
  expect(rows.map((row) => row.state)).toEqual(['draft', 'waiting', 'inReview', 'approved']);
  for (const row of rows) expect(row.cells).toHaveLength(AGEING_BUCKETS.length);
});

test('waits are judged against the review target alone', () => {
  const items = [open('waiting', 3), open('waiting', 8), open('waiting', 22.4), open('inReview', 90)];
  expect(waitingAges(items, 8 * HOUR)).toEqual({ oldestSeconds: 22.4 * HOUR, overTarget: 1 });
  expect(waitingAges([open('draft', 90)], 8 * HOUR)).toBeNull();
});
