import { METRIC_IDS, METRICS } from '@devpulse/domain/metrics/definitions';
import { expect, test } from 'vitest';
import { evidenceAddress, overviewAddress } from './addresses.ts';
import { EVIDENCE_METRICS, loadOverviewSearch, toRangeQuery } from './search-params.ts';

const read = (query: string) => toRangeQuery(loadOverviewSearch(new URLSearchParams(query)));

test('without anything in the address the last 30 days are compared with those before', () => {
  expect(read('')).toEqual({ range: '30d', compare: 'prev' });
});

test('a custom range needs both of its days', () => {
  expect(read('range=custom&from=2026-09-01&to=2026-11-20')).toEqual({
    range: 'custom',
    compare: 'prev',
    from: '2026-09-01',
    to: '2026-11-20',
  });
  expect(read('range=custom&from=2026-09-01')).toEqual({ range: '30d', compare: 'prev' });
  expect(read('range=custom&from=2026-09-01&to=yesterday')).toEqual({ range: '30d', compare: 'prev' });
});

test('what cannot be read falls back, and never reaches the API', () => {
  expect(read('range=9y&compare=<script>&team=checkout')).toEqual({
    range: '30d',
    compare: 'prev',
    team: 'checkout',
  });
});

test('days of a range that is not custom are left out', () => {
  expect(read('range=7d&from=2026-09-01&to=2026-11-20')).toEqual({ range: '7d', compare: 'prev' });
});

test('addresses hold what differs from the usual', () => {
  expect(overviewAddress('fernhill', { range: '30d', compare: 'prev', team: null })).toBe('/fernhill');
  expect(evidenceAddress('fernhill', { range: '90d', metric: 'cycle_time' })).toBe(
    '/fernhill/pull-requests?range=90d&metric=cycle_time',
  );
});

test('every metric with evidence has its page, and no other', () => {
  const withEvidence = METRIC_IDS.filter((id) => METRICS[id].hasEvidence);
  expect([...EVIDENCE_METRICS].sort()).toEqual(withEvidence.sort());
});
