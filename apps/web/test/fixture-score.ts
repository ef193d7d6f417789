import { exportDailyMetrics } from '@devpulse/contracts/analytics/metrics';
import { getScore, getScoreEvidence } from '@devpulse/contracts/analytics/score';
import { addDays } from '@devpulse/domain/time/local-day';
import { ORGANIZATION, SCORE, TODAY } from './fixture-figures.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const HOUR = 3600;
const SCOPE = { type: 'organization' as const, id: ORGANIZATION.id, name: ORGANIZATION.name };
const MATURED = 230;

const part = (
  name: string,
  numbers: { weight: number; value: number; points: number; n: number; of: [number, number] },
) => ({
  part: name,
  weight: numbers.weight,
  value: numbers.value,
  points: numbers.points,
  n: numbers.n,
  numerator: numbers.of[0],
  denominator: numbers.of[1],
  absent: null,
  evidence: `/api/v1/organizations/fernhill/score/pull-requests?part=${name}`,
});

/** The worked example of the definitions. */
const PARTS = [
  part('promise_kept', { weight: 40, value: 95.24, points: 38.1, n: 42, of: [34, 42] }),
  part('predictability', { weight: 20, value: 68.6, points: 13.7, n: 45, of: [17 * HOUR, 5.5 * HOUR] }),
  part('flow', { weight: 25, value: 88, points: 22, n: 25, of: [3, 25] }),
  part('stability', { weight: 15, value: 88.89, points: 13.3, n: 45, of: [1, 45] }),
];

function scoreView() {
  return {
    ...SCORE,
    scope: SCOPE,
    definitionVersion: 1,
    window: { from: '2026-09-25', to: '2026-11-20' },
    missing: null,
    serviceLevel: { workingSeconds: 40 * HOUR, source: 'computed', since: '2026-10-01' },
    serviceLevels: [{ team: null, workingSeconds: 40 * HOUR }],
    parts: PARTS,
    abandoned: { count: 2, of: 44, share: 2 / 44 },
    exclusions: [{ part: 'promise_kept', reason: 'too_recent', n: 5 }],
    computedAt: '2026-11-20T01:30:12Z',
  };
}

function evidenceItem(index: number) {
  const isHit = index % 5 !== 0;
  return {
    id: `0198c1d2-0000-7000-8000-0000000a${String(index).padStart(4, '0')}`,
    repository: 'ledger',
    number: 400 + index,
    title: index === 0 ? '=cmd|settle' : `Settle batch ${index}`,
    url: `https://github.com/fernhill/ledger/pull/${400 + index}`,
    author: 'ines',
    state: 'merged',
    workingSeconds: isHit ? 6 * HOUR : 50 * HOUR,
    team: ORGANIZATION.teams[0],
    readyAt: '2026-11-02T09:00:00Z',
    endedAt: '2026-11-03T09:00:00Z',
    outcome: isHit ? 'hit' : 'miss',
    reason: null,
    serviceLevelSeconds: 40 * HOUR,
    isAbandoned: false,
    cycleWorkingSeconds: isHit ? 6 * HOUR : 50 * HOUR,
    openDays: 1,
    olderDays: isHit ? 0 : 1,
    revertWeight: 0,
  };
}

/** Routes of the score and of the daily rows. */
export function scoreRoutes(state: FixtureState): FixtureRoute[] {
  const requireUp = () => {
    if (state.mode === 'failing')
      throw new FixtureProblem(503, 'unavailable', 'The database does not answer.');
  };
  return [
    answering(getScore, () => {
      requireUp();
      return scoreView();
    }),
    answering(getScoreEvidence, ({ query }) => {
      requireUp();
      const from = Number(query.cursor ?? 0);
      const to = Math.min(MATURED, from + query.limit);
      return {
        day: SCORE.day,
        part: query.part,
        total: MATURED,
        items: Array.from({ length: to - from }, (_, index) => evidenceItem(from + index)),
        nextCursor: to < MATURED ? String(to) : null,
      };
    }),
    answering(exportDailyMetrics, () => {
      requireUp();
      const from = addDays(TODAY, -29);
      return {
        today: TODAY,
        range: { from, to: addDays(TODAY, 1) },
        previousRange: null,
        bucket: 'day',
        definitionVersion: 1,
        computedAt: '2026-11-20T13:31:53Z',
        scope: SCOPE,
        rows: Array.from({ length: 30 }, (_, index) => ({
          day: addDays(from, index),
          merged: index % 4,
          cycle_working_p50: index % 4 === 0 ? null : 30_000 + index,
        })),
      };
    }),
  ];
}
