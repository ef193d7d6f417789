import type { MetricId } from '@devpulse/contracts/analytics/figures';
import { getEvidence } from '@devpulse/contracts/analytics/metrics';
import type { RouteResponse } from '@devpulse/contracts/route';
import { noise } from './fixture-figures.ts';

const TITLES = [
  'Retry card authorisations that time out',
  '=HYPERLINK("http://attacker.example","refund")',
  'Show the delivery slot on the receipt, and say in which zone it is meant so that nobody has to guess',
  '+49 numbers are accepted at checkout',
  'Drop the old session cookie',
  '@mention the owner of a failed batch',
];
const AUTHORS = ['amira-k', 'jonas-b', 'lin-wei', null, 'sofia-m'];

export function evidenceOf(
  metric: MetricId,
  total: number,
  cursor: string | undefined,
  limit: number,
): RouteResponse<typeof getEvidence> {
  const start = Number(cursor ?? 0);
  const end = Math.min(total, start + limit);
  return getEvidence.response.parse({
    metric,
    total,
    items: Array.from({ length: end - start }, (_, offset) => itemOf(start + offset)),
    nextCursor: end < total ? String(end) : null,
  });
}

function itemOf(index: number) {
  const working = Math.round(1800 + noise(index + 3) ** 3 * 300_000);
  return {
    id: `0198c1d2-0000-7000-8000-0000000${String(10_000 + index)}`,
    repository: ['checkout-api', 'ledger', 'mobile-app'][index % 3],
    number: 1480 - index,
    title: TITLES[index % TITLES.length],
    url: `https://github.com/fernhill/ledger/pull/${1480 - index}`,
    author: AUTHORS[index % AUTHORS.length],
    state: 'merged',
    at: new Date(Date.parse('2026-11-20T13:20:00Z') - index * 10 * 3_600_000).toISOString(),
    workingSeconds: working,
    elapsedSeconds: working * 3,
  };
}
