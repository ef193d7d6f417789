import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import {
  at,
  DAY,
  found,
  gaps,
  HOUR,
  installation,
  NOW,
  OFF,
  repository,
  requests,
  settings,
  snapshot,
  target,
  team,
  unreviewedMerge,
} from './alerts.fixture.ts';
import { generateHealthAlerts } from './generate-health-alerts.ts';
import type { ScorePoint, UnreviewedMerge } from './snapshot.ts';

describe('merged_without_review', () => {
  const merges = (changes: Partial<UnreviewedMerge>) => ({ unreviewedMerges: [unreviewedMerge(changes)] });
  const rule = 'merged_without_review';

  test('where the branch’s policy asks for a review', () => {
    expect(found(rule, merges({}))).toMatchObject([{ since: NOW - DAY, subject: { id: 'pr-502' } }]);
    expect(found(rule, merges({ policyAsksForReview: false }))).toEqual([]);
    expect(gaps(rule, merges({ policyAsksForReview: false }))).toEqual([]);
  });

  test('an unknown policy is said, and nothing is claimed', () => {
    expect(found(rule, merges({ policyAsksForReview: null }))).toEqual([]);
    expect(gaps(rule, merges({ policyAsksForReview: null }))).toEqual(['branch_policy_unknown']);
  });

  test('ends with a review after the merge, and after 14 days', () => {
    expect(found(rule, merges({ firstHumanReviewAfterMergeAt: NOW }))).toEqual([]);
    expect(found(rule, merges({ firstHumanReviewAfterMergeAt: NOW + 1 }))).toHaveLength(1);
    expect(found(rule, merges({ mergedAt: NOW - 14 * DAY }))).toHaveLength(1);
    expect(found(rule, merges({ mergedAt: NOW - 14 * DAY - 1 }))).toEqual([]);
  });

  test('a team may turn it off for itself', () => {
    const off = settings({}, { platform: { merged_without_review: OFF } });
    expect(found(rule, { ...merges({}), settings: off })).toEqual([]);
    expect(found(rule, { ...merges({ teamId: null }), settings: off })).toHaveLength(1);
  });
});

describe('review_load', () => {
  const rule = 'review_load';
  const load = (...counts: number[]) => ({ reviewRequests: requests(...counts) });

  test.each([
    ['just under', [11, 8], 0],
    ['at', [12, 8], 0],
    ['just over', [13, 8], 1],
    ['over, in ten requests', [7, 3], 1],
    ['over, in fewer than ten', [8, 1], 0],
  ])('%s 60 %%', (_name, counts, expected) => {
    expect(found(rule, load(...counts))).toHaveLength(expected);
  });

  test('says the share and not whose it is', () => {
    const [candidate] = found(rule, load(3, 18, 7));
    expect(candidate).toMatchObject({
      subject: { type: 'team', id: 'platform' },
      evidence: { ids: { teamId: 'platform' }, figures: { requests: 28, largest: 18, days: 14 } },
      text: {
        headline: 'One person holds 64 % of review requests',
        about: 'Platform, 18 of 28 requests in 14 days',
        target: 'target 60 %',
      },
    });
    expect(JSON.stringify(candidate)).not.toContain('person-');
  });

  test('too few requests or people are said', () => {
    expect(gaps(rule, load(9))).toEqual(['too_few_requests']);
    expect(gaps(rule, load(10))).toEqual([]);
    expect(gaps(rule, { ...load(10), teams: [team({ personCount: 4 })] })).toEqual(['team_too_small']);
    expect(found(rule, { ...load(10), teams: [team({ personCount: 4 })] })).toEqual([]);
    expect(found(rule, { ...load(10), teams: [team({ personCount: 5 })] })).toHaveLength(1);
  });

  test('requests of 14 days, of this team', () => {
    const [first, ...others] = requests(10);
    if (!first) throw new Error('no request');
    const withFirst = (changes: object) =>
      gaps(rule, { reviewRequests: [{ ...first, ...changes }, ...others] });
    expect(withFirst({ requestedAt: NOW - 14 * DAY + 1 })).toEqual([]);
    expect(withFirst({ requestedAt: NOW - 14 * DAY })).toEqual(['too_few_requests']);
    expect(withFirst({ requestedAt: NOW + 1 })).toEqual(['too_few_requests']);
    expect(withFirst({ teamId: 'checkout' })).toEqual(['too_few_requests']);
  });

  test('within 5 points of its target an alert is held and none opens', () => {
    const holding = (...counts: number[]) => generateHealthAlerts(snapshot(load(...counts))).holding;
    expect(holding(12, 8)).toEqual(['review_load:team:platform']);
    expect(holding(11, 9)).toEqual([]);
    expect(holding(13, 7)).toEqual([]);
  });

  test('the target of the team', () => {
    const own = settings({}, { platform: { review_load: target(70) } });
    expect(found(rule, { ...load(7, 3), settings: own })).toEqual([]);
    expect(found(rule, { ...load(8, 3), settings: own })).toHaveLength(1);
  });
});

describe('inactivity', () => {
  const rule = 'inactivity';
  const friday = at('2025-06-06T11:00:00Z');
  const silent = { lastMergeOrReviewAt: friday, activityOf8Weeks: 3 };
  const exactly = at('2025-06-13T11:00:00Z');
  const both = { repositories: [repository(silent)], teams: [team(silent)] };

  test('of a repository and of a team, just over 5 working days', () => {
    expect(found(rule, { ...both, now: exactly - 1000 })).toEqual([]);
    expect(found(rule, { ...both, now: exactly })).toEqual([]);
    expect(found(rule, { ...both, now: exactly + 1000 })).toMatchObject([
      {
        deduplicationKey: 'inactivity:repository:ledger',
        repositoryId: 'ledger',
        teamId: null,
        since: exactly,
      },
      {
        deduplicationKey: 'inactivity:team:platform',
        repositoryId: null,
        teamId: 'platform',
        since: exactly,
      },
    ]);
  });

  test('what was not active in the last 8 weeks is not missed', () => {
    expect(found(rule, { repositories: [repository({ ...silent, activityOf8Weeks: 0 })] })).toEqual([]);
    expect(found(rule, { repositories: [repository({ ...silent, lastMergeOrReviewAt: null })] })).toEqual([]);
    const last = (age: number) => [repository({ ...silent, lastMergeOrReviewAt: NOW - age })];
    expect(found(rule, { repositories: last(56 * DAY) })).toHaveLength(1);
    expect(found(rule, { repositories: last(56 * DAY + 1) })).toEqual([]);
  });

  test('a team on its own calendar and target, a repository on the organization’s', () => {
    const weekend = { ...DEFAULT_CALENDAR, weekdays: [6, 7] };
    const subjects = (changes: object) =>
      found(rule, { ...both, now: exactly + 1000, ...changes }).map((one) => one.subject.type);
    expect(subjects({ teams: [team({ ...silent, calendar: weekend })] })).toEqual(['repository']);
    const patient = settings({}, { platform: { inactivity: target(6) } });
    expect(subjects({ settings: patient })).toEqual(['repository']);
    expect(subjects({ settings: settings({ inactivity: target(6) }) })).toEqual([]);
  });

  test('a suspended installation says nothing of its repositories, nor of teams when it is the only one', () => {
    const suspended = { ...both, installations: [installation({ suspendedAt: NOW })] };
    expect(found(rule, suspended)).toEqual([]);
    expect(gaps(rule, suspended)).toEqual(['installation_suspended', 'installation_suspended']);
    const other = {
      ...suspended,
      repositories: [repository(silent), repository({ id: 'web', installationId: '8' })],
    };
    expect(found(rule, other).map((one) => one.subject.type)).toEqual(['team']);
    expect(generateHealthAlerts(snapshot(other)).holding).toContain('inactivity:repository:ledger');
  });
});

describe('score_drop', () => {
  const rule = 'score_drop';
  const point = (value: number, width = 8): ScorePoint => ({
    value,
    interval: { width },
    definitionVersion: 1,
  });
  const score = (
    today: ScorePoint | null,
    before: ScorePoint | null,
    scopeType: 'team' | 'repository' = 'team',
  ) => ({
    scores: [{ scopeType, scopeId: 'platform', name: 'Platform', today, before }],
  });

  test.each([
    ['just under', 80, 83.5, 0],
    ['at', 80, 84, 0],
    ['just over', 80, 84.5, 1],
    ['a rise', 90, 80, 0],
  ])('%s half of the widths', (_name, today, before, expected) => {
    expect(found(rule, score(point(today), point(before)))).toHaveLength(expected);
  });

  test('half of both widths, the wider one included', () => {
    expect(found(rule, score(point(80, 8), point(86, 12)))).toEqual([]);
    expect(found(rule, score(point(80, 12), point(86, 8)))).toEqual([]);
    expect(found(rule, score(point(80, 12), point(86.5, 8)))).toMatchObject([{ target: 6, value: 6.5 }]);
  });

  test('a score that is missing, or of another definition, is not compared', () => {
    expect(gaps(rule, score(null, point(90)))).toEqual(['score_missing']);
    expect(gaps(rule, score(point(10), null))).toEqual(['score_missing']);
    const other = { ...point(90), definitionVersion: 2 };
    expect(gaps(rule, score(point(10), other))).toEqual(['definition_changed']);
    expect(found(rule, score(point(10), other))).toEqual([]);
  });

  test('words, and a team’s switch', () => {
    const drop = score(point(79.43), point(87.148));
    expect(found(rule, drop)).toMatchObject([
      { text: { headline: 'The score fell from 87.1 to 79.4', about: 'Platform' }, teamId: 'platform' },
    ]);
    const off = settings({}, { platform: { score_drop: OFF } });
    expect(found(rule, { ...drop, settings: off })).toEqual([]);
    expect(found(rule, { ...score(point(10), point(90), 'repository'), settings: off })).toHaveLength(1);
  });
});

describe('integration', () => {
  const rule = 'integration';
  const lastDeliveryAt = at('2025-06-13T20:00:00Z');
  const exactly = at('2025-06-16T20:00:00Z');
  const silent = (changes = {}) => ({ repositories: [repository({ lastDeliveryAt, ...changes })] });

  test('24 hours without a delivery, the weekend apart', () => {
    expect(found(rule, { ...silent(), now: exactly - 1000 })).toEqual([]);
    expect(found(rule, { ...silent(), now: exactly })).toEqual([]);
    expect(found(rule, { ...silent(), now: exactly + 1000 })).toMatchObject([
      { deduplicationKey: 'integration:no_delivery:ledger', since: exactly, target: 86_400, value: 86_401 },
    ]);
    const holiday = { ...DEFAULT_CALENDAR, holidays: ['2025-06-16'] };
    expect(found(rule, { ...silent(), now: exactly + 1000, calendar: holiday })).toEqual([]);
    const patient = settings({ integration: target(48) });
    expect(found(rule, { ...silent(), now: exactly + 1000, settings: patient })).toEqual([]);
  });

  test('only from a repository that normally has some', () => {
    const heard = (deliveryDayCount: number, workingDayCount = 20) =>
      found(rule, silent({ deliveryDayCount, workingDayCount })).length;
    expect([heard(15), heard(16), heard(4, 4), heard(5, 5)]).toEqual([0, 1, 0, 1]);
    expect(found(rule, silent({ lastDeliveryAt: null }))).toEqual([]);
  });

  test('a suspended installation is one alert, not one for each repository', () => {
    const input = { ...silent(), installations: [installation({ suspendedAt: NOW - HOUR })] };
    expect(found(rule, input)).toMatchObject([
      {
        deduplicationKey: 'integration:suspended:7',
        subject: { type: 'organization', id: 'fernhill' },
        since: NOW - HOUR,
        evidence: { ids: { installationId: '7' }, instants: { suspendedAt: NOW - HOUR } },
      },
    ]);
    expect(generateHealthAlerts(snapshot(input)).holding).toContain('integration:no_delivery:ledger');
  });

  test('failed deliveries', () => {
    const failed = (failedDeliveryCount: number) => ({
      installations: [installation({ failedDeliveryCount, oldestFailedDeliveryAt: NOW - 2 * HOUR })],
    });
    expect(found(rule, failed(0))).toEqual([]);
    expect(found(rule, failed(1))).toMatchObject([
      { value: 1, since: NOW - 2 * HOUR, text: { headline: '1 delivery failed' } },
    ]);
    expect(found(rule, failed(3))).toMatchObject([{ text: { headline: '3 deliveries failed' } }]);
  });

  test('a used-up rate limit, until an hour in which it lasted', () => {
    const limited = (renewedAt: number) => ({
      installations: [installation({ rateLimit: { exhaustedAt: NOW - 3 * HOUR, renewedAt } })],
    });
    const holding = (renewedAt: number) => generateHealthAlerts(snapshot(limited(renewedAt))).holding;
    expect(found(rule, limited(NOW + 1))).toMatchObject([{ deduplicationKey: 'integration:rate_limit:7' }]);
    expect(found(rule, limited(NOW))).toEqual([]);
    expect(holding(NOW)).toEqual(['integration:rate_limit:7']);
    expect(holding(NOW - HOUR + 1)).toEqual(['integration:rate_limit:7']);
    expect(holding(NOW - HOUR)).toEqual([]);
  });
});
